"""One overlay, from its address to its chart, its sentence and its data."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

from charts.chart import Axis, Chart, Line, Mark, Series
from charts.marks import middle
from charts.palette import SLOTS
from charts.scales import Linear
from charts.text import plain
from cycling.filters import TestFilter
from explore.asking import Asked, Number
from explore.overlays.curves import RECORDED, Kept, Pair, coated_with_retention, pairs
from records.filtering import Problem
from records.typesetting import formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

AT_ONCE = SLOTS
"""Coated tests in one plot: as many as there are colours that can be told apart."""
POINTS = 400
ZOOM = ("x_from", "x_to", "y_from", "y_to")
_AIR = 1.06


class Overlay:
    def __init__(self, data: QueryDict) -> None:
        own = {"part": Number(), **{name: Number() for name in ZOOM}}
        self.asked = Asked(data, own, TestFilter)
        part = self.asked.own["part"]
        self.part = 1 if part is None else int(part)
        if self.part < 1 or (part is not None and part != self.part):
            self._wrong("part", "expected a whole number from 1 upwards")
        for name in "xy":
            low, high = self.asked.own[f"{name}_from"], self.asked.own[f"{name}_to"]
            if low is not None and high is not None and low >= high:
                self._wrong(f"{name}_from", f"expected a number below {name}_to")
        if not self.asked.problems and self.part > self.parts:
            self._wrong("part", f"there are {self.parts} parts")

    def _wrong(self, name: str, message: str) -> None:
        self.asked.problems.append(Problem(name, message))

    @cached_property
    def total(self) -> int:
        return int(self.asked.rows.order_by().count())

    @cached_property
    def numbers(self) -> list[int]:
        """Coated tests that can be drawn, by id."""
        rows = coated_with_retention(self.asked.rows)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def recorded(self) -> int:
        """How many of them are recorded cycle by cycle."""
        return int(coated_with_retention(self.asked.rows).filter(RECORDED).count())

    @property
    def parts(self) -> int:
        return max(1, math.ceil(len(self.numbers) / AT_ONCE))

    @cached_property
    def pairs(self) -> list[Pair]:
        first = (self.part - 1) * AT_ONCE
        return pairs(self.numbers[first : first + AT_ONCE])

    @property
    def previous_query(self) -> str:
        return self._at(self.part - 1)

    @property
    def next_query(self) -> str:
        return self._at(self.part + 1)

    def _at(self, part: int) -> str:
        if not 1 <= part <= self.parts:
            return ""
        return self.asked.query(part=part, **dict.fromkeys(ZOOM))

    @property
    def is_zoomed(self) -> bool:
        return any(self.asked.own[name] is not None for name in ZOOM)

    @property
    def whole_query(self) -> str:
        return self.asked.query(**dict.fromkeys(ZOOM))

    @cached_property
    def chart(self) -> Chart | None:
        series = [one for slot, pair in enumerate(self.pairs) for one in _of_pair(pair, slot)]
        if not series:
            return None
        return Chart(
            x=Axis(self._scale("x", *self._cycles()), "Cycle"),
            y=Axis(self._scale("y", *self._shares()), "Capacity kept (%)"),
            series=series,
            description=self.sentence,
        )

    def _kept(self) -> list[Kept]:
        return [kept for pair in self.pairs for kept in (pair.coated, *pair.controls)]

    def _cycles(self) -> tuple[float, float]:
        found = [cycle for kept in self._kept() for cycle, _ in kept.curve]
        found += [middle(*item.cycle, "linear") for kept in self._kept() for item in kept.stated]
        return 0.0, max(found) * _AIR

    def _shares(self) -> tuple[float, float]:
        """From zero: a cut axis would make a small gain look large. Zoom to see it close."""
        found = [share for kept in self._kept() for _, share in kept.curve]
        found += [middle(*item.kept, "linear") for kept in self._kept() for item in kept.stated]
        return 0.0, max(100.0, *found) * _AIR

    def _scale(self, name: str, low: float, high: float) -> Linear:
        first, last = self.asked.own[f"{name}_from"], self.asked.own[f"{name}_to"]
        first, last = (low if first is None else first), (high if last is None else last)
        return Linear(first, last) if first < last else Linear(low, high)

    @cached_property
    def sentence(self) -> str:
        """What is shown, and how many tests say nothing of their retention."""
        count = len(self.numbers)
        said = [
            f"{count:,} of {self.total:,} tests that fit are of coated cells with recorded cycles "
            "or a stated retention.",
            self._how_known(),
        ]
        if self.total > count:
            said.append(
                f"{self.total - count:,} are not drawn by themselves: bare cells, or coated ones "
                "that state no retention."
            )
        if self.parts > 1:
            said.append(f"{AT_ONCE} are drawn at once: part {self.part} of {self.parts}.")
        without = sum(not any(c.drawn for c in pair.controls) for pair in self.pairs)
        if without and self.pairs:
            drawn = len(self.pairs)
            share = "none" if without == drawn else f"{drawn - without}"
            said.append(
                f"For {share} of the {drawn} drawn is the retention of a control on record."
            )
        return " ".join(filter(None, said))

    def _how_known(self) -> str:
        """Whether there are curves at all, which no picture of points says."""
        if not self.numbers:
            return ""
        if not self.recorded:
            return (
                "None is recorded cycle by cycle: there is no curve to draw, only what papers "
                "state for one cycle."
            )
        return f"{self.recorded:,} of them are recorded cycle by cycle."

    def lines(self) -> Iterator[list[Any]]:
        """Every recorded cycle and stated value behind the plot, of all its parts."""
        for start in range(0, len(self.numbers), AT_ONCE):
            for pair in pairs(self.numbers[start : start + AT_ONCE]):
                for kept, of in ((pair.coated, ""), *((c, pair.coated) for c in pair.controls)):
                    against = of.test.public_id if isinstance(of, Kept) else ""
                    named = [kept.test.public_id, kept.film, against]
                    for cycle, share in kept.curve:
                        yield [*named, "recorded", cycle, cycle, share, share, ""]
                    for item in kept.stated:
                        yield [*named, "stated", *item.cycle, *item.kept, item.printed]


def _of_pair(pair: Pair, slot: int) -> Iterator[Series]:
    if pair.coated.drawn:
        yield _series(pair.coated, slot, _name(pair.coated), dashed=False)
    for control in pair.controls:
        if control.drawn:
            yield _series(control, slot, f"its control, {formula(control.film)}", dashed=True)


def _series(kept: Kept, slot: int, name: str, *, dashed: bool) -> Series:
    url = kept.test.get_absolute_url()
    film = plain(formula(kept.film))
    head = f"{film}: {kept.test.label or kept.test.key}\n{kept.paper}"
    lines = []
    if kept.curve:
        tip = f"{head}\n{len(kept.curve):,} recorded cycles · {kept.test.public_id}"
        lines.append(Line(thinned(kept.curve), tip, url, dashed=dashed))
    marks = []
    for item in kept.stated:
        tip = f"{head}\nstated: {item.printed} · {kept.test.public_id}"
        marks.append(Mark(*item.cycle, *item.kept, tip=tip, url=url))
        if not kept.curve:
            end = (middle(*item.cycle, "linear"), middle(*item.kept, "linear"))
            lines.append(Line([(0.0, 100.0), end], "", "", dashed=True, guide=True))
    return Series(name, slot, marks=marks, lines=lines, dashed=dashed)


def _name(kept: Kept) -> str:
    electrode = f" on {formula(kept.test.electrode.name)}" if kept.test.electrode else ""
    return f"{formula(kept.film)}{electrode}, {kept.paper}"


def thinned(curve: list[tuple[float, float]], most: int = POINTS) -> list[tuple[float, float]]:
    """At most ``most`` points, first and last among them: more than a screen's width shows."""
    if len(curve) <= most:
        return curve
    step = (len(curve) - 1) / (most - 1)
    return [curve[round(i * step)] for i in range(most)]
