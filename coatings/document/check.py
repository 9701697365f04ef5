"""What is checked of a coating in a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.document.checking import measurement_problems, unknown, unreadable
from records.document.invalid import Loc, Problem, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coatings.document.schema import CoatingEntry, StepEntry
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
    for j, entry in enumerate(coating.measurements):
        yield from measurement_problems((*at, "measurements", j), entry, "coating")


def _step_problems(at: Loc, steps: list[StepEntry], known: OnRecord) -> Iterable[Problem]:
    for i, step in enumerate(steps):
        here = (*at, i)
        for j, key in enumerate(step.choices):
            where = (*here, step.action, j)
            yield from unknown(where, key, known.terms["precursors"], "precursor")
        yield from unreadable((*here, "time"), "time", step.time)
        yield from unreadable((*here, "temperature"), "temperature", step.temperature)
        if step.steps:
            yield from _step_problems((*here, "steps"), step.steps, known)
