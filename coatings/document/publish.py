"""The coatings of a checked document, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.actions import CoatingParts, StepPattern, make_processes, save_coatings
from coatings.actions.processes import pattern_text
from coatings.document.schema import flat_steps
from coatings.document.series import InFigure, series_rows
from coatings.document.values import Measured
from coatings.models import (
    DETAILS,
    Action,
    Material,
    Measurement,
    Method,
    StepValue,
    Substrate,
)
from figures.inputs import figures_of
from records.document.rows import conditions_json, value_columns
from records.printed_values import put_first_hand_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coatings.document.schema import CoatingEntry, StepEntry
    from records.document.rows import Placed, Sources


def publish_coatings(
    films: Sequence[Placed[CoatingEntry]], sources: Sources, numbers: Mapping[str, int]
) -> None:
    """Write these coatings with all that belongs to them, in a number of queries that does not
    grow with them."""
    entries = [film.entry for film in films]
    materials = Material.objects.in_bulk({e.material for e in entries}, field_name="key")
    measured: list[Measured] = []
    for e in entries:
        measured += [*e.measurements, *e.series]
    named = {one.method for one in measured if one.method}
    read_off = any(isinstance(one.rows, InFigure) for e in entries for one in e.series)
    figures = figures_of(sources.paper) if read_off else {}
    methods = Method.objects.in_bulk(named, field_name="key")
    words = {e.substrate.material for e in entries}
    substrates = Substrate.objects.in_bulk(words, field_name="key")
    grown = {film.number: patterns(film.entry.steps) for film in films}
    processes = make_processes(
        (materials[film.entry.material], grown[film.number]) for film in films if film.entry.steps
    )
    save_coatings(
        CoatingParts(
            number=film.number,
            columns={
                "paper": sources.paper,
                "key": film.entry.key,
                "position": film.position,
                "material": materials[film.entry.material],
                "material_printed": film.entry.material_printed or "",
                "process": processes.get((film.entry.material, pattern_text(grown[film.number]))),
                "technique": film.entry.technique or "",
                "purpose": film.entry.purpose,
                "supercycle": film.entry.supercycle or "",
                **_details(film.entry),
                **_substrate(film.entry, substrates),
                **sources.of(film.entry),
            },
            methods=film.entry.methods,
            step_values=list(_step_values(film.entry, sources)),
            measurements=_measurements(film.entry, sources, methods),
            series=series_rows(film.entry, film.entry.series, sources, methods, figures),
        )
        for film in films
    )


def _substrate(entry: CoatingEntry, known: Mapping[str, Substrate]) -> dict[str, Any]:
    substrate = known[entry.substrate.material]
    return {
        "substrate": substrate,
        "role": entry.substrate.role or substrate.role,
        "role_stated": entry.substrate.role is not None,
        "preparation": entry.substrate.preparation or "",
        "form": entry.substrate.form or "",
    }


def _details(entry: CoatingEntry) -> dict[str, Any]:
    """What is said in words beside; the form goes with the substrate."""
    return {name: getattr(entry, name) or "" for name in DETAILS if name != "form"} | {
        name: getattr(entry, name) for name in ("saturated", "not_saturated", "sei_constituents")
    }


def patterns(steps: Sequence[StepEntry]) -> tuple[StepPattern, ...]:
    return tuple(
        StepPattern(
            action=Action(step.action),
            choices=tuple(step.choices),
            every=None if step.every == "some" else step.every or 1,
            repeat=step.repeat,
            steps=patterns(step.steps or []),
        )
        for step in steps
    )


def _step_values(film: CoatingEntry, sources: Sources) -> Iterator[tuple[int, StepValue]]:
    for position, step in enumerate(flat_steps(film.steps)):
        stated = (("time", step.time), ("temperature", step.temperature))
        for key, printed in stated:
            if printed is not None:
                columns = value_columns(key, printed, None)
                yield position, StepValue(property=key, **columns, **sources.stated(step, film))


def _measurements(
    film: CoatingEntry, sources: Sources, methods: Mapping[str, Method]
) -> list[Measurement]:
    rows = [
        Measurement(
            property=entry.property,
            of=entry.of or "",
            method=methods[entry.method] if entry.method else None,
            measured_on=entry.measured_on or "",
            conditions=conditions_json(entry.conditions),
            **value_columns(entry.property, entry.value, entry.missing),
            **sources.stated(entry, film),
        )
        for entry in film.measurements
    ]
    put_first_hand_first(rows, Measurement.same_thing)
    return rows
