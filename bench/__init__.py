"""Benchmarks on synthetic coatings: the product beside its floors, in one run.

``python -m bench --rows 10000 100000`` (``make bench ROWS="10000 100000"``).
"""
