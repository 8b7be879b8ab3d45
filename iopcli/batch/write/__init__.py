"""Write: what is said of each record, in words and in files."""
