"""Maps of what has been studied, how well it did, and what nobody has tried."""
