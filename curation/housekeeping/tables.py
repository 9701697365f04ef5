"""A chapter of housekeeping as a table, for the page and for CSV."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A row: its texts, where it leads, and what two records a merge would bring together."""

    texts: tuple[str, ...]
    address: str = ""
    merge: str = ""


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
