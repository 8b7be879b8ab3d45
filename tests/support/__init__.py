"""What several tests share, one file for each kind of thing."""
