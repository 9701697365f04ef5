"""From the rows of coatings to their read rows, a set at a time."""

from coatings.reading.published import BATCH, published_rows
from coatings.reading.refresh import refresh_coatings, write_derived

__all__ = ["BATCH", "published_rows", "refresh_coatings", "write_derived"]
