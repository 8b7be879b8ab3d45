"""A page or a result in one format, one file a format."""
