"""Segments: the words and values of a long list, packed by stretches of ids, so that facets and
histograms are counted in memory.

A segment holds what the rows of one stretch of ids say, each word with the places that have it. It
is made from the read rows in the background and never changed; a later one takes its place. Every
write that changes what is counted notes the record by trigger, in its own transaction. Whoever
counts takes the segments without the records noted since, and counts those by SQL: exact at any
moment, whatever waits to be folded. Nobody who writes waits for anybody.
"""

from records.segments.counting import SegmentTally
from records.segments.folding import fold
from records.segments.tables import Change, Segment, Store, watch_changes

__all__ = ["Change", "Segment", "SegmentTally", "Store", "fold", "watch_changes"]
