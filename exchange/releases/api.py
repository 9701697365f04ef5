"""``/api/v1/releases/``: the published releases, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.response import Response

from exchange.models import Release
from records.rest import RestView, problem_responses
from records.rest.describing import format_parameter
from records.rest.shapes import Shape

if TYPE_CHECKING:
    from rest_framework.request import Request


class ReleaseShape(Shape):
    """One pinned state of the data."""

    version: str
    date: datetime = Field(description="Of the last change of the data in it.")
    url: str = Field(description="Address of its file.")
    size: int = Field(description="Bytes of its file.")
    sha256: str = Field(description="Checksum of its file.")
    counts: dict[str, int] = Field(description="How many records of each list it holds.")


class Releases(Shape):
    """Every release, newest first."""

    count: int
    results: list[ReleaseShape]


class ReleasesView(RestView):
    """What was released."""

    @extend_schema(
        operation_id="releases",
        tags=["releases"],
        summary="The published releases of the data, newest first",
        parameters=[format_parameter()],
        responses={200: Releases, **problem_responses(missing=True)},
    )
    def retrieve(self, request: Request) -> Response:
        self.only(request, fields=False)
        found = [
            {
                "version": one.version,
                "date": one.date.isoformat().replace("+00:00", "Z"),
                "url": f"{settings.PUBLIC_URL}{one.get_absolute_url()}",
                "size": one.size,
                "sha256": one.checksum,
                "counts": one.counts,
            }
            for one in Release.objects.all()
        ]
        return Response({"count": len(found), "results": found})
