"""Danger in plain words: a rule-based detector, and a classifier learned from the same sentences."""
