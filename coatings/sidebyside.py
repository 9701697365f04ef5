"""Coatings side by side: what each is, how it was grown, what was measured and derived.

Every row tells whether the coatings agree, differ, or whether that cannot be told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coatings.queries.coatings import coating_steps
from records.printed_values import of_record
from records.templatetags.values import short_name
from records.typesetting import dashed
from science.agreement import Verdict, intervals_agree, sets_agree, words_agree
from science.properties import PROPERTIES
from science.quantities import Interval, hull

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coatings.models import Coating, Measurement
    from coatings.queries.steps import Step


@dataclass(frozen=True)
class Link:
    """A word with the page it stands for, and its full name where the word is an acronym."""

    url: str
    word: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """One row, a cell for each coating. ``kind`` says what a cell holds: ``words``, ``links``,
    ``measured`` (a list of measurements) or ``derived`` (a derived value)."""

    label: str
    kind: str
    cells: list[Any]
    agreement: Verdict
    property: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class CoatingsBeside:
    coatings: list[Coating]
    groups: list[Group]

    def labels(self, verdict: Verdict) -> list[str]:
        """The rows with this verdict, derived values apart: they follow from the others."""
        lines = (line for group in self.groups for line in group.lines)
        return [
            line.label for line in lines if line.agreement == verdict and line.kind != "derived"
        ]

    def only_differing(self) -> CoatingsBeside:
        """The same without the rows in which the coatings agree, and without those of which nothing
        is on record of any."""
        groups = [
            Group(
                group.title,
                [line for line in group.lines if line.agreement != "same" and any(line.cells)],
            )
            for group in self.groups
        ]
        return CoatingsBeside(self.coatings, [group for group in groups if group.lines])


def coatings_beside(coatings: Sequence[Coating]) -> CoatingsBeside:
    """The comparison of coatings fetched with their records."""
    groups = [
        Group("The film", [_line(coatings, *row) for row in _FILM]),
        Group("Grown", [_line(coatings, *row) for row in _GROWN]),
        Group("On", [_line(coatings, *row) for row in _ON]),
        Group("Measured", [_measured(key, coatings) for key in _keys_measured(coatings)]),
        Group("Derived", [_derived(key, coatings) for key in _keys_derived(coatings)]),
        Group("Looked at", [_line(coatings, "Characterized by", "links", _methods)]),
    ]
    return CoatingsBeside(list(coatings), [group for group in groups if group.lines])


def _line(
    coatings: Sequence[Coating], label: str, kind: str, read: Callable[[Coating], Any]
) -> Line:
    cells = [read(coating) for coating in coatings]
    return Line(label, kind, cells, _agreement(kind, cells))


def _agreement(kind: str, cells: Sequence[Any]) -> Verdict:
    if kind == "links":
        return sets_agree([[link.url for link in cell] for cell in cells])
    return words_agree([str(cell) for cell in cells])


def _material(coating: Coating) -> list[Link]:
    material = coating.material
    return [Link(material.get_absolute_url(), dashed(short_name(material)), material.name)]


def _substrate(coating: Coating) -> list[Link]:
    return [Link(coating.substrate.get_absolute_url(), dashed(coating.substrate.name))]


def _leaves(coating: Coating) -> list[Step]:
    return [leaf for step in coating_steps(coating) for leaf in step.leaves()]


def _precursors(coating: Coating) -> list[Link]:
    dosed = {p.key: p for leaf in _leaves(coating) for p in leaf.precursors}
    return [Link(p.get_absolute_url(), dashed(short_name(p)), p.name) for p in dosed.values()]


def _process(coating: Coating) -> list[Link]:
    process = coating.process
    if process is None:
        return []
    leaves = _leaves(coating)
    words = [" or ".join(map(short_name, leaf.precursors)) or leaf.action for leaf in leaves]
    return [Link(process.get_absolute_url(), dashed(" → ".join(words)))]


def _methods(coating: Coating) -> list[Link]:
    methods = (link.method for link in coating.method_links.all())
    return [Link(m.get_absolute_url(), m.key, m.name) for m in methods]


def _role(coating: Coating) -> str:
    return "" if coating.role == "unspecified" else coating.role


_Row = tuple[str, str, "Callable[[Coating], Any]"]
_FILM: tuple[_Row, ...] = (
    ("Material", "links", _material),
    ("Class", "words", lambda coating: coating.material.material_class),
    ("Holds the carrier", "words", lambda coating: coating.material.charge_carrier),
    ("Purpose", "words", lambda coating: coating.purpose),
    ("Crystallinity", "words", lambda coating: coating.crystallinity),
    ("Phase", "words", lambda coating: coating.phase),
    ("In air", "words", lambda coating: coating.air_sensitivity),
)
_GROWN: tuple[_Row, ...] = (
    ("Technique", "words", lambda coating: coating.read.technique),
    ("Precursors", "links", _precursors),
    ("Cycle", "links", _process),
    ("Reactor", "words", lambda coating: coating.reactor_type),
)
_ON: tuple[_Row, ...] = (
    ("Substrate", "links", _substrate),
    ("Role", "words", _role),
    ("Form", "words", lambda coating: coating.form),
    ("Preparation", "words", lambda coating: coating.preparation),
)


_SHOWN_ABOVE = {"technique", "material_class"}  # derived, and the first rows of all


def _keys_measured(coatings: Sequence[Coating]) -> list[str]:
    stated = {m.property for coating in coatings for m in coating.measurements.all()}
    return [key for key in PROPERTIES if key in stated]


def _measured(key: str, coatings: Sequence[Coating]) -> Line:
    cells = [[m for m in coating.measurements.all() if m.property == key] for coating in coatings]
    agreement = intervals_agree([_reading(cell) for cell in cells])
    return Line(PROPERTIES[key].label, "measured", cells, agreement, key)


def _reading(measurements: Sequence[Measurement]) -> Interval | None:
    """All values of one property of one coating together."""
    known = [m.quantity.interval for m in of_record(measurements) if m.quantity]
    return hull(known) if known else None


def _keys_derived(coatings: Sequence[Coating]) -> list[str]:
    known = {
        key
        for coating in coatings
        for key, value in coating.read.derived.items()
        if "missing" not in value
    }
    return [key for key in PROPERTIES if key in known - _SHOWN_ABOVE]


def _derived(key: str, coatings: Sequence[Coating]) -> Line:
    cells = [
        coating.read.derived.get(key) or {"missing": "not computed yet"} for coating in coatings
    ]
    if PROPERTIES[key].numeric:
        agreement = intervals_agree([derived_interval(cell) for cell in cells])
    else:
        agreement = words_agree([str(cell.get("value", "")) for cell in cells])
    return Line(PROPERTIES[key].label, "derived", cells, agreement, key)


def derived_interval(value: Mapping[str, Any]) -> Interval | None:
    """The reading of a derived value; None where it is missing."""
    if "missing" in value:
        return None
    low, high = value.get("low"), value.get("high")
    return Interval(-math.inf if low is None else low, math.inf if high is None else high)
