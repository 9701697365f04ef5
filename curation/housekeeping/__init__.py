"""What is to be tidied: duplicates, orphans, what waits, what was not checked, what lacks."""
