"""Curves of any tests in one plot, or side by side: from its address to its charts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from charts.chart import Axis, Band, Chart, Line, Series
from charts.palette import SLOTS
from charts.scales import Linear, around
from charts.text import plain
from cycling.filters import TestFilter
from explore.asking import Asked, Choice, Number, ShownField
from explore.overlays.curves import RECORDED
from explore.overlays.recorded import Recorded, mean_of, recorded_tests
from explore.overlays.typical import bests_of
from records.filtering import Problem
from records.typesetting import formula, unit
from science.cycling.profiles import thinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

    from charts.scales import Scale
    from explore.asking import Own
    from explore.overlays.typical import Best

AT_ONCE = 50
MOST_POINTS = 300
"""of one line on the screen"""
_BARE = SLOTS - 1
_TITLES = {
    "capacity": "Capacity",
    "efficiency": "Coulombic efficiency",
    "overpotential": "Overpotential",
    "voltage": "Mean voltage",
}
_FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "show": (
        "Show",
        {
            "capacity": "capacity",
            "efficiency": "Coulombic efficiency",
            "overpotential": "overpotential",
            "voltage": "mean voltage",
        },
    ),
    "scale": (
        "Capacity",
        {
            "kept": "kept, in % of its own reference",
            "recorded": "as recorded",
            "areal": "per area",
        },
    ),
    "over": ("Over", {"cycle": "cycle", "time": "time", "throughput": "charge given"}),
    "cells": ("Cells", {"mean": "mean and band", "every": "every cell"}),
    "panels": (
        "Plots",
        {
            "together": "one for all",
            "film": "one a film",
            "electrode": "one an electrode",
            "test": "one a test",
        },
    ),
}
"""The chart's own parameters: label, and the words they take with what they mean."""
_OVER = {"cycle": "Cycle", "time": "Time", "throughput": "Charge given since the first cycle"}


@dataclass(frozen=True)
class Panel:
    title: str
    chart: Chart


