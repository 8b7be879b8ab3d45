"""Report: counts of people, of which small ones are not shown."""
