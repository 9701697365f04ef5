"""What is on record and what is not: amounts, coverage by film, electrode, property and year, and
what a next paper would add most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from coatings.models import Coating, Material, StepValue, Substrate
from coatings.queries.coatings import of_the_literature
from cycling.models import Control, Outcome, TestRead
from exchange.results.models import PrintedResult
from figures.models import Figure
from literature.models import Paper, without_examples
from precursors.models import Precursor
from records.data_version import OfVersion, data_version
from records.printed_values import STANDS
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WANTED = 12
TABLES = (
    ("By film", "films"),
    ("By electrode", "electrodes"),
    ("By property", "properties"),
    ("By year", "years"),
)


@dataclass
class Line:
    """What is on record of one film, electrode, property or year."""

    key: str
    name: str
    papers: set[int] = field(default_factory=set)
    coatings: int = 0
    tests: int = 0
    values: int = 0


@dataclass(frozen=True)
class Wanted:
    """A film of several coatings, and what no paper on record says of it."""

    key: str
    name: str
    coatings: int
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Holdings:
    version: str
    amounts: tuple[tuple[str, int], ...]
    films: tuple[Line, ...]
    electrodes: tuple[Line, ...]
    properties: tuple[Line, ...]
    years: tuple[Line, ...]
    wanted: tuple[Wanted, ...]


def _holdings() -> Holdings:
    films: dict[str, Line] = {}
    electrodes: dict[str, Line] = {}
    properties: dict[str, Line] = {}
    years: dict[str, Line] = {}
    names = dict(Material.objects.values_list("key", "name"))
    bare = dict(Substrate.objects.values_list("key", "name"))
    of_year = dict(Paper.objects.values_list("pk", "year"))

    def line(lines: dict[str, Line], key: str, name: str, paper: int) -> Line:
        found = lines.setdefault(key, Line(key, name))
        found.papers.add(paper)
        return found

    def year(paper: int) -> Line:
        told = str(of_year.get(paper) or "not known")
        return line(years, told, told, paper)

    rows = without_examples(Coating.objects, "paper__key").values_list(
        "material__key", "substrate__key", "paper_id"
    )
    for film, electrode, paper in rows:
        line(films, film, names[film], paper).coatings += 1
        line(electrodes, electrode, bare[electrode], paper).coatings += 1
        year(paper).coatings += 1
    for materials, electrode, paper in without_examples(TestRead.objects).values_list(
        "materials", "substrate", "paper_id"
    ):
        for film in materials:
            line(films, film, names.get(film, film), paper).tests += 1
        if electrode:
            line(electrodes, electrode, bare.get(electrode, electrode), paper).tests += 1
        year(paper).tests += 1
    printed = without_examples(
        PrintedResult.objects.filter(missing="", **STANDS), "paper__key"
    ).order_by()
    has: defaultdict[str, set[str]] = defaultdict(set)
    for materials, electrode, paper, key in printed.values_list(
        "materials", "substrate", "paper_id", "property"
    ):
        for film in materials:
            line(films, film, names.get(film, film), paper).values += 1
            has[film].add(key)
        if electrode:
            line(electrodes, electrode, bare.get(electrode, electrode), paper).values += 1
        label = PROPERTIES[key].label if key in PROPERTIES else f"Step {key}"
        line(properties, key, label, paper).values += 1
        year(paper).values += 1
    return Holdings(
        version=str(data_version()),
        amounts=tuple(_amounts()),
        films=_most_first(films.values()),
        electrodes=_most_first(electrodes.values()),
        properties=_most_first(properties.values()),
        years=tuple(sorted(years.values(), key=lambda one: one.key)),
        wanted=_wanted(films.values(), has),
    )


def _amounts() -> Iterable[tuple[str, int]]:
    printed = without_examples(PrintedResult.objects.filter(missing="", **STANDS), "paper__key")
    conductivities = printed.filter(property="ionic_conductivity")
    timed = StepValue.objects.filter(property="time", missing="", **STANDS)
    heated = printed.filter(property__in=("deposition_temperature", "temperature"), kind="coating")
    warm = {number for numbers in heated.values_list("coatings", flat=True) for number in numbers}
    papers = without_examples(Paper.objects, "key")
    yield "papers", papers.count()
    reporting = Q(coatings__isnull=False) | Q(cycling_tests__isnull=False)
    yield "papers with a coating or a test", papers.filter(reporting).distinct().count()
    yield "coatings", without_examples(Coating.objects, "paper__key").count()
    yield "cycling tests", without_examples(TestRead.objects).count()
    yield "printed values of one film, cell or precursor", printed.count()
    yield "of them read in the paper itself", printed.exclude(url="").count()
    pairs = without_examples(Control.objects, "test__paper__key")
    yield "coated tests beside a control", pairs.count()
    told = without_examples(Outcome.objects.filter(**STANDS), "test__paper__key")
    yield "outcomes in words", told.count()
    yield (
        "results of tests with a control, as numbers",
        (printed.filter(role="result").exclude(control=[]).count()),
    )
    yield (
        "ionic conductivities at a stated temperature",
        (conductivities.filter(conditions__has_key="temperature").count()),
    )
    yield (
        "films whose area-specific resistance can be computed",
        (of_the_literature().filter(area_specific_resistance_low__isnull=False).count()),
    )
    read_off = list(Figure.objects.order_by().values_list("series", flat=True))
    yield "figures read point by point", len(read_off)
    yield "points of these", sum(len(one["points"]) for series in read_off for one in series)
    yield (
        "recipes with times and a temperature",
        (len(warm & set(timed.values_list("coating_id", flat=True)))),
    )
    held = [
        len(column)
        for model in (Precursor, Material, Substrate)
        for column in model._default_manager.exclude(reference=[]).values_list(
            "reference", flat=True
        )
    ]
    yield "precursors, materials and substrates with reference data", len(held)
    yield "values of these, each with its page", sum(held)


def _most_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(
        sorted(lines, key=lambda one: (-one.values, -one.coatings - one.tests, one.name.lower()))
    )


_ASKED = ("thickness", "growth_per_cycle", "deposition_temperature", "ionic_conductivity")


def _wanted(films: Iterable[Line], has: dict[str, set[str]]) -> tuple[Wanted, ...]:
    found = []
    for film in films:
        lacking = [PROPERTIES[key].label.lower() for key in _ASKED if key not in has[film.key]]
        lacking += [] if film.tests else ["a cell with it"]
        if lacking:
            found.append(Wanted(film.key, film.name, film.coatings, tuple(lacking)))
    found.sort(key=lambda one: (-one.coatings, -len(one.lacking), one.name.lower()))
    return tuple(found[:MOST_WANTED])


holdings = OfVersion(_holdings)
