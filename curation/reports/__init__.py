"""Readers say what is wrong with a value; curators answer; the record shows what is open."""
