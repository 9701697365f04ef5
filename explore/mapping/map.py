"""A map: rows against columns, each cell what has been studied there, each empty one a gap."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator

from charts.chart import Axis, Box, Chart, Series
from charts.scales import Categories
from charts.text import plain
from records.filtering import Problem
from records.filtering.vocabularies import hint

if TYPE_CHECKING:
    from explore.asking import Asked
    from explore.mapping.studied import Studied

STEP = 36
"""Width and height of a cell in the drawing."""
_GAP = 0.44
_LONGEST = {"x": 26, "y": 34}
"""Letters of a word on an axis."""
_SIGNS = {"better": "▲", "worse": "▼", "mixed": "◆", "same": "=", "silent": ""}
_LEGEND = {
    "better": "most shown or claimed better ▲",
    "same": "most the same =",
    "mixed": "mixed ◆",
    "worse": "most shown or claimed worse ▼",
    "silent": "on record, too little to tell; △1 one of them better",
}


@dataclass(frozen=True)
class Place:
    """A row or column: its word, and its name as HTML. ``on_record`` where anything was done with
    it: the gaps of others say nothing."""

    key: str
    name: str
    on_record: bool = True

    @property
    def known(self) -> bool:
        """Whether it is something to try: "not specified" is not."""
        return self.on_record and self.key not in {"none", "unspecified"}


@dataclass(frozen=True)
class Line:
    """A pair in words, for the table and the file."""

    row: Place
    column: Place
    studied: Studied
    url: str


@dataclass
class Map:
    asked: Asked
    row_title: str
    column_title: str
    rows: list[Place]
    columns: list[Place]
    cells: dict[tuple[str, str], Studied]
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    coverage: str = ""
    """what was looked through before a pair is called absent"""

    def __post_init__(self) -> None:
        if not self.asked.problems:
            self.rows = self._part(self.rows, "y")
            self.columns = self._part(self.columns, "x")

    def _part(self, places: list[Place], name: str) -> list[Place]:
        """The places from one word to another, as the zoom asks."""
        keys = [place.key for place in places]
        first, last = (self.asked.own[f"{name}_{end}"] for end in ("from", "to"))
        for end, word in (("from", first), ("to", last)):
            if word and word not in keys:
                near = hint(word, {key: key for key in keys})
                message = f"there is no {word!r} on this axis{near}"
                self.asked.problems.append(Problem(f"{name}_{end}", message))
                return places
        low = keys.index(first) if first else 0
        high = keys.index(last) if last else len(keys) - 1
        low, high = sorted((low, high))
        return places[low : high + 1]

    @property
    def is_zoomed(self) -> bool:
        return any(self.asked.own[f"{name}_{end}"] for name in "xy" for end in ("from", "to"))

    @property
    def whole_query(self) -> str:
        names = [f"{name}_{end}" for name in "xy" for end in ("from", "to")]
        return self.asked.query(**dict.fromkeys(names))

    @cached_property
    def lines(self) -> list[Line]:
        """Pairs on record within the map, row by row."""
        return [
            Line(row, column, self.cells[pair], self._url(pair))
            for row in self.rows
            for column in self.columns
            if (pair := (self._word(row), self._word(column))) in self.cells
        ]

    @staticmethod
    def _word(place: Place) -> str:
        return "" if place.key == "none" else place.key

    def _url(self, pair: tuple[str, str]) -> str:
        return f"{reverse('coatings')}?{self.links[pair]}"

    @cached_property
    def chart(self) -> Chart | None:
        if not self.lines:
            return None
        where_x = {place.key: i for i, place in enumerate(self.columns)}
        # the first row stands on top
        where_y = {place.key: i for i, place in enumerate(reversed(self.rows))}
        boxes: dict[str, list[Box]] = {word: [] for word in _LEGEND}
        for line in self.lines:
            verdict = line.studied.verdict
            boxes[verdict].append(
                self._box(line, where_x[line.column.key], where_y[line.row.key], verdict)
            )
        below = list(reversed(self.rows))
        return Chart(
            x=Axis(_words(self.columns, _LONGEST["x"]), self.column_title),
            y=Axis(_words(below, _LONGEST["y"]), self.row_title),
            series=[
                *(Series(_LEGEND[w], 0, boxes=b, look=w) for w, b in boxes.items() if b),
                *self._not_on_record(where_x, where_y),
            ],
            description=self.sentence,
            grid="cells",
            width=STEP * len(self.columns) + 250,
            height=STEP * len(self.rows),
            upright=True,
            natural=True,
        )

    def _not_on_record(self, where_x: dict[str, int], where_y: dict[str, int]) -> list[Series]:
        """The gaps, where there are any: pairs of what is on record, but not together."""
        gaps = [
            (float(where_x[column.key]), float(where_y[row.key]))
            for row in self.rows
            for column in self.columns
            if row.known and column.known and (row.key, column.key) not in self.cells
        ]
        name = "none that fits" if self.asked.chips else "not on record here"
        return [Series(name, 0, dots=gaps, look="never")] if gaps else []

    @staticmethod
    def _box(line: Line, x: int, y: int, verdict: str) -> Box:
        sign = _SIGNS[verdict] or line.studied.hints
        return Box(
            (x - _GAP, x + _GAP),
            (y - _GAP, y + _GAP),
            tip=f"{plain(line.row.name)} · {plain(line.column.name)}\n{line.studied.in_words}",
            url=line.url,
            label=f"{line.studied.coatings}{sign and chr(0x202F)}{sign}",
            look=verdict,
        )

    @cached_property
    def sentence(self) -> str:
        """What is shown, how much is without result, and how much is a gap."""
        known = [line for line in self.lines if line.row.known and line.column.known]
        pairs = sum(p.known for p in self.rows) * sum(p.known for p in self.columns)
        silent = sum(line.studied.verdict == "silent" for line in known)
        left = f"{pairs - len(known):,}"
        gaps = (
            f"{left} have none that fits the filters"
            if self.asked.chips
            else f"{left} are not on record here, {self.coverage}; others may have reported them"
        )
        return (
            f"{self.row_title} against {_lower(self.column_title)}: {len(known):,} of "
            f"{pairs:,} pairs are on record, {silent:,} of them with too little to tell "
            f"how they did; {gaps}."
        )


def _words(places: list[Place], longest: int) -> Categories:
    """Names short enough for an axis; the table below has them whole."""
    names = (Truncator(place.name).chars(longest, html=True) for place in places)
    return Categories(tuple(place.key for place in places), tuple(names))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
