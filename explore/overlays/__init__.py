"""Retention of many cells in one plot, each coated one beside its controls."""
