"""REST of this room: cycling tests and their points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import orjson
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.decorators import action
from rest_framework.response import Response

from cycling.filters import TestFilter
from cycling.linked_data import dataset
from cycling.models import CyclingTest, TestRead
from literature.citation_files import CitedRecordsView
from records.models import Kind, public_id
from records.rest import (
    FacetedView,
    api_url,
    bad_request,
    described,
    gone_or_missing,
    page_url,
    problem_responses,
    ready_made,
)
from records.rest.describing import format_parameter, size_parameters
from records.rest.paging import numbered_page, read_paging
from records.rest.shapes import (
    SCOPE_DOC,
    DerivedValue,
    ExtractionWord,
    Flag,
    MissingDerived,
    MissingValue,
    PaperRef,
    ScopeWord,
    Shape,
    Source,
    Value,
    ViaRef,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request


class TestCoatingRef(Shape):
    """A coating in the cell."""

    id: str
    material: str
    substrate: str


class Part(Shape):
    """A substance of an electrolyte, and how much of it, as printed."""

    name: str
    amount: str | None = None


class ElectrolyteParts(Shape):
    """An electrolyte by its parts, as printed."""

    salts: list[Part] = []
    solvents: list[Part] = []
    ratio: str | None = None
    additives: list[Part] = []


class Cell(Shape):
    """The cell that was cycled."""

    type: Literal["half", "full", "symmetric", "unspecified"]
    electrode: str | None = Field(description="Key of the substrate under test.")
    counter: str | None
    electrolyte: str | None
    cells: int | None = Field(description="How many cells were tested; null: not reported.")
    format: str | None = Field(description="Coin, pouch, Swagelok …, as printed.")
    composition: str | None = Field(description="Composition of the electrode, as printed.")
    counter_coating: TestCoatingRef | None = Field(description="On the counter electrode.")
    reference: str | None = Field(description="Reference electrode.")
    separator: str | None
    electrolyte_parts: ElectrolyteParts | None


class Setting(Shape):
    """A rate, current, window or temperature of a segment."""

    property: str
    printed: str
    qualifier: str
    low: float | None
    high: float | None
    unit: str
    uncertainty: float | None


class Segment(Shape):
    """A run of cycles with one purpose."""

    kind: Literal["formation", "cycling", "rate", "check-up"]
    first_cycle: int
    last_cycle: int | None = Field(description="null: to the end.")
    charge: Setting | None = None
    discharge: Setting | None = None
    window: Setting | None = None
    temperature: Setting | None = None
    cv: str | None = Field(description="A step at constant voltage, as printed.")
    at: str
    note: str


class AtCycle(Shape):
    """The cycle at which a result was read."""

    printed: str
    low: float | None
    high: float | None


class Result(Value):
    """A stated result."""

    property: str
    at_cycle: AtCycle | None


class MissingResult(MissingValue):
    """A result that the paper does not give."""

    property: str
    at_cycle: AtCycle | None


ShownWord = Literal["better", "worse", "no difference shown", "cannot be told"]
EvidenceWord = Literal["measured-spread", "measured", "one-sided", "stated", "group-statement"]


class Conditions(Shape):
    """How many of the conditions that matter are known of both cells, and which agree."""

    known: int
    of: int
    same: list[str]
    differ: list[str]
    unknown: list[str]


class TestComparison(Shape):
    """How a test does against its controls: claims and numbers kept apart."""

    claimed: Literal["better", "same", "worse", "mixed"] | None
    shown: ShownWord | None
    evidence: EvidenceWord | None
    comparable: Literal["yes", "no", "cannot be told"] | None
    conditions: Conditions | None


class OutcomeItem(Shape):
    """A qualitative outcome."""

    outcome: Literal["better", "same", "worse", "mixed"]
    than: str | None = Field(description="Public id of the test it is compared with.")
    claimed: Literal["better", "same", "worse", "mixed"]
    shown: ShownWord | None = Field(
        description="What numbers of both tests show; null where no control is named."
    )
    evidence: EvidenceWord | None
    aspect: str
    statement: str
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    note: str


class TestItem(Shape):
    """A cycling test."""

    id: str
    url: str
    page: str
    key: str
    label: str
    coating: TestCoatingRef | None = Field(description="On the electrode under test; null: bare.")
    also_coated: list[TestCoatingRef]
    control: Literal["bare", "coated"]
    cell: Cell
    segments: list[Segment] = Field(description="The stated protocol.")
    conditions: dict[str, Value | MissingValue]
    controls: list[str] = Field(description="Public ids of the tests it is compared with.")
    results: list[Result | MissingResult]
    outcomes: list[OutcomeItem]
    comparison: TestComparison
    has: list[str]
    paper: PaperRef
    via: ViaRef | None
    note: str
    review_status: str
    updated: str


class PointsRef(Shape):
    """Where the points of a test are."""

    count: int
    unit: str
    columns: list[str]
    url: str


class TestRecord(TestItem):
    """A cycling test with everything known about it."""

    control_of: list[str] = Field(description="Public ids of the tests it is a control of.")
    derived: dict[str, DerivedValue | MissingDerived]
    computed_at: str | None = Field(description="When `derived` was computed.")
    stale: bool = Field(description="Whether `derived` waits to be computed anew.")
    extraction: ExtractionWord
    points: PointsRef | None
    notes: list[str]
    flags: list[Flag] = Field(description="What looks implausible, and why.")
    json_ld: dict[str, Any]


class Points(Shape):
    """Points of a test, one for each recorded cycle; capacities in `unit`."""

    count: int
    next: str | None
    previous: str | None
    unit: str
    columns: list[str]
    results: list[dict[str, float | None]]


@described
class TestView(CitedRecordsView, FacetedView):
    """Cycling tests: how it performed."""

    __test__ = False
    plural = "cycling"
    what = "cycling test"
    ident_doc = "`ASC-T…` id."
    can_be_withdrawn = True
    kind = Kind.TEST
    reported_through = ("cycling_tests__read",)
    filterset_class = TestFilter
    item_shape = TestItem
    shape = TestRecord
    subject = "test"

    def rows(self, queryset: Any) -> Any:
        return queryset.only("test_id", "list_json", *self.property_columns)

    def items(self, rows: Sequence[TestRead]) -> list[str]:
        found = []
        for row in rows:
            ident = public_id(Kind.TEST, row.pk)
            url, page = api_url("cycling", ident), page_url("cycling", ident)
            found.append(ready_made(ident, url, page, row.list_json))
        return found

    def record(self, ident: str) -> dict[str, Any]:
        test = CyclingTest.objects.by_public_id(ident).select_related("read", "paper").first()
        if test is None:
            raise gone_or_missing(Kind.TEST, ident)
        row = test.read
        computed = row.computed_at.isoformat().replace("+00:00", "Z") if row.computed_at else None
        control_of = test.control_of.order_by("pk").values_list("pk", flat=True)
        url = api_url("cycling", test.public_id)
        return {
            "id": test.public_id,
            "url": url,
            "page": page_url("cycling", test.public_id),
            **orjson.loads(row.list_json),
            "control_of": [public_id(Kind.TEST, number) for number in control_of],
            "derived": row.derived,
            "computed_at": computed,
            "stale": row.stale_since is not None,
            "extraction": test.extraction,
            "points": _points(test, url),
            "notes": [test.note] if test.note else [],
            "flags": row.flags,
            "json_ld": dataset(test, row),
        }

    @extend_schema(
        operation_id="cycling_points",
        tags=["cycling"],
        summary="Points of a cycling test",
        parameters=[
            OpenApiParameter("id", str, OpenApiParameter.PATH, description=ident_doc),
            *size_parameters(),
            format_parameter(),
        ],
        responses={200: Points, **problem_responses(gone=True, moved=True)},
    )
    @action(detail=True, url_path="points")
    def points(self, request: Request, id: str) -> Response:
        self.only(request, "page", "page_size", fields=False)
        paging, problems = read_paging(request.query_params)
        if problems:
            raise bad_request(problems)
        test = CyclingTest.objects.by_public_id(id).first()
        if test is None:
            raise gone_or_missing(Kind.TEST, id)
        curve = test.curves.first()
        rows = curve.rows() if curve else []
        page = numbered_page(rows, paging, request.path, request.query_params)
        return Response(
            {
                "count": page.count,
                "next": page.next,
                "previous": page.previous,
                "unit": test.points_unit,
                "columns": test.points_columns,
                "results": [dict(zip(test.points_columns, row, strict=True)) for row in page.rows],
            }
        )


def _points(test: CyclingTest, url: str) -> dict[str, Any] | None:
    if not test.points_columns:
        return None
    return {
        "count": curve.length if (curve := test.curves.first()) else 0,
        "unit": test.points_unit,
        "columns": test.points_columns,
        "url": f"{url}points/",
    }


LISTS = (TestView,)
