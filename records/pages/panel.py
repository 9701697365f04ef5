"""The filters of a list as its page declares them: facets with counts, ranges with histograms.

A room declares the parts; :class:`records.pages.built.Panel` fills them for one request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True)
class Search:
    """The field of the full text."""

    hint: str
    name: str = "q"
    label: str = "Search"


@dataclass(frozen=True)
class Text:
    """A field that takes one value without a vocabulary."""

    name: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Toggle:
    """One box that sets one parameter to one value."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """Words to tick, most frequent first; ``top`` of them stand open, the rest behind a fold."""

    name: str
    label: str
    top: int = 6


@dataclass(frozen=True)
class Node:
    """One word of a tree, and the one it stands below ("" at the top)."""

    key: str
    parent: str


@dataclass(frozen=True)
class Tree:
    """Words to tick that stand in a tree; ``nodes`` reads it, in one query."""

    name: str
    label: str
    nodes: Callable[[], Sequence[Node]]


@dataclass(frozen=True)
class Span:
    """A range of a property: fields for both ends, which take a unit, under a histogram."""

    name: str
    label: str = ""
    unit: str | None = None
    hint: str = ""


Part = Search | Text | Toggle | Choice | Tree | Span


@dataclass(frozen=True)
class PeriodicTable:
    """Elements that a record holds, and elements that it does not (``has_not`` may be "")."""

    label: str
    has: str = "element"
    has_not: str = "without_element"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.has, self.has_not) if name)


@dataclass(frozen=True)
class Group:
    """Parts under one heading, open or folded until one of them is used."""

    label: str
    parts: Sequence[Part]
    open: bool = True


WHERE_FROM = Group(
    "Source",
    [
        Span("year", "Year", unit=""),
        Choice("paper", "Paper", top=5),
        Choice("via", "Read in"),
        Choice("review_status", "Review"),
    ],
    open=False,
)
"""Who reports a record, where it was read, and whether somebody looked at it since."""


def parameters_of(part: Part | PeriodicTable) -> tuple[str, ...]:
    """The parameters that a part sets."""
    if isinstance(part, PeriodicTable):
        return part.names
    if isinstance(part, Span):
        return f"{part.name}_min", f"{part.name}_max"
    return (part.name,)


def parts_of(groups: Iterable[Group]) -> list[Part]:
    return [part for group in groups for part in group.parts]
