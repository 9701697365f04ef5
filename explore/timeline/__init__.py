"""When films were reported, year by year."""
