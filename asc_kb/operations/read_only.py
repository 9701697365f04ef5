"""A web server on a streaming replica: it answers, takes nothing in, and knows nobody."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

from asc_kb.protocol.errors import problem_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_SAFE = {"GET", "HEAD", "OPTIONS"}


class ReadOnlyMiddleware:
    """Everybody reads what everybody may read; who wants more is sent to the writing server.

    ``X-Data-Version`` of an answer says which version of the data it is from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.READ_ONLY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE:
            detail = f"this server only reads, from a copy: write at {settings.PUBLIC_URL}"
            return problem_response(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        request.META.pop("HTTP_AUTHORIZATION", None)
        return self.get_response(request)
