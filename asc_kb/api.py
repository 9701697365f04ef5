"""The root of REST: what there is, and an answer where there is nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from records.filtering import nearest_of
from records.linked_data import context_document
from records.rest import RestView, not_found, problem_responses
from records.rest.rendering import JSONRenderer, LinkedDataRenderer

_ROOT = "/api/v1/"


class RootView(RestView):
    """What REST offers."""

    names: ClassVar[list[str]] = []

    @extend_schema(
        operation_id="root",
        tags=["root"],
        summary="What there is",
        responses={200: dict[str, str]},
    )
    def retrieve(self, request: Request) -> Response:
        self.only(request, fields=False)
        base = f"{settings.PUBLIC_URL}{_ROOT}"
        addresses: dict[str, Any] = {name: f"{base}{name}/" for name in self.names}
        return Response({**addresses, "schema": f"{base}schema/"})


class ContextView(RestView):
    """The context of JSON-LD records."""

    renderer_classes = (JSONRenderer, LinkedDataRenderer)  # type: ignore[assignment]

    @extend_schema(
        operation_id="context",
        tags=["root"],
        summary="Context of the JSON-LD in records",
        responses={
            (200, LinkedDataRenderer.media_type): dict[str, Any],
            **problem_responses(missing=False),
        },
    )
    def retrieve(self, request: Request) -> Response:
        self.only(request, fields=False)
        return Response(context_document(), content_type=LinkedDataRenderer.media_type)


class NothingHere(RestView):
    """An address that does not exist is a problem in the same shape as every other."""

    names: ClassVar[list[str]] = []

    @extend_schema(exclude=True)
    def retrieve(self, request: Request) -> Response:
        asked = request.path.removeprefix(_ROOT).split("/")[0]
        best = nearest_of(asked, self.names)
        raise not_found("address", request.path, f"; the nearest is '{_ROOT}{best}/'")
