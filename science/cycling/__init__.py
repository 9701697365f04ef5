"""Derived properties of cycling tests: from points where there are points, else as stated."""
