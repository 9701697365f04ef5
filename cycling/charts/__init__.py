"""Figures of cycling tests as plain dicts, and what is drawn in them."""
