"""What each command finds, one file a command: the result, before any page or format."""
