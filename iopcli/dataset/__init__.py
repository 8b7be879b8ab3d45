"""TOML lives here: what the dataset is, how it is read, laid in layers and found to be sound."""
