"""Results become pages, and pages become what people read: terminal, text, Markdown, HTML, SVG; JSON and CSV render the result."""
