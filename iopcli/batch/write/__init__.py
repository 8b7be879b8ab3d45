"""Write: the results of each record, in words and in files."""
