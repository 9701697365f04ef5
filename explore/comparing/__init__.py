"""Coatings and tests side by side: the address is the comparison."""
