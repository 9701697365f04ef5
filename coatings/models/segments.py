"""What the facets and histograms of coatings are counted from (``records.segments``)."""

from __future__ import annotations

from records.segments.tables import Change, Segment


class CoatingSegment(Segment):
    """The words and values of a stretch of coatings."""


class CoatingChange(Change):
    """A coating that was written since its segment was made."""
