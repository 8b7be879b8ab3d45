"""Questions in plain words: what they are about is recognised, and what the dataset says of it is the answer."""
