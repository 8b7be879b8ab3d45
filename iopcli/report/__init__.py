"""Results become pages and files: terminal, text, Markdown, HTML and SVG lay out the page; JSON and CSV the result."""
