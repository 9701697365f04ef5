"""The reads of this room by name: each in a fixed number of queries, however much there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Count, F, Func, Q

from coatings.filters.grown import coating_count
from coatings.models import (
    Coating,
    CoatingRead,
    Material,
    Measurement,
    Method,
    Process,
    Substrate,
)
from coatings.queries.apart import Telling, told_apart
from coatings.queries.steps import Step, build_steps
from literature.models import SYNTHETIC, Paper, without_examples
from precursors.models import Precursor
from records.pages import Excerpt, excerpt
from records.printed_values import Scope
from records.read_rows import beyond_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet


_RECORD = ("material", "process", "substrate", "paper", "via", "read")


def coating_records() -> QuerySet[Coating]:
    """Coatings with everything their record page shows."""
    coatings = Coating.objects.select_related(*_RECORD).defer(
        *beyond_record("coating", "thickness")
    )
    return coatings.prefetch_related(
        "measurements__via",
        "measurements__method",
        "series__via",
        "series__method",
        "method_links__method",
        "material__phase_links__phase",
        "step_values",
        "process__steps__choices__precursor",
    )


def coatings_in_full(coatings: QuerySet[Coating]) -> QuerySet[Coating]:
    """Coatings with recipe and measurements, for the page of their paper."""
    rows = coatings.select_related(*_RECORD).defer(*beyond_record("coating", "thickness"))
    return rows.prefetch_related(
        "measurements__via",
        "measurements__method",
        "method_links__method",
        "step_values",
        "process__steps__choices__precursor",
    )


def coating_steps(coating: Coating) -> list[Step]:
    """The steps of a coating fetched with its record."""
    if coating.process is None:
        return []
    return build_steps(coating.process.steps.all(), coating.step_values.all())


MOST_PRECURSORS, FEW_PRECURSORS = 5, 3
"""A row of a list names so many precursors; of more, only a few, and says how many are left."""


@dataclass(frozen=True)
class CoatingLine:
    """A coating as a row of a list: its ready-made JSON, and its precursors by name."""

    id: str
    film: str
    data: dict[str, Any]
    paper: Paper
    precursors: list[tuple[str, str]]
    stale: bool
    row: CoatingRead
    telling: Telling | None
    """where another row has the same film, substrate and paper"""

    @property
    def first_precursors(self) -> list[tuple[str, str]]:
        """As many precursors as a row has room for: of a choice of many, the first."""
        return self.precursors[: len(self.precursors) - self.more_precursors]

    @property
    def more_precursors(self) -> int:
        count = len(self.precursors)
        return count - FEW_PRECURSORS if count > MOST_PRECURSORS else 0

    @property
    def more_methods(self) -> int:
        """How many methods there are beyond the three that the list names."""
        return max(0, len(self.data["methods"]) - 3)


def coating_lines(rows: Sequence[CoatingRead]) -> list[CoatingLine]:
    """The rows of a list page; three queries for names, one more where rows share theirs."""
    keys = {key for row in rows for key in row.precursors}
    names = precursor_names(keys)
    films = material_names({row.material for row in rows})
    papers = Paper.objects.in_bulk({row.paper_id for row in rows})
    apart = told_apart(rows)
    return [
        CoatingLine(
            id=str(row),
            film=films[row.material],
            data=orjson.loads(row.list_json),
            paper=papers[row.paper_id],
            precursors=[(key, names.get(key, key)) for key in row.precursors],
            stale=row.stale_since is not None,
            row=row,
            telling=apart.get(row.pk),
        )
        for row in rows
    ]


def material_names(keys: Iterable[str]) -> dict[str, str]:
    """Formula as read or as printed, or name, of each material, by key."""
    rows = Material.objects.filter(key__in=keys).values_list(
        "key", "formula", "formula_printed", "name"
    )
    return {key: formula or printed or name for key, formula, printed, name in rows}


def precursor_names(keys: Iterable[str]) -> dict[str, str]:
    """Acronym, printed formula or name of each precursor, by key."""
    rows = Precursor.objects.filter(key__in=keys).values_list(
        "key", "acronym", "formula_printed", "name"
    )
    return {key: acronym or printed or name for key, acronym, printed, name in rows}


def of_the_literature() -> QuerySet[CoatingRead]:
    """Every coating that a paper reports: without the synthetic examples, where they are loaded."""
    found: QuerySet[CoatingRead] = without_examples(CoatingRead.objects.all())
    return found


FEW = 10
"""Rows of the tables below the answer of a page; the lists have them all."""


def coatings_where(question: Q, query: str) -> Excerpt:
    """The first coatings that answer ``question`` (on read rows), in the order of their ids; the
    list of coatings shows them all for ``query``."""
    rows = CoatingRead.objects.for_lines().filter(question).order_by("pk")
    return excerpt(rows, coating_lines, query, shown=FEW)


def with_coating_counts(rows: QuerySet[Any], ids: Sequence[int], column: str) -> list[Any]:
    """The rows with these ids, in that order, each with ``coating_count``."""
    counted = rows.filter(pk__in=ids).annotate(coating_count=coating_count(column))
    by_id = {row.pk: row for row in counted}
    return [by_id[number] for number in ids]


@dataclass(frozen=True)
class ClassValue:
    """What is printed of a class of films, once, and for how many coatings it is on record."""

    row: Measurement
    coatings: int


def said_of_class(of: Q) -> list[ClassValue]:
    """Values that are said of a class, of the coatings ``of`` (on measurements): each once, however
    many coatings of the class it stands with."""
    rows = Measurement.objects.filter(of, scope=Scope.CLASS).order_by("property", "pk")
    found: dict[Any, list[Measurement]] = defaultdict(list)
    for row in rows.select_related("via", "method", "coating__paper"):
        conditions = orjson.dumps(row.conditions, option=orjson.OPT_SORT_KEYS)
        said = (row.property, row.of, row.printed, row.missing, conditions)
        found[(*said, row.via_id or row.coating.paper_id, tuple(row.at))].append(row)
    return [ClassValue(same[0], len({one.coating_id for one in same})) for same in found.values()]


def material_lines(rows: Sequence[Material]) -> list[Material]:
    materials = Material.objects.prefetch_related("phase_links__phase")
    return with_coating_counts(materials, [row.pk for row in rows], "material")


def substrate_lines(rows: Sequence[Substrate]) -> list[Substrate]:
    return with_coating_counts(Substrate.objects.all(), [row.pk for row in rows], "substrate")


def process_lines(rows: Sequence[Process]) -> list[Process]:
    """Processes with their material, count of coatings and precursors by name, each as
    ``process.precursors``."""
    processes = Process.objects.select_related("material")
    lines = with_coating_counts(processes, [row.pk for row in rows], "process")
    names = precursor_names({key for line in lines for key in line.precursor_keys})
    for line in lines:
        line.precursors = [(key, names.get(key, key)) for key in line.precursor_keys]
    return lines


def method_lines(rows: Sequence[Method]) -> list[Method]:
    """Methods with ``own`` (coatings that name them) and ``total`` (descendants included)."""
    totals = method_totals()
    own = dict(
        Method.objects.filter(pk__in=[row.pk for row in rows])
        .annotate(n=Count("coating_links", filter=~Q(coating_links__coating__paper__key=SYNTHETIC)))
        .values_list("pk", "n")
    )
    for row in rows:
        row.own = own[row.pk]  # type: ignore[attr-defined]  # for the template
        row.total = totals.get(row.key, 0)  # type: ignore[attr-defined]
    return list(rows)


def method_totals() -> dict[str, int]:
    """Coatings characterized by each method or one below it, by key; one query."""
    rows = (
        of_the_literature()
        .order_by()
        .annotate(method_key=Func(F("method_closure"), function="unnest"))
        .values("method_key")
        .annotate(n=Count("pk"))
        .values_list("method_key", "n")
    )
    return dict(rows)


@dataclass(frozen=True)
class Partner:
    """A precursor dosed in the same process, and in how many processes."""

    key: str
    name: str
    processes: int


def partners(precursor: Precursor) -> list[Partner]:
    """Which precursors share a process with this one, most frequent first."""
    with_it = Process.objects.filter(precursor_keys__contains=[precursor.key])
    counts: dict[str, int] = defaultdict(int)
    for keys in with_it.values_list("precursor_keys", flat=True):
        for key in keys:
            if key != precursor.key:
                counts[key] += 1
    names = precursor_names(counts)
    found = [Partner(key, names.get(key, key), n) for key, n in counts.items()]
    return sorted(found, key=lambda partner: (-partner.processes, partner.key))


def processes_with(precursor: Precursor) -> Excerpt:
    """Processes that dose this precursor."""
    rows = Process.objects.filter(precursor_keys__contains=[precursor.key]).order_by("key")
    return excerpt(rows, process_lines, f"precursor={precursor.key}")


def processes_of(material: Material) -> Excerpt:
    """Processes that grow this material."""
    rows = Process.objects.filter(material=material).order_by("key")
    return excerpt(rows, process_lines, f"material={material.key}", shown=FEW)


def process_records() -> QuerySet[Process]:
    return Process.objects.select_related("material").prefetch_related("steps__choices__precursor")


def step_rows(process: Process) -> list[Step]:
    return build_steps(process.steps.all())


def coatings_of(paper: Paper) -> list[Coating]:
    """Every coating a paper reports, in the order of its document."""
    return list(coatings_in_full(paper.coatings.all()).order_by("position"))
