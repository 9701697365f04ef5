"""Tests side by side, and whether they may be held against each other."""
