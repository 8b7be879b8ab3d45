"""Columns: which column of a file answers which question, and how a cell becomes an answer."""
