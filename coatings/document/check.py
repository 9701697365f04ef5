"""What is checked of a coating in a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatings.document.series import series_problems
from coatings.document.values import of_problems
from records.document.checking import measurement_problems, unknown, unreadable
from records.document.fields import MOST
from records.document.invalid import Loc, Problem, path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coatings.document.schema import CoatingEntry, FilmValue, StepEntry
    from records.document.checking import OnRecord, Own


def coating_problems(
    at: Loc, coating: CoatingEntry, known: OnRecord, own: Own
) -> Iterable[Problem]:
    terms = known.terms
    yield from unknown((*at, "material"), coating.material, terms["materials"], "material")
    used = coating.substrate.material
    yield from unknown((*at, "substrate", "material"), used, terms["substrates"], "substrate")
    yield from _step_problems((*at, "steps"), coating.steps, known)
    for j, method in enumerate(coating.methods):
        yield from unknown((*at, "methods", j), method, terms["methods"], "method")
        if method in coating.methods[:j]:
            yield Problem(path_of((*at, "methods", j)), f'"{method}" is named twice')
    for name in ("saturated", "not_saturated"):
        for j, key in enumerate(getattr(coating, name)):
            yield from unknown((*at, name, j), key, terms["precursors"], "precursor")
    for j, entry in enumerate(coating.measurements):
        yield from _value_problems((*at, "measurements", j), entry, terms["methods"])
    for j, series in enumerate(coating.series):
        yield from series_problems((*at, "series", j), series, terms["methods"], own)


def _value_problems(at: Loc, entry: FilmValue, methods: Collection[str]) -> Iterable[Problem]:
    yield from measurement_problems(at, entry, "coating")
    yield from of_problems(at, entry, entry.property, methods)
    if entry.of and entry.value and "wt" in entry.value:
        yield Problem(path_of((*at, "value")), "a share by weight is none of atoms (at.%)")


def _step_problems(
    at: Loc, steps: list[StepEntry], known: OnRecord, times: int = 1
) -> Iterable[Problem]:
    """``times``: how often these steps are run in one cycle of the whole."""
    for i, step in enumerate(steps):
        here = (*at, i)
        again = times * (step.repeat or 1)
        if again > MOST:
            message = f"would be run {again} times in one cycle, at most {MOST}"
            yield Problem(path_of((*here, "repeat")), message)
        for j, key in enumerate(step.choices):
            where = (*here, step.action, j)
            yield from unknown(where, key, known.terms["precursors"], "precursor")
            if key in step.choices[:j]:
                yield Problem(path_of(where), f'"{key}" is named twice')
        yield from unreadable((*here, "time"), "time", step.time)
        yield from unreadable((*here, "temperature"), "temperature", step.temperature)
        if step.steps and again <= MOST:
            yield from _step_problems((*here, "steps"), step.steps, known, again)
