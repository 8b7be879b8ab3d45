"""Judge: cells become codes, codes become needs, and needs become plans, many records at once."""
