"""What was found in a pasted text or table, until a person confirms it."""
