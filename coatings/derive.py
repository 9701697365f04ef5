"""Coatings to science and back: rows become inputs, results become derived columns."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import science
from coatings.inputs import Cells, cells_by_coating, possible_twins, twin_key
from coatings.models import MaterialPhase, Measurement, ProcessStep, StepPrecursor, StepValue
from coatings.read_row import READ_ROWS
from coatings.read_row.listing import LIST_VERSION
from coatings.read_row.published import CoatingFacts, coating_facts
from literature.doubts import doubts_of_paper, twins, twins_of
from precursors.inputs import SourceTemperatures
from precursors.models import Precursor
from records.deriving import Computed, Derivation
from records.inputs import doubts_of_sources, value_input
from records.models import Kind, public_id
from records.printed_values import STANDS, Scope
from science.inputs import (
    CoatingInputs,
    Input,
    MaterialInput,
    PrecursorInput,
    SeriesInput,
    StepInput,
)
from science.plausibility import (
    RULES_VERSION,
    Flag,
    coating_fingerprint,
    flag_coating,
    name_against_formula,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from coatings.models import Material, Series

log = logging.getLogger(__name__)


class CoatingSources:
    """What the inputs of a set of coatings are made from, read in a fixed number of queries."""

    def __init__(self, facts: Sequence[CoatingFacts]) -> None:
        self.facts = facts
        processes = {f.coating.process_id for f in facts if f.coating.process_id}
        materials = {f.coating.material_id for f in facts}
        self.steps = _steps_by_process(processes)
        self.choices = _choices_by_step(processes)
        self.phases = _phases_by_material(materials)
        self.times = _values_by_coating([f.coating.pk for f in facts])
        self.temperatures = SourceTemperatures(
            {choice.pk for choices in self.choices.values() for choice in choices},
            {f.coating.paper_id for f in facts},
        )
        self.cells = cells_by_coating([f.coating.pk for f in facts])

    def inputs(self, fact: CoatingFacts) -> CoatingInputs:
        coating = fact.coating
        measurements = (value_input(m, m.property, coating.public_id) for m in fact.measurements)
        cells = self.cells.get(coating.pk) or Cells()
        return CoatingInputs(
            id=coating.public_id,
            material=replace(self._material(coating.material), printed=coating.material_printed),
            steps=self._steps(fact),
            measurements=tuple(item for item in measurements if item is not None),
            cell_ion=cells.ion,
            cell_currents=cells.current_densities(),
            paper=public_id(Kind.PAPER, coating.paper_id),
            substrate=coating.substrate.name,
            substrate_key=coating.substrate.key,
            substrate_formula=coating.substrate.formula or None,
            preparation=coating.preparation,
            technique=coating.technique,
            series=tuple(_series(one, coating.public_id) for one in fact.series),
        )

    def _material(self, material: Material) -> MaterialInput:
        return MaterialInput(
            key=material.key,
            name=material.name,
            formula=material.formula or None,
            variable=material.variable,
            elements=tuple(material.elements),
            material_class=material.material_class,
            charge_carrier=material.charge_carrier or None,
            smiles=material.smiles or None,
            phases=tuple(self._material(phase) for phase in self.phases.get(material.pk, ())),
        )

    def _steps(self, fact: CoatingFacts) -> tuple[StepInput, ...]:
        values = self.times[fact.coating.pk]
        paper = fact.coating.paper_id
        below: dict[int | None, list[ProcessStep]] = defaultdict(list)
        for step in self.steps.get(fact.coating.process_id or 0, ()):
            below[step.parent_id].append(step)

        def build(step: ProcessStep) -> StepInput:
            return StepInput(
                action=step.action,  # type: ignore[arg-type]  # the database holds the choices
                precursors=tuple(self._precursor(p, paper) for p in self.choices.get(step.pk, ())),
                time=values.get((step.pk, "time")),
                temperature=values.get((step.pk, "temperature")),
                every=step.every,
                repeat=step.repeat,
                steps=tuple(build(child) for child in below[step.pk]),
            )

        return tuple(build(step) for step in below[None])

    def _precursor(self, precursor: Precursor, paper_id: int) -> PrecursorInput:
        return PrecursorInput(
            key=precursor.key,
            kind=precursor.kind,  # type: ignore[arg-type]  # the database holds the choices
            formula=precursor.formula or None,
            elements=tuple(precursor.elements),
            smiles=precursor.smiles or None,
            state=precursor.state or None,
            source_temperatures=self.temperatures.of(precursor.pk, paper_id),
        )


def _series(row: Series, record: str) -> SeriesInput:
    points = tuple((x or 0.0, y or 0.0) for x, y, _ in row.points)
    return SeriesInput(row.property, row.against, record, points)


def _steps_by_process(processes: Iterable[int]) -> dict[int, list[ProcessStep]]:
    found: dict[int, list[ProcessStep]] = defaultdict(list)
    for step in ProcessStep.objects.filter(process__pk__one_of=processes).order_by(
        "process", "position"
    ):
        found[step.process_id].append(step)
    return found


def _choices_by_step(processes: Iterable[int]) -> dict[int, list[Precursor]]:
    links = StepPrecursor.objects.filter(step__process__pk__one_of=processes).order_by(
        "step", "position"
    )
    pairs = list(links.values_list("step", "precursor"))
    precursors = Precursor.objects.in_bulk({precursor for _, precursor in pairs})
    found: dict[int, list[Precursor]] = defaultdict(list)
    for step, precursor in pairs:
        found[step].append(precursors[precursor])
    return found


def _phases_by_material(materials: Iterable[int]) -> dict[int, list[Material]]:
    """Phases of materials; a phase is a plain material, so that one level is all there is."""
    found: dict[int, list[Material]] = defaultdict(list)
    links = MaterialPhase.objects.filter(material__in=materials)
    for link in links.prefetch_related("phase").order_by("material", "position"):
        found[link.material_id].append(link.phase)
    return found


def _values_by_coating(ids: Sequence[int]) -> dict[int, dict[tuple[int, str], Input]]:
    found: dict[int, dict[tuple[int, str], Input]] = defaultdict(dict)
    for value in StepValue.objects.filter(coating__pk__one_of=ids, **STANDS):
        record = public_id(Kind.COATING, value.coating_id)
        item = value_input(value, value.property, record)
        if item is not None:
            found[value.coating_id][value.step_id, value.property] = item
    return found


def _prepare(facts: Sequence[CoatingFacts]) -> Mapping[int, Callable[[], Computed]]:
    sources = CoatingSources(facts)
    same = _entered_twice(facts, sources)
    return {fact.coating.pk: partial(_derive, sources, fact, same) for fact in facts}


def _derive(
    sources: CoatingSources, fact: CoatingFacts, same: Mapping[str, list[Flag]]
) -> Computed:
    inputs = sources.inputs(fact)
    coating = fact.coating
    flags = [*flag_coating(inputs), *doubts_of_paper(coating.paper, entered=coating.updated)]
    said = [m for m in fact.every if m.scope == Scope.RECORD]
    flags += doubts_of_sources(said, inputs.id, Measurement.same_thing)
    for precursor in fact.precursors:
        flags += _misnamed(precursor.name, precursor.formula, precursor.key)
    return Computed(science.derive_coating(inputs), [*flags, *same.get(inputs.id, ())])


@lru_cache(maxsize=1024)
def _misnamed(name: str, formula: str, key: str) -> tuple[Flag, ...]:
    flag = name_against_formula(name, formula, key) if formula else None
    return (flag,) if flag else ()


# What of a coating is no input of science, and tells films of one paper apart all the same.
_TOLD_APART = ("note", "material_printed", "crystallinity", "phase")


def _entered_twice(
    facts: Sequence[CoatingFacts], sources: CoatingSources
) -> Mapping[str, list[Flag]]:
    """Flags of those that are the same experiment as another coating of their paper.

    Only coatings that share paper, film, substrate and process are compared. Publishing marks
    the twins of what changes (:func:`same_experiments`).
    """
    others = coating_facts(possible_twins([fact.coating for fact in facts]))
    shared = Counter(twin_key(fact.coating) for fact in [*facts, *others])
    of_others = CoatingSources(others) if others else sources
    fingerprints: dict[str, Hashable] = {}
    for known, group in ((sources, facts), (of_others, others)):
        for fact in group:
            if shared[twin_key(fact.coating)] < 2:
                continue
            coating = fact.coating
            try:
                fingerprints[coating.public_id] = coating_fingerprint(
                    known.inputs(fact),
                    paper=coating.paper.key,
                    substrate=coating.substrate.key,
                    said=tuple(getattr(coating, name) for name in _TOLD_APART),
                )
            except Exception:  # a record without readable inputs is no twin; it fails by itself
                log.exception("%s cannot be compared", coating.public_id)
    return twins(fingerprints)


def same_experiments(numbers: Iterable[int]) -> set[str]:
    """Public ids of the coatings that say the same as one of these, these among them."""
    facts = coating_facts(sorted(numbers))
    found = _entered_twice(facts, CoatingSources(facts))
    return twins_of((fact.coating.public_id for fact in facts), found)


def _digest() -> str:
    return f"{science.recipe_digest('coating')}-{RULES_VERSION}-{LIST_VERSION}"


DERIVATION = Derivation(
    kind=Kind.COATING,
    read_rows=READ_ROWS,
    prepare=_prepare,
    digest=_digest,
)
