"""Charts as plain data, drawn by the server: one SVG for the page, the file and print."""
