"""Read: a file, packed or not, becomes chunks of records; what cannot be read has a reason."""
