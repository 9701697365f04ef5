"""From the rows of coatings to their read rows, a set at a time."""

from coatings.read_row.published import BATCH, published_rows
from coatings.read_row.refresh import refresh_coatings, write_derived

__all__ = ["BATCH", "published_rows", "refresh_coatings", "write_derived"]
