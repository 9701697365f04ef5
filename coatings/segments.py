"""The segments of coatings: from what, and kept up to date when."""

from __future__ import annotations

from coatings.filters import CoatingFilter
from records.segments import fold

MANY = 2000
"""Changes of one segment that are folded at once, without waiting for the next sweep."""


def fold_coatings(*, at_least: int = 1) -> int:
    """Make the segments anew that coatings have changed in; says how many."""
    return fold(CoatingFilter.STORE, at_least=at_least)
