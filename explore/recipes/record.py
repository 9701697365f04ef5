"""What is on record, as the logic of recipes and maps reads it: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Min, Q

from coatings.models import Action, CoatingRead, ProcessStep, Substrate
from coatings.queries.coatings import material_names, of_the_literature
from explore.mapping.studied import Studied, studied_by
from precursors.models import Precursor, PrecursorKind, SourceTemperature, State
from records.printed_values import STANDS
from records.templatetags.values import short_name
from records.typesetting import formula
from science.film import ALKALI
from science.plausibility.melting import melting_point
from science.quantities import Interval
from science.recipes import Coverage, Elements, Reported, Shelf, Sources, certainly_dosed, window

if TYPE_CHECKING:
    from django.db.models import QuerySet

_INFINITY = float("inf")
ROOM = Interval.point(25.0)
"""At which a gas, and what feeds a plasma, needs no heating."""
_UNHEATED = (State.GAS, State.PLASMA)
_OF_SUBSTRATES = ("key", "name", "formula", "reference")
_DOSED = (Action.DOSE, Action.PLASMA, Action.SOAK)


@dataclass(frozen=True)
class Film:
    """Coatings on record that share process, electrode and deposition temperature."""

    reported: Reported
    material: str
    process: str
    studied: Studied
    about: bool
    """whether one of them was deposited at about so much"""


@dataclass(frozen=True)
class Record:
    films: dict[str, Film]
    precursors: dict[str, Precursor]
    sources: Sources
    materials: dict[str, str]
    substrates: dict[str, str]
    melting: dict[str, tuple[str, float] | None]
    """what melts first of a substrate and its melting point in °C, where that is on record"""
    coverage: Coverage

    @property
    def delivers(self) -> Elements:
        return {key: frozenset(row.elements) for key, row in self.precursors.items()}

    def of_kind(self, *kinds: str) -> list[str]:
        return [key for key, row in self.precursors.items() if row.kind in kinds]

    def is_plasma(self, key: str) -> bool:
        return bool(self.precursors[key].state == State.PLASMA)

    def name(self, key: str) -> str:
        """Name of a precursor, as HTML."""
        return str(formula(short_name(self.precursors[key])))


def read_record() -> Record:
    precursors = {row.key: row for row in Precursor.objects.order_by("key")}
    substrates = {row.key: row for row in Substrate.objects.only(*_OF_SUBSTRATES)}
    unheated = {key for key, row in precursors.items() if row.state in _UNHEATED}
    excited = {key for key, row in precursors.items() if row.state == State.PLASMA}
    films = _films({key: row.formula for key, row in substrates.items()}, excited)
    return Record(
        films={film.reported.id: film for film in films},
        precursors=precursors,
        sources=dict.fromkeys(unheated, (ROOM,)) | _sources(),
        materials=material_names({film.material for film in films}),
        substrates={key: row.name for key, row in substrates.items()},
        melting={key: _melting(row) for key, row in substrates.items()},
        coverage=coverage(),
    )


def _melting(substrate: Substrate) -> tuple[str, float] | None:
    """What melts and from where on (°C): the lowest that a page of reference prints, else as the
    table of elements and polymers has it."""
    printed = [
        value["low"]
        for value in substrate.reference
        if value["property"] == "melting_point" and value["low"] is not None
    ]
    if printed:
        return substrate.formula or substrate.name, min(printed)
    return melting_point(substrate.formula, substrate.name)


def coverage() -> Coverage:
    """What this record holds: the coatings, their processes and the papers that report them."""
    counts = of_the_literature().aggregate(
        films=Count("pk"),
        processes=Count("process", filter=~Q(process=""), distinct=True),
        papers=Count("paper_id", distinct=True),
    )
    return Coverage(**counts)


def _films(formulas: dict[str, str], excited: set[str]) -> list[Film]:
    """`formulas` are those of the substrates: an alkali metal itself reacts into the film;
    `excited` are the precursors that are plasmas."""
    doses = doses_by_process()
    steps = ProcessStep.objects.filter(action=Action.PLASMA).order_by()
    with_plasma = set(steps.values_list("process__key", flat=True))
    one_film = (
        "process",
        "material",
        "substrate",
        "deposition_temperature_low",
        "deposition_temperature_high",
    )
    columns = (*one_film, "elements")
    rows: QuerySet[CoatingRead] = of_the_literature().exclude(process="").order_by()
    studied: dict[tuple[Any, ...], Studied] = defaultdict(Studied)
    for row in studied_by(rows, *one_film):
        studied[row[:-4]].add(row[-4:])
    about = BoolOr(Q(about__contains=["deposition_temperature"]))
    grouped = rows.values(*columns).annotate(first=Min("pk"), roughly=about).order_by("first")
    found = []
    for process, material, substrate, low, high, held, first, roughly in grouped.values_list(
        *columns, "first", "roughly"
    ):
        deposition = None if low is None else Interval(low, high)
        dosed, metal = doses.get(process, ()), {formulas.get(substrate, "")} & {*ALKALI}
        elements = frozenset(held) - metal
        plasma = process in with_plasma or any(dose <= excited for dose in dosed)
        reported = Reported(f"ASC-C{first:06d}", dosed, substrate, deposition, elements, plasma)
        same = studied[process, material, substrate, low, high]
        found.append(Film(reported, material, process, same, roughly))
    return found


def doses_by_process() -> dict[str, tuple[frozenset[str], ...]]:
    """The doses of every process, each as its alternatives."""
    steps: dict[tuple[str, int], set[str]] = defaultdict(set)
    rows = ProcessStep.objects.filter(action__in=_DOSED, choices__isnull=False).order_by(
        "process__key", "position"
    )
    for process, position, key in rows.values_list(
        "process__key", "position", "choices__precursor__key"
    ):
        steps[process, position].add(key)
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for (process, _), keys in steps.items():
        found[process].append(frozenset(keys))
    return {process: tuple(doses) for process, doses in found.items()}


def _sources() -> Sources:
    """Source temperatures by precursor, each value once."""
    known = SourceTemperature.objects.filter(missing="", **STANDS)
    rows = known.values_list("precursor__key", "low", "high")
    found: dict[str, list[Interval]] = defaultdict(list)
    for key, low, high in rows.distinct().order_by("precursor__key", "low", "high"):
        ends = (-_INFINITY if low is None else low, _INFINITY if high is None else high)
        found[key].append(Interval(*ends))
    return {key: tuple(intervals) for key, intervals in found.items()}


def unknown_windows(record: Record, shelf: Shelf) -> list[str]:
    """Precursors on the shelf with which no film on record states a deposition temperature."""
    seen: dict[str, list[Interval]] = defaultdict(list)
    for film in record.films.values():
        if film.reported.deposition is not None:
            for key in certainly_dosed(film.reported):
                seen[key].append(film.reported.deposition)
    return sorted(key for key in shelf.precursors if window(seen.get(key, [])) is None)


METALS = (PrecursorKind.METAL,)
PARTNERS = (PrecursorKind.CO_REACTANT, PrecursorKind.ORGANIC)

__all__ = [
    "METALS",
    "PARTNERS",
    "Film",
    "Record",
    "coverage",
    "doses_by_process",
    "read_record",
    "unknown_windows",
]
