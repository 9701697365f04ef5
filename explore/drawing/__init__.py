"""Charts as plain data, drawn by the server as SVG: one drawing for the page, the file and print."""