class Curves:
    def __init__(self, data: QueryDict) -> None:
        own: dict[str, Own] = {
            **{name: Choice(tuple(words)) for name, (_, words) in _FIELDS.items()},
            "part": Number(),
        }
        self.asked = Asked(data, own, TestFilter)
        part = self.asked.own["part"]
        self.part = 1 if part is None else int(part)
        if self.part < 1 or (part is not None and part != self.part):
            self._wrong("part", "expected a whole number from 1 upwards")
        elif not self.asked.problems and self.part > self.parts:
            self._wrong("part", f"there are {self.parts} parts")
        self.thinned = False

    def _wrong(self, name: str, message: str) -> None:
        self.asked.problems.append(Problem(name, message))

    # --- what is drawn --------------------------------------------------------------------
    @cached_property
    def total(self) -> int:
        return int(self.asked.rows.order_by().count())

    @cached_property
    def numbers(self) -> list[int]:
        """Tests with recorded cycles, by id."""
        rows = self.asked.rows.filter(RECORDED)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    @property
    def parts(self) -> int:
        return max(1, -(-len(self.numbers) // AT_ONCE))

    @cached_property
    def tests(self) -> list[Recorded]:
        first = (self.part - 1) * AT_ONCE
        return self._read(self.numbers[first : first + AT_ONCE])

    def _read(self, numbers: list[int]) -> list[Recorded]:
        own = self.asked.own
        return recorded_tests(numbers, show=own["show"], scale=own["scale"], over=own["over"])

    @cached_property
    def units(self) -> tuple[str, str]:
        """The units of y and x that most of the tests have: unlike ones are not drawn together."""
        found = Counter((one.unit, one.x_unit) for one in self.tests if one.cells)
        return found.most_common(1)[0][0] if found else ("", "")

    @cached_property
    def drawn(self) -> list[Recorded]:
        return [one for one in self.tests if one.cells and (one.unit, one.x_unit) == self.units]

    @cached_property
    def left_out(self) -> list[tuple[Recorded, str]]:
        """Those that are not drawn, and why."""
        return [(one, one.why) for one in self.tests if not one.cells] + [
            (one, self._unlike(one))
            for one in self.tests
            if one.cells and (one.unit, one.x_unit) != self.units
        ]

    def _unlike(self, one: Recorded) -> str:
        unit, x_unit = self.units
        if one.unit != unit:
            return f"it is in {one.unit or 'another unit'}, the others in {unit}"
        return f"it runs over {one.x_unit}, the others over {x_unit}"

    @cached_property
    def slots(self) -> dict[str, int]:
        """The colour of each film; bare cells are grey, and so is what comes after the eighth."""
        films = Counter(one.film for one in self.drawn if not one.bare)
        return {film: min(slot, _BARE - 1) for slot, (film, _) in enumerate(films.most_common())}

    # --- charts ---------------------------------------------------------------------------
    @cached_property
    def panels(self) -> list[Panel]:
        """One plot, or several on the same axes."""
        by = self.asked.own["panels"]
        if by == "together":
            return [Panel("", self._chart(self.drawn, ""))] if self.drawn else []
        groups: dict[str, list[Recorded]] = {}
        for one in self.drawn:
            groups.setdefault(_group(one, by), []).append(one)
        return [Panel(name, self._chart(group, name)) for name, group in groups.items()]

    @property
    def small(self) -> bool:
        return bool(self.asked.own["panels"] != "together")

    @property
    def averaged(self) -> bool:
        return self.asked.own["cells"] == "mean" and any(len(one.cells) > 1 for one in self.drawn)

    @property
    def choices(self) -> list[ShownField]:
        """The chart's own parameters as fields of the form."""
        return [
            ShownField(name, label, "choice", "", self.asked.own[name], list(words.items()), [])
            for name, (label, words) in _FIELDS.items()
        ]

    @property
    def chart(self) -> Chart | None:
        """The plot, or the first of several; what a file of it holds."""
        return self._chart(self.drawn, "") if self.drawn else None

    def _chart(self, tests: list[Recorded], name: str) -> Chart:
        small = name != ""
        show, over = self.asked.own["show"], self.asked.own["over"]
        y_unit, x_unit = self.units
        x_title = _OVER[over] + (f" ({unit(x_unit)})" if x_unit else "")
        kept = show == "capacity" and self.asked.own["scale"] == "kept"
        title = ("Capacity kept" if kept else _TITLES[show]) + f" ({unit(y_unit)})"
        series = [s for one in tests for s in self._series(one, legend=not small)]
        return Chart(
            x=Axis(self._scales[0], x_title),
            y=Axis(self._scales[1], title),
            series=_named_once(series),
            description=f"{plain(title)} over {_OVER[over].lower()} of {len(tests)} tests"
            + (f": {name}" if name else ""),
            legend=not small,
            width=430 if small else 860,
            height=260 if small else 520,
        )

    @cached_property
    def _scales(self) -> tuple[Scale, Scale]:
        """Shared by all plots. Capacities from zero: a cut axis makes a small gain look large."""
        x_high = max(float(x[-1]) for one in self.drawn for x, _ in one.cells)
        values = np.concatenate([y for one in self.drawn for _, y in one.cells])
        values = values[np.isfinite(values)]
        if self.asked.own["show"] in {"capacity", "overpotential"}:
            y: Scale = Linear(0.0, float(values.max()) * 1.06 or 1.0)
        else:
            y = around(*(float(v) for v in np.quantile(values, [0.005, 0.995])), log=False)
        return Linear(0.0, x_high * 1.02 or 1.0), y

    def _series(self, one: Recorded, *, legend: bool) -> Iterator[Series]:
        slot = _BARE if one.bare else self.slots[one.film]
        name = str(formula(one.film)) if legend else ""
        test = one.test
        label = test.label or test.key
        head = f"{plain(formula(one.film))}: {label}\n{one.paper} · {test.public_id}"
        url = test.get_absolute_url()
        if len(one.cells) == 1 or self.asked.own["cells"] == "every":
            lines = [
                self._line(
                    x,
                    y,
                    head + (f"\ncell {n}" if len(one.cells) > 1 else ""),
                    url,
                    dashed=one.bare,
                )
                for n, (x, y) in enumerate(one.cells, start=1)
            ]
            yield Series(name, slot, lines=lines, dashed=one.bare)
            return
        x, mean, low, high = mean_of(one.cells)
        if len(x):
            places = thinned(mean, MOST_POINTS)
            band = Band(x[places].tolist(), low[places].tolist(), high[places].tolist())
            tip = f"{head}\nmean of {len(one.cells)} cells, from the lowest to the highest"
            line = self._line(x, mean, tip, url, dashed=one.bare)
            yield Series(name, slot, lines=[line], bands=[band], dashed=one.bare)

    def _line(self, x: Any, y: Any, tip: str, url: str, *, dashed: bool) -> Line:
        places = thinned(y, MOST_POINTS)
        self.thinned |= len(places) < len(y)
        points = list(zip(x[places].tolist(), y[places].tolist(), strict=True))
        return Line(points, tip, url, dashed=dashed)

    # --- words ----------------------------------------------------------------------------
    @cached_property
    def bests(self) -> list[Best]:
        return bests_of([one for one in self.tests if one.inputs.coated])

    @cached_property
    def pers(self) -> list[str]:
        """What the capacities that stand together are counted per."""
        return sorted({one.per or "not stated" for one in self.drawn if one.per or one.unit != "%"})

    @cached_property
    def sentence(self) -> str:
        if not self.numbers:
            return (
                f"None of the {self.total:,} tests that fit is recorded cycle by cycle: papers "
                "print single values, which the retention plot shows."
            )
        said = [f"{len(self.numbers):,} of {self.total:,} tests that fit are recorded by cycle."]
        if self.parts > 1:
            said.append(f"{AT_ONCE} are drawn at once: part {self.part} of {self.parts}.")
        if self.left_out:
            said.append(f"{len(self.left_out)} of these cannot be drawn so; reasons below.")
        return " ".join(said)

    def at(self, part: int) -> str:
        return self.asked.query(part=part) if 1 <= part <= self.parts else ""

    @property
    def previous_query(self) -> str:
        return self.at(self.part - 1)

    @property
    def next_query(self) -> str:
        return self.at(self.part + 1)

    def lines(self) -> Iterator[list[Any]]:
        """Every value behind the plot, of all its parts."""
        for start in range(0, len(self.numbers), AT_ONCE):
            for one in self._read(self.numbers[start : start + AT_ONCE]):
                for number, (x, y) in enumerate(one.cells, start=1):
                    named = [one.test.public_id, one.film, number]
                    for a, b in zip(x.tolist(), y.tolist(), strict=True):
                        yield [*named, a, one.x_unit or "cycle", b, one.unit]


def _group(one: Recorded, by: str) -> str:
    if by == "film":
        return one.film
    if by == "electrode":
        electrode = one.test.electrode
        return electrode.name if electrode else "electrode not stated"
    return f"{one.film}, {one.test.public_id}"


def _named_once(series: list[Series]) -> list[Series]:
    """A film stands in the legend once, whatever it was measured in."""
    seen: set[str] = set()
    found = []
    for one in series:
        new = one.name not in seen
        seen.add(one.name)
        found.append(
            one
            if new
            else Series("", one.slot, lines=one.lines, bands=one.bands, dashed=one.dashed)
        )
    return found
