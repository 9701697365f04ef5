"""REST of printed values, one row each, and of coated tests beside their controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import orjson
from pydantic import Field

from cycling.api.shapes import Conditions, EvidenceWord, ShownWord
from cycling.models import Control
from cycling.sidebyside.pairs import PairFilter, pair_numbers
from exchange.results.filters import PrintedResultFilter
from exchange.results.models import PrintedResult
from literature.citation_files import CitedRecordsView
from records.models import Kind, public_id
from records.presentation import conditions_json
from records.rest import api_url, described, not_found, page_url
from records.rest.shapes import (
    SCOPE_DOC,
    SUPERSEDED_DOC,
    ExtractionWord,
    QualifierWord,
    ScopeWord,
    Shape,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class ResultItem(Shape):
    """One printed value."""

    id: str
    url: str
    page: str = Field(description="Page of what the value is of.")
    record: str = Field(description="Public id, or the key of a precursor.")
    kind: Literal["coating", "test", "precursor"]
    role: Literal["measured", "step", "result", "condition"]
    property: str
    printed: str | None
    qualifier: QualifierWord | None
    low: float | None = Field(description="In `unit`; null below, or where there is no value.")
    high: float | None = Field(description="In `unit`; null above, or where there is no value.")
    unit: str | None
    uncertainty: float | None = Field(description="In `unit`, where the paper prints one.")
    n: int | None = Field(description="How many cells were tested; null: not reported.")
    conditions: dict[str, Any] = Field(description="Conditions of this value, by property.")
    at_cycle: str | None = Field(description="The cycle it was read at, as printed.")
    at_cycle_low: float | None
    at_cycle_high: float | None
    control: list[str] = Field(description="Ids of the tests that its test is compared with.")
    coatings: list[str] = Field(description="The coating, or those in the cell.")
    materials: list[str]
    substrate: str | None = Field(description="What is coated, or the electrode under test.")
    paper: str = Field(description="Public id of the paper that reports it.")
    year: int | None
    doi: str | None
    citation: str
    via: str | None = Field(description="Public id of the review it was read in, if any.")
    at: str = Field(description="Table, figure or page.")
    section: str
    extraction: ExtractionWord
    source_url: str | None = Field(description="Page it was read on.")
    read_on: str | None = Field(description="The day on which that page said so.")
    superseded: bool = Field(description=SUPERSEDED_DOC)
    scope: ScopeWord = Field(description=SCOPE_DOC)
    missing: Literal["not reported", "not checked", "not applicable"] | None
    note: str


@described
class ResultView(CitedRecordsView):
    """Printed values: every value that a paper prints of anything, one row each."""

    plural = "results"
    what = "printed value"
    ident_doc = "Id of the value, such as `ASC-C000001-1`."
    reported_through = ("printed_results",)
    filterset_class = PrintedResultFilter
    item_shape = ResultItem
    shape = ResultItem

    def rows(self, queryset: Any) -> Any:
        return queryset.select_related("paper")

    def items(self, rows: Sequence[PrintedResult]) -> list[dict[str, Any]]:
        return [_result(row) for row in rows]

    def record(self, ident: str) -> dict[str, Any]:
        row = self.rows(PrintedResult.objects.filter(pk=ident)).first()
        if row is None:
            raise not_found(self.what, ident)
        return _result(row)


_FOLDERS = {"coating": "coatings", "test": "cycling", "precursor": "precursors"}


def _result(row: PrintedResult) -> dict[str, Any]:
    step = row.role == "step"
    return {
        "id": row.id,
        "url": api_url("results", row.id),
        "page": page_url(_FOLDERS[row.kind], row.record),
        "record": row.record,
        "kind": row.kind,
        "role": row.role,
        "property": row.property,
        "printed": row.printed or None,
        "qualifier": row.qualifier or None,
        "low": row.low,
        "high": row.high,
        "unit": row.unit or None,
        "uncertainty": row.uncertainty,
        "n": row.n,
        "conditions": row.conditions if step else conditions_json(row.conditions),
        "at_cycle": row.at_cycle or None,
        "at_cycle_low": row.at_cycle_low,
        "at_cycle_high": row.at_cycle_high,
        "control": row.control,
        "coatings": [public_id(Kind.COATING, number) for number in sorted(row.coatings)],
        "materials": row.materials,
        "substrate": row.substrate or None,
        "paper": row.paper.public_id,
        "year": row.paper.year,
        "doi": row.paper.doi,
        "citation": row.paper.citation,
        "via": public_id(Kind.PAPER, row.via_id) if row.via_id else None,
        "at": "; ".join(row.at),
        "section": row.section,
        "extraction": row.extraction,
        "source_url": row.url or None,
        "read_on": row.read_on.isoformat() if row.read_on else None,
        "superseded": row.superseded,
        "scope": row.scope,
        "missing": row.missing or None,
        "note": row.note,
    }


class Side(Shape):
    """What one of the two has of a measure, in its unit."""

    low: float | None
    high: float | None
    uncertainty: float | None
    n: int | None


class EffectItem(Shape):
    """How much the two differ in one measure."""

    effect: float | None = Field(description="Test less control, or the ratio of the two.")
    low: float | None = Field(description="Lower end of the 95 % interval.")
    high: float | None = Field(description="Upper end of the 95 % interval.")
    uncertainty: float | None
    unit: str
    spread: Literal["known", "assumed"]
    shown: ShownWord
    test: Side
    control: Side


class PrintedOfTest(Shape):
    """A stated result of one of the two."""

    property: str
    printed: str
    at_cycle: str | None


class PairItem(Shape):
    """A coated test and one of its controls."""

    id: str
    url: str
    page: str = Field(description="Page of the coated test.")
    test: str
    control: str
    against: Literal["bare", "another coating"] | None
    electrodes: Literal["one", "both"] | None = Field(description="How many are coated.")
    coatings: list[str]
    materials: list[str]
    substrate: str | None
    cell_type: str
    claimed: Literal["better", "same", "worse", "mixed"] | None
    shown: ShownWord | None = Field(description="Null where nothing is said of the test.")
    why: str | None = Field(description="What decides it, or why nothing does.")
    evidence: EvidenceWord | None
    comparable: Literal["yes", "no", "cannot be told"] | None
    conditions: Conditions | None
    retention_gain: EffectItem | None
    life_ratio: EffectItem | None
    ce_gain: EffectItem | None
    overpotential_ratio: EffectItem | None
    capacity_ratio: EffectItem | None
    test_results: list[PrintedOfTest]
    control_results: list[PrintedOfTest]
    paper: str
    year: int | None
    doi: str | None
    citation: str


EFFECTS = ("retention_gain", "life_ratio", "ce_gain", "overpotential_ratio", "capacity_ratio")


@described
class PairView(CitedRecordsView):
    """Pairs: a coated test beside its control, with what the two show."""

    plural = "pairs"
    what = "pair of tests"
    ident_doc = "Ids of test and control, such as `ASC-T000002-ASC-T000001`."
    reported_through = ("cycling_tests__control_links",)
    filterset_class = PairFilter
    item_shape = PairItem
    shape = PairItem

    def rows(self, queryset: Any) -> Any:
        return queryset.select_related("test__paper", "test__read", "control__read")

    def items(self, rows: Sequence[Control]) -> list[dict[str, Any]]:
        return [_pair(row) for row in rows]

    def record(self, ident: str) -> dict[str, Any]:
        test, control = pair_numbers(ident) or (0, 0)
        queryset = self.filterset_class().queryset.filter(test=test, control=control)
        row = self.rows(queryset).first()
        if row is None:
            raise not_found(self.what, ident)
        return _pair(row)


def _ident(row: Any) -> str:
    return f"{row.test.public_id}-{public_id(Kind.TEST, row.control_id)}"


def _pair(row: Any) -> dict[str, Any]:
    test, read = row.test, row.test.read
    told, compared = row.verdict or {}, row.comparison or {}
    silent = read.derived.get("shown", {}).get("missing")
    effects = {effect["measure"]: effect for effect in told.get("effects", ())}
    return {
        "id": _ident(row),
        "url": api_url("pairs", _ident(row)),
        "page": page_url("cycling", test.public_id),
        "test": test.public_id,
        "control": public_id(Kind.TEST, row.control_id),
        **{name: told.get(name) for name in ("against", "electrodes")},
        "coatings": [public_id(Kind.COATING, number) for number in sorted(read.coatings)],
        "materials": read.materials,
        "substrate": read.substrate or None,
        "cell_type": test.cell_type,
        **{name: told.get(name) for name in ("claimed", "shown")},
        "why": told.get("why", silent),
        "evidence": told.get("evidence"),
        "comparable": compared.get("comparable"),
        "conditions": _in_order(Conditions, compared.get("conditions")),
        **{name: _in_order(EffectItem, effects.get(name)) for name in EFFECTS},
        "test_results": _printed(read),
        "control_results": _printed(row.control.read),
        "paper": test.paper.public_id,
        "year": test.paper.year,
        "doi": test.paper.doi,
        "citation": test.paper.citation,
    }


def _in_order(shape: type[Shape], told: dict[str, Any] | None) -> dict[str, Any] | None:
    """The members of a shape in its order: the database keeps none."""
    if told is None:
        return None
    found = {name: told[name] for name in shape.model_fields}
    for side in ("test", "control"):
        if side in found:
            found[side] = {name: found[side][name] for name in Side.model_fields}
    return found


def _printed(read: Any) -> list[dict[str, Any]]:
    return [
        {
            "property": result["property"],
            "printed": result["printed"],
            "at_cycle": result["at_cycle"]["printed"] if result["at_cycle"] else None,
        }
        for result in orjson.loads(read.list_json)["results"]
        if "printed" in result and result["scope"] == "record"
    ]
