"""Real programs near here: lists become programs, and a program becomes an option when it is named."""
