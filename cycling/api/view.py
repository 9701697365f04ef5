"""REST of this room: cycling tests and their points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from cycling.api import curves
from cycling.api.shapes import Points, ProfilesPage, SeriesOfTest, TestItem, TestRecord
from cycling.filters import TestFilter
from cycling.linked_data import dataset
from cycling.models import CyclingTest
from literature.citation_files import CitedRecordsView
from records.models import Kind, public_id
from records.rest import (
    FacetedView,
    api_url,
    described,
    gone_or_missing,
    page_url,
    problem_responses,
    ready_made,
)
from records.rest.describing import file_responses, format_parameter, size_parameters
from records.rest.formats import renderers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http.response import HttpResponseBase
    from rest_framework.request import Request

    from cycling.models import TestRead


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
            "points": curves.points_told(test, url),
            "profiles": curves.profiles_told(test, url),
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
            OpenApiParameter("cell", int, description=curves.CELL_DOC),
            *size_parameters(),
            format_parameter(curves.POINTS_FILES),
        ],
        responses={
            200: Points,
            **file_responses(curves.POINTS_FILES),
            **problem_responses(gone=True, moved=True),
        },
    )
    @action(detail=True, url_path="points")
    def points(self, request: Request, id: str) -> HttpResponseBase:
        chosen = self._chosen(request, curves.POINTS_FILES)
        paged = () if chosen else ("page", "page_size")
        self.only(request, "cell", *paged, fields=False)
        test = self._test(id)
        if chosen:
            return curves.points_file(test, chosen, request.query_params)
        return Response(curves.points_page(test, request.path, request.query_params))

    @extend_schema(
        operation_id="cycling_profiles",
        tags=["cycling"],
        summary="Voltage profiles of a cycling test, read off figures",
        parameters=[
            OpenApiParameter("id", str, OpenApiParameter.PATH, description=ident_doc),
            *size_parameters(),
            format_parameter(curves.PROFILES_FILES),
        ],
        responses={
            200: ProfilesPage,
            **file_responses(curves.PROFILES_FILES),
            **problem_responses(gone=True, moved=True),
        },
    )
    @action(detail=True, url_path="profiles")
    def profiles(self, request: Request, id: str) -> HttpResponseBase:
        chosen = self._chosen(request, curves.PROFILES_FILES)
        self.only(request, *(() if chosen else ("page", "page_size")), fields=False)
        test = self._test(id)
        if chosen:
            return curves.profiles_file(test, chosen)
        return Response(curves.profiles_page(test, request.path, request.query_params))

    @extend_schema(
        operation_id="cycling_series",
        tags=["cycling"],
        summary="Time series of a cycling test",
        parameters=[
            OpenApiParameter("id", str, OpenApiParameter.PATH, description=ident_doc),
            OpenApiParameter("cell", int, description=curves.CELL_DOC),
            OpenApiParameter("cycle", int, many=True, description="These cycles alone."),
            format_parameter(curves.SERIES_FILES),
        ],
        responses={
            200: SeriesOfTest,
            **file_responses(curves.SERIES_FILES),
            **problem_responses(gone=True, moved=True),
        },
    )
    @action(detail=True, url_path="series")
    def series(self, request: Request, id: str) -> HttpResponseBase:
        self.only(request, "cell", "cycle", fields=False)
        test = self._test(id)
        if chosen := self._chosen(request, curves.SERIES_FILES):
            return curves.series_file(test, chosen, request.query_params)
        address = f"{api_url('cycling', test.public_id)}series/"
        return Response(curves.series_told(test, address, request.query_params))

    def get_renderers(self) -> Any:
        files = {
            "points": curves.POINTS_FILES,
            "profiles": curves.PROFILES_FILES,
            "series": curves.SERIES_FILES,
        }
        return [*super().get_renderers(), *renderers(files.get(self.action or "", ()))]

    def _test(self, ident: str) -> CyclingTest:
        test = CyclingTest.objects.by_public_id(ident).select_related("paper").first()
        if test is None:
            raise gone_or_missing(Kind.TEST, ident)
        return test
