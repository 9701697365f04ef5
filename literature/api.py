"""REST of this room: papers, and the properties that everything is measured in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from pydantic import Field

from literature.citation_files import CitedRecordsView
from literature.filters import PaperFilter
from literature.linked_data import paper_record
from literature.models import Paper
from records.models import Kind, public_id
from records.presentation import value_json
from records.rest import (
    FacetedView,
    api_url,
    described,
    gone_or_missing,
    page_url,
)
from records.rest.shapes import MissingValue, Shape, Value

if TYPE_CHECKING:
    from collections.abc import Sequence


class PaperVia(Shape):
    """The review or compilation that a paper was read in."""

    id: str
    key: str
    number: int | None = Field(description="Its number in the reference list.")


class PaperItem(Shape):
    """A paper, and how much it reports."""

    id: str
    url: str
    page: str
    key: str
    type: str = Field(description="As in CSL-JSON.")
    year: int | None
    doi: str | None
    citation: str
    authors: list[str] = Field(description="Family names.")
    container: str | None = Field(description="Journal or book.")
    via: PaperVia | None
    coatings: int = Field(description="How many coatings it reports.")
    cycling: int = Field(description="How many cycling tests it reports.")
    source_temperatures: int = Field(description="How many source temperatures it reports.")
    updated: str


class PrecursorValue(Value):
    """A value of a precursor, as a paper prints it."""

    precursor: str = Field(description="Key.")
    property: str


class MissingPrecursorValue(MissingValue):
    """A value of a precursor that a paper does not give."""

    precursor: str
    property: str


class PaperRecord(Shape):
    """A paper with everything it reports."""

    id: str
    url: str
    page: str
    key: str
    type: str
    year: int | None
    doi: str | None
    citation: str
    authors: list[str]
    container: str | None
    via: PaperVia | None
    csl: dict[str, Any] = Field(description="The citation as CSL-JSON.")
    coatings: list[str] = Field(description="Public ids.")
    cycling: list[str] = Field(description="Public ids.")
    source_temperatures: list[PrecursorValue | MissingPrecursorValue]
    precursor_measurements: list[PrecursorValue | MissingPrecursorValue]
    read_papers: str = Field(description="Address of the list of papers that were read in it.")
    document: str = Field(description="Address of the paper document.")
    notes: list[str]
    json_ld: dict[str, Any]
    updated: str


# Rooms above this one hold what a paper reports; it is counted through the reverse relations.
_REPORTED = ("coatings", "cycling_tests", "source_temperatures")


def _head(paper: Paper) -> dict[str, Any]:
    via = None
    if paper.via is not None:
        via = {"id": paper.via.public_id, "key": paper.via.key, "number": paper.via_number}
    return {
        "id": paper.public_id,
        "url": api_url("papers", paper.public_id),
        "page": page_url("papers", paper.public_id),
        "key": paper.key,
        "type": paper.type,
        "year": paper.year,
        "doi": paper.doi,
        "citation": paper.citation,
        "authors": [name for name in paper.authors.split("; ") if name],
        "container": paper.container or None,
        "via": via,
    }


def updated(row: Any) -> str:
    """When a row was last published, in UTC."""
    return str(row.updated.isoformat().replace("+00:00", "Z"))


@described
class PaperView(CitedRecordsView, FacetedView):
    """Papers: who said it."""

    plural = "papers"
    what = "paper"
    ident_doc = "`ASC-P…` id, or key."
    can_be_withdrawn = True
    kind = Kind.PAPER
    reported_through = ("pk",)
    filterset_class = PaperFilter
    item_shape = PaperItem
    shape = PaperRecord

    def rows(self, queryset: Any) -> Any:
        return queryset.select_related("via")

    def papers(self, rows: Any) -> Any:
        """The papers of the list themselves, in its order."""
        return rows

    def items(self, rows: Sequence[Paper]) -> list[dict[str, Any]]:
        ids = [paper.pk for paper in rows]
        counts = {relation: _counts(ids, relation) for relation in _REPORTED}
        return [
            {
                **_head(paper),
                "coatings": counts["coatings"].get(paper.pk, 0),
                "cycling": counts["cycling_tests"].get(paper.pk, 0),
                "source_temperatures": counts["source_temperatures"].get(paper.pk, 0),
                "updated": updated(paper),
            }
            for paper in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        paper = Paper.objects.by_public_id(ident).select_related("via").first()
        if paper is None:
            raise gone_or_missing(Kind.PAPER, ident)
        return {
            **_head(paper),
            "csl": paper.csl,
            "coatings": _ids(paper.coatings, Kind.COATING),
            "cycling": _ids(paper.cycling_tests, Kind.TEST),
            "source_temperatures": [
                _precursor_value(row, "source_temperature", {})
                for row in paper.source_temperatures.select_related("precursor")
            ],
            "precursor_measurements": [
                _precursor_value(row, row.property, row.conditions)
                for row in paper.precursor_measurements.select_related("precursor")
            ],
            "read_papers": f"{api_url('papers', '')[:-1]}?via={paper.key}",
            "document": f"{api_url('papers', paper.public_id)}document/",
            "notes": [paper.note] if paper.note else [],
            "json_ld": paper_record(paper),
            "updated": updated(paper),
        }


def _counts(ids: Sequence[int], relation: str) -> dict[int, int]:
    counted = Paper.objects.filter(pk__in=ids).order_by().values("pk").annotate(n=Count(relation))
    return dict(counted.values_list("pk", "n"))


def _ids(related: Any, kind: Kind) -> list[str]:
    return [public_id(kind, pk) for pk in related.order_by("position").values_list("pk", flat=True)]


def _precursor_value(row: Any, key: str, conditions: dict[str, Any]) -> dict[str, Any]:
    value = value_json(row, row, row.paper_id, conditions)
    return {"precursor": row.precursor.key, "property": key, **value}
