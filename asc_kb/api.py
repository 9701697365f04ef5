"""The root of REST: what there is, and an answer where there is nothing."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from ruamel.yaml import YAML

from records.data_version import data_version
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


@cache
def _description() -> tuple[bytes, bytes, str]:
    """The committed description as YAML and as JSON, and the digest of its text: it changes with
    the code alone, and ``make check`` holds the two together."""
    text = (settings.BASE_DIR / "openapi.yaml").read_bytes()
    body = YAML(typ="safe").load(text)
    return text, orjson.dumps(body, default=str), sha256(text).hexdigest()


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI as YAML, or as JSON where ``Accept`` or ``format=json`` asks for it."""
    text, as_json, digest = _description()
    json_asked = request.GET.get("format") == "json" or (
        "format" not in request.GET
        and request.get_preferred_type(["application/vnd.oai.openapi", "application/json"])
        == "application/json"
    )
    form = "json" if json_asked else "yaml"
    response = get_conditional_response(request, etag=f'"{digest}-{form}"') or HttpResponse(
        as_json if json_asked else text,
        content_type="application/json" if json_asked else "application/vnd.oai.openapi",
    )
    response.headers["ETag"] = f'"{digest}-{form}"'
    response.headers["X-Data-Version"] = str(data_version())
    patch_vary_headers(response, ("Accept",))
    return response


class NothingHere(RestView):
    """An address that does not exist is a problem in the same shape as every other."""

    names: ClassVar[list[str]] = []

    @extend_schema(exclude=True)
    def retrieve(self, request: Request) -> Response:
        asked = request.path.removeprefix(_ROOT).split("/")[0]
        best = nearest_of(asked, self.names)
        raise not_found("address", request.path, f"; the nearest is '{_ROOT}{best}/'")
