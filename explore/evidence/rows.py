"""Pairs of a coated test and its control, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import orjson

from coatings.models import Substrate
from coatings.queries.coatings import material_names
from records.models import Kind, public_id
from records.typesetting import formula
from science.meta_analysis import why_left_out
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.models import Control

_ORDER = (
    *("cell_type", "electrode", "counter", "electrolyte", "rate", "temperature"),
    *("voltage_window", "loading", "formation_cycles", "areal_capacity"),
)
_SIGNS = {"better": "▲", "worse": "▼", "same": "=", "mixed": "±"}
_MOST_PRINTED = 2
DRAWN_FROM = (
    *("test__key", "test__label", "test__paper__csl", "test__paper__year"),
    *("test__read__list_json", "test__read__materials", "test__read__substrate"),
    "control__read__list_json",
)
"""What a row is made of: whole rows of both tests take three times as long."""


@dataclass(frozen=True)
class Condition:
    """One condition that matters: its name, and ``same``, ``differs`` or ``unknown``."""

    name: str
    state: str


@dataclass(frozen=True)
class Row:
    """One pair. ``size`` is its effect in the measure drawn, as ``effect_json`` gives it; a printed
    ratio alone stands in ``alone`` as its low and high end."""

    test: str
    control: str
    label: str
    films: str
    electrode: str
    electrode_key: str
    materials: tuple[str, ...]
    paper: str
    paper_id: str
    year: int | None
    grade: str
    claimed: str
    shown: str
    why: str
    against: str
    electrodes: str
    comparable: str
    conditions: list[Condition]
    effects: dict[str, Any] = field(repr=False)
    alone: tuple[float | None, float | None] | None
    printed: list[str]
    size: dict[str, Any] | None = None
    left_out: str = ""

    def in_measure(self, measure: str) -> Row:
        """The same pair with its size in this measure, and why that enters no summary."""
        size = self.effects.get(measure)
        alone = self.alone if measure == "life_ratio" else None
        reason = why_left_out(size, self.comparable, self.against)
        return replace(self, size=size, alone=alone, left_out=reason)

    @property
    def says(self) -> str:
        """Direction: what the paper claims, else what its numbers show."""
        return self.claimed or (self.shown if self.shown in _SIGNS else "")

    @property
    def sign(self) -> str:
        return _SIGNS.get(self.says, "")

    @property
    def has_outcome(self) -> bool:
        return bool(self.grade or self.says or self.size)

    @property
    def known(self) -> int:
        return sum(one.state != "unknown" for one in self.conditions)

    @property
    def differing(self) -> list[str]:
        return [one.name for one in self.conditions if one.state == "differs"]

    @property
    def in_words(self) -> str:
        """``3 of 7 known, 1 differs``."""
        differs = f", {len(self.differing)} differ{'s' * (len(self.differing) == 1)}"
        told = f"{self.known} of {len(self.conditions)} known"
        return told + (differs if self.differing else "")


def rows_of(controls: Sequence[Control]) -> list[Row]:
    """The rows of these pairs, in a fixed number of queries."""
    films = material_names({key for one in controls for key in one.test.read.materials})
    keys = {one.test.read.substrate for one in controls}
    electrodes = dict(Substrate.objects.filter(key__in=keys).values_list("key", "name"))
    several = _with_several_controls(controls)
    return [_row(one, films, electrodes, several) for one in controls]


def _with_several_controls(controls: Iterable[Any]) -> set[int]:
    return {one.test_id for one in controls if len(_read(one.test)["controls"]) > 1}


def _read(test: Any) -> dict[str, Any]:
    if not hasattr(test, "listed"):
        test.listed = orjson.loads(test.read.list_json)
    return dict(test.listed)


def _row(
    one: Any,
    films: dict[str, str],
    electrodes: dict[str, str],
    several: set[int],
) -> Row:
    test, told, compared = one.test, one.verdict or {}, one.comparison or {}
    effects = {effect["measure"]: effect for effect in told.get("effects", ())}
    alone = None
    if "life_ratio" not in effects and one.test_id not in several:
        alone = _ratio_alone(_read(test)["results"])
    materials = tuple(dict.fromkeys(test.read.materials))
    return Row(
        test=test.public_id,
        control=public_id(Kind.TEST, one.control_id),
        label=str(test),
        films=" + ".join(str(formula(films.get(key, key))) for key in materials),
        electrode=str(formula(electrodes.get(test.read.substrate, ""))),
        electrode_key=test.read.substrate,
        materials=materials,
        paper=test.paper.short,
        paper_id=test.paper.public_id,
        year=test.paper.year,
        grade=told.get("evidence") or "",
        claimed=told.get("claimed") or "",
        shown=told.get("shown") or "",
        why=told.get("why") or "",
        against=told.get("against") or "",
        electrodes=told.get("electrodes") or "",
        comparable=compared.get("comparable") or "",
        conditions=_conditions(compared.get("conditions") or {}),
        effects=effects,
        alone=alone,
        printed=_printed(_read(test), one.control),
    )


def _ratio_alone(results: Iterable[dict[str, Any]]) -> tuple[float | None, float | None] | None:
    """A ratio of lifetimes that the paper prints, where it prints one."""
    for result in results:
        if result["property"] == "lifetime_ratio" and _counts(result):
            return result["low"], result["high"]
    return None


def _counts(result: dict[str, Any]) -> bool:
    return (
        "printed" in result and result["scope"] == "record" and not result.get("superseded", False)
    )


def _conditions(told: dict[str, Any]) -> list[Condition]:
    found = [
        (what, state)
        for name, state in (("same", "same"), ("differ", "differs"), ("unknown", "unknown"))
        for what in told.get(name, ())
    ]
    found.sort(key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER))
    return [Condition(what.replace("_", " "), state) for what, state in found]


def _printed(listed: dict[str, Any], control: Any) -> list[str]:
    """What is printed of the coated cell, each with what the control has at the same cycle."""
    known = [r for r in orjson.loads(control.read.list_json)["results"] if _counts(r)]
    theirs = {_what(result): result for result in known}
    elsewhere = {result["property"] for result in known}
    said = [
        f"{PROPERTIES[result['property']].label}: {_with_cycle(result)}"
        + _of_control(theirs.get(_what(result)), result["property"] in elsewhere)
        for result in listed["results"]
        if _counts(result)
    ]
    if not said:
        said = [one["statement"] for one in listed["outcomes"] if one["statement"]]
    more = len(said) - _MOST_PRINTED
    return [*said[:_MOST_PRINTED], *([f"{more} more on its page"] if more > 0 else [])]


def _with_cycle(result: dict[str, Any]) -> str:
    cycle = result["at_cycle"]
    at = f" at cycle {cycle['printed']}" if cycle else ""
    return f"{result['printed']}{at}"


def _what(result: dict[str, Any]) -> tuple[str, str]:
    cycle = result["at_cycle"]
    return result["property"], cycle["printed"] if cycle else ""


def _of_control(result: dict[str, Any] | None, elsewhere: bool) -> str:
    if result is not None:
        return f"; control: {result['printed']}"
    return "; control: only at another cycle" if elsewhere else "; control: not on record"
