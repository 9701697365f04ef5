"""The reads of this room by name: each in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q

from literature.models import SYNTHETIC
from precursors.models import Precursor, SourceTemperature
from records.printed_values import STANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from literature.models import Paper


def used_in() -> Count:
    """In how many coatings a precursor is used, told through the reverse relations: the room of
    the coatings stands above this one."""
    path = "step_links__step__process__coatings"
    return Count(path, filter=~Q(**{f"{path}__paper__key": SYNTHETIC}), distinct=True)


def coating_counts(ids: Sequence[int]) -> dict[int, int]:
    """In how many coatings each of these precursors is used."""
    rows = Precursor.objects.filter(pk__in=ids).order_by()
    return dict(rows.annotate(n=used_in()).values_list("pk", "n"))


def precursor_lines(rows: Sequence[Precursor]) -> list[Precursor]:
    """The rows of a list page with their source temperatures and the counts of processes that
    dose them and of coatings (told through the reverse relations: both stand in the room above)."""
    ids = [row.pk for row in rows]
    temperatures = SourceTemperature.objects.filter(missing="", **STANDS)
    lines = (
        Precursor.objects.filter(pk__in=ids)
        .annotate(
            process_count=Count("step_links__step__process", distinct=True),
            coating_count=used_in(),
        )
        .prefetch_related(
            Prefetch(
                "source_temperatures", temperatures.order_by("low", "high"), to_attr="temperatures"
            )
        )
    )
    by_id = {line.pk: line for line in lines}
    for line in by_id.values():
        distinct = {(t.qualifier, t.low, t.high): t for t in line.temperatures}
        line.temperatures = list(distinct.values())
    return [by_id[number] for number in ids]


def source_temperatures(precursor: Precursor) -> list[SourceTemperature]:
    """What every paper prints, coolest first."""
    rows = precursor.source_temperatures.select_related("paper", "via")
    return list(rows.order_by("low", "high", "paper"))


def source_temperatures_in(paper: Paper) -> QuerySet[SourceTemperature]:
    """What one paper prints, in the order of its document."""
    rows = SourceTemperature.objects.filter(paper=paper)
    return rows.select_related("precursor", "via").order_by("position")


def sources_in(paper: Paper, keys: Iterable[str]) -> dict[str, str]:
    """Source temperatures as one paper prints them, by key of the precursor."""
    rows = SourceTemperature.objects.filter(
        paper=paper, precursor__key__in=list(keys), missing="", **STANDS
    )
    found: dict[str, list[str]] = {}
    for key, printed in rows.order_by("position").values_list("precursor__key", "printed"):
        found.setdefault(key, []).append(printed)
    return {key: ", ".join(dict.fromkeys(printed)) for key, printed in found.items()}


def same_family(precursor: Precursor) -> QuerySet[Precursor]:
    """Other precursors of the same ligand family."""
    return Precursor.objects.filter(families__overlap=precursor.families).exclude(pk=precursor.pk)
