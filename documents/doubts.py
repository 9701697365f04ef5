"""Doubts about a draft that its own text shows: said before anything of it is published."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

from coatings.models import Substrate
from documents.places import list_of
from science.properties import property_value
from science.quantities import UnreadableValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from science.quantities import Quantity

Doubt = tuple[str, str, str, str]
"""Path, section, code and reason."""
_ONE_ONLY = ("thickness", "cycles")
"""What a film has one of, however often it is measured."""
_OFF = 5.0
"""Points of a per cent by which retention and capacities may differ: they are read off figures."""
_ROLES = {"anode", "cathode"}


def doubts_of(document: Mapping[str, Any]) -> Iterator[Doubt]:
    """Every doubt, in the order of the document."""
    coatings = [(i, c) for i, c in enumerate(list_of(document, "coatings")) if isinstance(c, dict)]
    for i, coating in coatings:
        path = f"coatings[{i}]"
        said = [
            (n, m) for n, m in enumerate(list_of(coating, "measurements")) if isinstance(m, dict)
        ]
        section = f"coatings[{coating.get('key') or i}]"
        yield from _twice(f"{path}.measurements", section, said)
        yield from _several(path, section, said)
    yield from _roles(coatings)
    for i, test in enumerate(list_of(document, "cycling")):
        if not isinstance(test, dict):
            continue
        said = [(n, r) for n, r in enumerate(list_of(test, "results")) if isinstance(r, dict)]
        section = f"cycling[{test.get('key') or i}]"
        yield from _twice(f"cycling[{i}].results", section, said)
        yield from _against_capacities(f"cycling[{i}].results", section, said)
    yield from _alone(document)


Said = list[tuple[int, dict[str, Any]]]


def _twice(path: str, section: str, said: Said) -> Iterator[Doubt]:
    first: dict[str, int] = {}
    for number, entry in said:
        text = json.dumps(entry, sort_keys=True, default=str)
        if text in first:
            reason = f"the same stands there already, as number {first[text] + 1} of its list"
            yield f"{path}[{number}]", section, "said_twice", reason
        first.setdefault(text, number)


def _several(path: str, section: str, said: Said) -> Iterator[Doubt]:
    for key in _ONE_ONLY:
        alike = [(n, m) for n, m in said if m.get("property") == key and m.get("value")]
        for (_, one), (number, two) in combinations(alike, 2):
            values = _read(key, one.get("value")), _read(key, two.get("value"))
            apart = any(
                one.get(name) != two.get(name) for name in ("method", "measured_on", "conditions")
            )
            if None not in values and not apart and not _meet(*values):  # type: ignore[arg-type]
                reason = f"two different values of the {key} of one film: {one['value']} and "
                reason += f"{two['value']}. Are these two films, or two methods?"
                yield f"{path}.measurements[{number}].value", section, "two_of_one", reason
                break


def _against_capacities(path: str, section: str, said: Said) -> Iterator[Doubt]:
    """A retention beside the capacities of the first cycle and of its own."""
    by_cycle: dict[str, float] = {}
    for _, entry in said:
        read = _read("capacity", entry.get("capacity"))
        if read is not None and read.low == read.high and read.low:
            by_cycle.setdefault(str(entry.get("at_cycle", "")), read.low)
    first = by_cycle.get("1")
    for number, entry in said:
        kept = _read("retention", entry.get("retention"))
        last = by_cycle.get(str(entry.get("at_cycle", "")))
        if not (first and last and kept) or kept.low is None or kept.low != kept.high:
            continue
        share = 100 * last / first
        if abs(share - kept.low) > _OFF:
            reason = f"{kept.low:g} % are kept, and {last:g} of {first:g} are {share:.0f} %"
            where = f"{path}[{number}].retention"
            yield where, section, "retention_against_capacity", reason


def _roles(coatings: list[tuple[int, dict[str, Any]]]) -> Iterator[Doubt]:
    """An electrode that the vocabulary knows as the other one."""
    stated = []
    for i, coating in coatings:
        substrate = coating.get("substrate")
        if isinstance(substrate, dict) and substrate.get("role") in _ROLES:
            section = f"coatings[{coating.get('key') or i}]"
            stated.append((i, section, str(substrate.get("material")), str(substrate["role"])))
    named = {key for _, _, key, _ in stated}
    known = (
        dict(Substrate.objects.filter(key__in=named).values_list("key", "role")) if named else {}
    )
    for i, section, key, role in stated:
        if known.get(key) in _ROLES - {role}:
            reason = f"{key} is known as a material of the {known[key]}, here it is the {role}"
            yield f"coatings[{i}].substrate.role", section, "another_role", reason


def _alone(document: Mapping[str, Any]) -> Iterator[Doubt]:
    """Coated cells with results that are compared with none, said once of a paper."""
    tests = [(i, t) for i, t in enumerate(list_of(document, "cycling")) if isinstance(t, dict)]
    alone = [
        (i, t) for i, t in tests if t.get("coating") and t.get("results") and not t.get("controls")
    ]
    if not alone:
        return
    i, first = alone[0]
    bare = any(not t.get("coating") for _, t in tests)
    who = "a coated cell has" if len(alone) == 1 else f"{len(alone)} coated cells have"
    rest = "say which bare cell is theirs, or that none is" if bare else "no bare cell is here"
    section = f"cycling[{first.get('key') or i}]"
    yield f"cycling[{i}].controls", section, "without_control", f"{who} no control: {rest}"


def _read(key: str, text: Any) -> Quantity | None:
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return None
    try:
        return property_value(key, str(text))
    except (UnreadableValue, ValueError):
        return None


def _meet(one: Quantity, two: Quantity) -> bool:
    return one.interval.meets(two.interval)
