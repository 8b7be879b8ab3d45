"""Danger in plain words: a first ear that goes by rules, and a second that has learned from the same sentences."""
