"""Programs of their own: a file in, a table out. Nothing of this project is imported by them, and
they are imported by nothing."""
