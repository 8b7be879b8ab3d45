"""Results become pages and files: most formats lay out the page, CSV its rows, and JSON is the result itself."""
