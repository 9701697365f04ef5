"""The published columns of coatings' read rows: a fixed number of queries for any set of ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from coatings.models import Coating, CoatingMethod, Measurement, Series, StepPrecursor
from literature.models import Paper
from precursors.models import Precursor
from records.printed_values import STANDS, of_record
from records.refreshing import hulls
from records.search import search_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass
class CoatingFacts:
    """Everything the rows say about one coating that its read row needs."""

    coating: Coating
    methods: list[tuple[str, list[str]]] = field(default_factory=list)
    precursors: list[Precursor] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    """those that stand; what is said of its class is shown with it and asked for by itself"""
    every: list[Measurement] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    cycled: bool = False

    def measured(self, key: str) -> list[Measurement]:
        return [m for m in self.measurements if m.property == key]


def coating_facts(ids: Sequence[int]) -> list[CoatingFacts]:
    """Facts of the coatings that exist among ``ids``, in the order of their numbers."""
    papers = Paper.objects.defer("csl")  # large, and nothing here reads it
    # Many coatings share few of these: fetched apart, each of them is made once.
    shared = (
        "material",
        "process",
        "substrate",
        Prefetch("paper", papers),
        Prefetch("via", papers),
    )
    coatings = Coating.objects.filter(pk__one_of=ids).prefetch_related(*shared).order_by("pk")
    facts = {coating.pk: CoatingFacts(coating) for coating in coatings}
    methods = CoatingMethod.objects.filter(coating__pk__one_of=facts).order_by(
        "coating", "position"
    )
    for number, key, path in methods.values_list("coating_id", "method__key", "method__path"):
        facts[number].methods.append((key, path))
    measured = Measurement.objects.filter(coating__pk__one_of=facts)
    for measurement in measured.order_by("position"):
        facts[measurement.coating_id].every.append(measurement)
    for series in Series.objects.filter(coating__pk__one_of=facts, **STANDS).order_by("position"):
        facts[series.coating_id].series.append(series)
    processes = {f.coating.process_id for f in facts.values() if f.coating.process_id}
    by_process = _precursors_by_process(processes)
    cycled = _cycled(facts)
    for number, fact in facts.items():
        fact.precursors = by_process[fact.coating.process_id or 0]
        fact.cycled = number in cycled
        fact.measurements = of_record(fact.every)
    return list(facts.values())


def _precursors_by_process(processes: Iterable[int]) -> dict[int, list[Precursor]]:
    links = StepPrecursor.objects.filter(step__process__pk__one_of=processes)
    ordered = links.order_by("step__position", "position")
    pairs = list(ordered.values_list("step__process", "precursor"))
    precursors = Precursor.objects.in_bulk({precursor for _, precursor in pairs})
    found: dict[int, list[Precursor]] = defaultdict(list)
    for process, precursor in dict.fromkeys(pairs):
        found[process].append(precursors[precursor])
    return found


def _cycled(ids: Iterable[int]) -> set[int]:
    """Coatings with a cycling test. Told through the reverse relation: the room of the tests
    stands above this one, and only the fact that there is a test is asked."""
    with_tests = Coating.objects.filter(pk__one_of=ids)
    direct = with_tests.filter(cycling_tests__isnull=False).values_list("pk", flat=True)
    beside = with_tests.filter(also_cycled_in__isnull=False).values_list("pk", flat=True)
    return set(direct.union(beside))


def published(fact: CoatingFacts) -> dict[str, Any]:
    """What filters and search read, derived values apart."""
    coating = fact.coating
    paths = [path for _, path in fact.methods]
    return {
        "material": coating.material.key,
        "purpose": coating.purpose,
        "review_status": coating.review_status,
        "substrate": coating.substrate.key,
        "role": coating.role,
        "process": coating.process.key if coating.process else "",
        "form": coating.form,
        "reactor_type": coating.reactor_type,
        "crystallinity": coating.crystallinity,
        "phase": coating.phase,
        "air_sensitivity": coating.air_sensitivity,
        "sei_constituents": coating.sei_constituents,
        "paper_id": coating.paper_id,
        "paper": coating.paper.key,
        "year": coating.paper.year,
        "via": [coating.via.key] if coating.via else [],
        "precursors": [precursor.key for precursor in fact.precursors],
        "methods": [key for key, _ in fact.methods],
        "method_closure": sorted({key for path in paths for key in path}),
        "several": _several(fact),
        "series_of": sorted({series.property for series in fact.series}),
        "series_against": sorted({series.against for series in fact.series}),
        "search_text": _search_text(fact),
        "updated": coating.updated,
        **hulls(m for m in fact.measurements if not m.of),
    }


def has(fact: CoatingFacts) -> set[str]:
    """Measured properties with a value, ``cycling``, and whether saturation was looked at."""
    measured = {m.property for m in fact.measurements if not m.missing}
    coating = fact.coating
    looked_at = coating.saturated or coating.not_saturated
    more = {"cycling": fact.cycled, "saturation": looked_at, "series": fact.series}
    return measured | {word for word, there in more.items() if there}


def _several(fact: CoatingFacts) -> list[str]:
    """Properties printed more than once: their hull alone does not answer a range question."""
    keys = [m.property for m in fact.measurements if not m.missing]
    return sorted({key for key in keys if keys.count(key) > 1})


def _search_text(fact: CoatingFacts) -> str:
    coating = fact.coating
    parts = [
        coating.public_id,
        coating.material_printed,
        coating.purpose,
        coating.preparation,
        coating.crystallinity,
        coating.phase,
        coating.air_sensitivity,
        *coating.sei_constituents,
        coating.material.search_text,
        coating.substrate.search_text,
        coating.paper.search_text,
        *(precursor.search_text for precursor in fact.precursors),
        *(key for key, _ in fact.methods),
    ]
    return search_text(parts)
