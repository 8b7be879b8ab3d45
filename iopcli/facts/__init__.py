"""A fact as it is shown: in words, at the price of who pays, in a cell with its sources."""
