"""TOML lives here: what a dataset is made of, and how it is read, laid in layers, linked, verified and checked."""
