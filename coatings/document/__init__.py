"""Coatings in the paper document: their entries, what is checked, and to rows and back."""
