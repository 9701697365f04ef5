"""A chapter of housekeeping as a table, for the page and for CSV."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Line:
    """A row: its texts, where it leads, and what two records a merge would bring together: with a
    ``kind`` two papers or words, without one two records of one paper."""

    texts: tuple[str, ...]
    address: str = ""
    merge: str = ""
    kind: str = ""

    @property
    def merging(self) -> str:
        """The page that shows what merging the two would change; the first one is kept."""
        kept, _, gone = self.merge.partition(" ")
        query = urlencode({"kept": kept, "gone": gone})
        return f"{reverse('housekeeping-merging', args=[self.kind])}?{query}"


@dataclass(frozen=True)
class Table:
    """A chapter. ``about`` says what is in it, ``columns`` what its texts are."""

    key: str
    title: str
    about: str
    columns: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    share: bool = False
    """the last column is a share of 100, drawn as a bar"""

    @property
    def merges(self) -> bool:
        return any(line.merge for line in self.lines)
