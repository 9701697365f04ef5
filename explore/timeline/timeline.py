"""Coatings by the year of their paper, each year a pile in the colours of a category."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from charts.chart import Axis, Box, Chart, Series
from charts.palette import SLOTS
from charts.scales import Linear, around
from charts.text import plain
from coatings.filters import CoatingFilter
from explore.asking import Asked, Choice, Number, Own
from explore.plotting.categories import categories, names_of
from records.filtering import Problem

if TYPE_CHECKING:
    from django.http import QueryDict

_HALF = 0.4
ZOOM = ("x_from", "x_to")


@dataclass(frozen=True)
class Piece:
    """Coatings of one year and one word; ``words`` are several where they share a colour."""

    year: int
    name: str
    slot: int
    words: tuple[str, ...]
    count: int
    url: str


class Timeline:
    def __init__(self, data: QueryDict) -> None:
        own: dict[str, Own] = {
            "by": Choice(list(categories("coating"))),
            **{name: Number() for name in ZOOM},
        }
        self.asked = Asked(data, own, CoatingFilter)
        self.category = categories("coating")[self.asked.own["by"]]
        low, high = (self.asked.own[name] for name in ZOOM)
        if low is not None and high is not None and low >= high:
            self.asked.problems.append(Problem("x_from", "expected a year before x_to"))

    @cached_property
    def counted(self) -> list[tuple[int | None, Any, int]]:
        """Year, word and count: as many rows as there are, however many coatings."""
        rows = self.asked.rows.order_by().values("year", self.category.column)
        return list(rows.annotate(n=Count("pk")).values_list("year", self.category.column, "n"))

    @property
    def undated(self) -> int:
        return sum(count for year, _, count in self.counted if year is None)

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.counted)

    @cached_property
    def pieces(self) -> list[Piece]:
        """Piles from below: the commonest word first."""
        totals: Counter[Any] = Counter()
        for _, word, count in self.counted:
            totals[word] += count
        words = sorted(totals, key=lambda word: (word == "", -totals[word], str(word)))
        names = names_of(self.category, words)
        crowd = len(words) > SLOTS
        slots = {word: min(i, SLOTS - 1) for i, word in enumerate(words)}
        found: dict[tuple[int, int], list[tuple[Any, int]]] = {}
        for year, word, count in self.counted:
            if year is not None and self._on_screen(year):
                found.setdefault((year, slots[word]), []).append((word, count))
        return [
            Piece(
                year,
                f"{len(words) - SLOTS + 1} others"
                if crowd and slot == SLOTS - 1
                else names[held[0][0]],
                slot,
                tuple(str(word) for word, _ in held),
                sum(count for _, count in held),
                self._url(year, [str(word) for word, _ in held]),
            )
            for (year, slot), held in sorted(found.items())
        ]

    def _on_screen(self, year: int) -> bool:
        low, high = (self.asked.own[name] for name in ZOOM)
        return (low is None or year > low - _HALF) and (high is None or year < high + _HALF)

    def _url(self, year: int, words: list[str]) -> str:
        narrowed: dict[str, Any] = {"year_min": year, "year_max": year}
        if all(words):
            narrowed[self.category.filter_by] = words
        return f"{reverse('coatings')}?{self.asked.filtered_by(**narrowed)}"

    @cached_property
    def chart(self) -> Chart | None:
        if not self.pieces:
            return None
        height: Counter[int] = Counter()
        grouped: dict[int, list[Box]] = {}
        names: dict[int, str] = {}
        for piece in self.pieces:
            low = height[piece.year]
            height[piece.year] += piece.count
            names[piece.slot] = piece.name
            box = Box(
                (piece.year - _HALF, piece.year + _HALF),
                (low, height[piece.year]),
                tip=f"{piece.year}: {plain(piece.name)}\n{piece.count:,} of the year's coatings",
                url=piece.url,
            )
            grouped.setdefault(piece.slot, []).append(box)
        years = around(min(height), max(height), log=False, whole=True)
        first, last = (self.asked.own[name] for name in ZOOM)
        scale = Linear(
            years.low if first is None else first, years.high if last is None else last, whole=True
        )
        return Chart(
            x=Axis(scale, "Year of the paper"),
            y=Axis(Linear(0.0, max(height.values()) * 1.06, whole=True), "Coatings reported"),
            series=[
                Series(names[slot], slot, boxes=boxes) for slot, boxes in sorted(grouped.items())
            ],
            description=self.sentence,
            legend_title=self.category.label,
            grid="y",
            height=380,
        )

    @property
    def is_zoomed(self) -> bool:
        return any(self.asked.own[name] is not None for name in ZOOM)

    @property
    def whole_query(self) -> str:
        return self.asked.query(**dict.fromkeys(ZOOM))

    @cached_property
    def sentence(self) -> str:
        shown = sum(piece.count for piece in self.pieces)
        said = f"{shown:,} of {self.total:,} coatings by the year of the paper that reports them."
        return said + (
            f" {self.undated:,} come from papers without a year." if self.undated else ""
        )
