"""Entering a paper: the paper document as a form, its fields made from schema and properties."""
