"""What is checked of a cycling test in a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.document.checking import uncountable, unknown, unreadable
from records.document.invalid import Loc, Problem, nearest, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cycling.document.points import Points
    from cycling.document.schema import TestEntry
    from records.document.checking import OnRecord, Own


def test_problems(at: Loc, test: TestEntry, known: OnRecord, own: Own) -> Iterable[Problem]:
    if test.cell.electrode:
        where = (*at, "cell", "electrode")
        yield from unknown(where, test.cell.electrode, known.terms["substrates"], "substrate")
    for key, entry in test.stated_conditions().items():
        yield from unreadable((*at, "conditions", key), key, entry.value)
    tests = own.keys["cycling"]
    for j, control in enumerate(test.controls):
        yield from unknown((*at, "controls", j), control, tests, "test of this paper")
        if control == test.key:
            yield Problem(path_of((*at, "controls", j)), "a test is not its own control")
    for j, result in enumerate(test.results):
        here = (*at, "results", j)
        if result.than:
            yield from unknown((*here, "than"), result.than, tests, "test of this paper")
        if result.property_key:
            here_value = (*here, result.property_key)
            yield from unreadable(here_value, result.property_key, result.value)
        yield from uncountable((*here, "at_cycle"), result.at_cycle)
    if test.cell.counter_coating and test.cell.counter_coating in test.also_coated:
        there = path_of((*at, "also_coated"))
        yield Problem(there, "the coating of the counter electrode is named in `cell` already")
    if test.points is not None:
        yield from _figure_problems((*at, "points"), test.points, own)
    for j, one in enumerate(test.replicates):
        yield from _figure_problems((*at, "replicates", j, "points"), one.points, own)
    for j, profile in enumerate(test.profiles):
        yield from _unread((*at, "profiles", j, "figure"), profile.name, own)
    if own.paper:
        yield from _coating_problems(at, test, known, own)


def _figure_problems(at: Loc, points: Points, own: Own) -> Iterable[Problem]:
    for series in points.series_of_figure().values():
        name = f"{points.figure.figure}/{series}" if points.figure else ""
        yield from _unread((*at, "figure"), name, own)


def _unread(at: Loc, name: str, own: Own) -> Iterable[Problem]:
    yield from unknown(at, name, own.keys["figures"], "digitised series of this paper")


def _coating_problems(at: Loc, test: TestEntry, known: OnRecord, own: Own) -> Iterable[Problem]:
    here, elsewhere = own.keys["coatings"], known.records["coatings"]
    references: list[tuple[Loc, Any]] = [((*at, "coating"), test.coating)]
    references.append(((*at, "cell", "counter_coating"), test.cell.counter_coating))
    references += [((*at, "also_coated", j), ref) for j, ref in enumerate(test.also_coated)]
    for loc, reference in references:
        if reference is None:
            continue
        paper, key = pair = reference_pair(reference, own.paper)
        own_one = paper == own.paper and key in here
        if not own_one and pair not in elsewhere:
            of_paper = [*(here if paper == own.paper else ())]
            of_paper += [key for owner, key in elsewhere if owner == paper]
            message = f'no coating "{key}" in paper "{paper}"{nearest(key, of_paper)}'
            yield Problem(path_of(loc), message)


def reference_pair(reference: Any, paper: str) -> tuple[str, str]:
    """(key of the paper, own key) of a coating that a test of ``paper`` names."""
    if isinstance(reference, str):
        return paper, reference
    return reference.paper, reference.coating
