"""Figures of coatings as plain dicts."""
