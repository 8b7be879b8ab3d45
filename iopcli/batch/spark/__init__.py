"""Spark: the same work on more than one machine."""
