"""Responses: the envelope of JSON:API with the ``meta`` that OPTIMADE asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from exchange.optimade.errors import OptimadeError

VERSION = "1.2.0"
VERSIONS = ("1", "1.2", "1.2.0")  # each served at a base address of its own
_SCHEMA = "https://schemas.optimade.org/openapi/v1.2/optimade.json"
CONTENT_TYPE = "application/vnd.api+json"


def base_url(version: str = "1") -> str:
    return f"{settings.PUBLIC_URL}/optimade/v{version}"


def provider() -> dict[str, Any]:
    return {
        "name": "ASC knowledge base",
        "description": "Thin films grown by atomic and molecular layer deposition on battery "
        "electrodes, each value with its place in a paper.",
        "prefix": "asc",
        "homepage": f"{settings.PUBLIC_URL}/",
    }


def meta(
    request: HttpRequest,
    *,
    returned: int | None = None,
    available: int | None = None,
    more: bool = False,
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """What every response says of itself and of the question."""
    tail = request.get_full_path().split("/optimade", 1)[1]
    found: dict[str, Any] = {
        "api_version": VERSION,
        "query": {"representation": "/" + tail.lstrip("/").split("/", 1)[-1]},
        "more_data_available": more,
        "schema": _SCHEMA,
        "time_stamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "provider": provider(),
        "implementation": {"name": "ASC knowledge base", "homepage": f"{settings.PUBLIC_URL}/"},
    }
    if returned is not None:
        found["data_returned"] = returned
    if available is not None:
        found["data_available"] = available
    if warnings:
        unique = dict.fromkeys(warnings)
        found["warnings"] = [{"type": "warning", "detail": text} for text in unique]
    return found


def respond(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE)


def refusal(request: HttpRequest, error: OptimadeError) -> HttpResponse:
    """An error as JSON:API gives it."""
    found: dict[str, Any] = {
        "status": str(int(error.status)),
        "title": error.title,
        "detail": f"{error.parameter}: {error.detail}" if error.parameter else error.detail,
    }
    if error.parameter:
        found["source"] = {"parameter": error.parameter}
    response = respond({"errors": [found], "meta": meta(request)}, int(error.status))
    if error.status == 553:
        response.reason_phrase = error.title
    return response
