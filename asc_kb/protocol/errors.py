"""Problems that arise outside the views: too many requests, and crashes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from django.http import HttpResponse
from django.views import defaults

from records.rest.problems import CONTENT_TYPE, problem_body

if TYPE_CHECKING:
    from django.http import HttpRequest

_REST = ("/api/", "/optimade/")


def problem_response(status: HTTPStatus, detail: str) -> HttpResponse:
    """A problem as every other, where there is no view to raise it."""
    return HttpResponse(
        orjson.dumps(problem_body(status, detail)), content_type=CONTENT_TYPE, status=status
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A crash: a problem for a program, a page for a person. The log has the rest."""
    if request.path_info.startswith(_REST):
        detail = "this is a fault of ours; it is in our log"
        return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
    return defaults.server_error(request)
