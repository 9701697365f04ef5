"""Maps of what has been studied, how well it did, and what is not on record."""
