"""One coating of a checked document, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.actions import StepPattern, make_process, save_coating
from coatings.models import Action, Material, Measurement, Substrate
from curation.publishing.papers import columns_of, conditions_of, provenance_of, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.document.schema import (
        CoatingEntry,
        MeasurementEntry,
        PaperDocument,
        StepEntry,
    )
    from literature.models import Paper
    from science.quantities import Quantity


def write_coating(
    entry: CoatingEntry, *, number: int, position: int, document: PaperDocument, paper: Paper
) -> None:
    material = Material.objects.get(key=entry.material)
    substrate = Substrate.objects.get(key=entry.substrate.material)
    steps = patterns(entry.steps)
    process = make_process(material=material, steps=steps) if steps else None
    columns: dict[str, Any] = {
        "paper": paper,
        "key": entry.key,
        "position": position,
        "material": material,
        "material_printed": entry.material_printed or "",
        "process": process,
        "purpose": entry.purpose,
        "supercycle": entry.supercycle or "",
        "substrate": substrate,
        "role": entry.substrate.role or substrate.role,
        "role_stated": entry.substrate.role is not None,
        "preparation": entry.substrate.preparation or "",
        **provenance_of(entry, document),
    }
    save_coating(
        number=number,
        columns=columns,
        methods=entry.methods,
        step_values=dict(_step_values(entry.steps)),
        measurements=[_measurement(m, document) for m in entry.measurements],
    )


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


def flat_steps(steps: Sequence[StepEntry]) -> Iterator[StepEntry]:
    """The steps in the order of their positions: a sub-cycle before the steps it holds."""
    for step in steps:
        yield step
        yield from flat_steps(step.steps or [])


def _step_values(steps: Sequence[StepEntry]) -> Iterator[tuple[tuple[int, str], Quantity]]:
    for position, step in enumerate(flat_steps(steps)):
        stated = (("time", step.time), ("temperature", step.temperature))
        for key, printed in stated:
            quantity = read(key, printed)
            if quantity is not None:
                yield (position, key), quantity


def _measurement(entry: MeasurementEntry, document: PaperDocument) -> Measurement:
    return Measurement(
        property=entry.property,
        conditions=conditions_of(entry.conditions),
        **columns_of(entry.property, entry.value, entry.missing),
        **provenance_of(entry, document),
    )
