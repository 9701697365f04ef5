"""ETags, and 304 where the client holds the answer already: for reading by GET and by HEAD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.decorators import decorator_from_middleware
from django.utils.http import parse_http_date_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


class Conditions(ConditionalGetMiddleware):
    """Django's knows GET alone, and its 304 forgets which version of the data it speaks of."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return cast("HttpResponseBase", response)
        if self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        modified = response.get("Last-Modified")
        answer: Any = get_conditional_response(
            request,
            etag=response.get("ETag"),
            last_modified=parse_http_date_safe(modified) if modified else None,
            response=response,
        )
        if version := response.get("X-Data-Version"):
            answer.headers["X-Data-Version"] = version
        return cast("HttpResponseBase", answer)


conditional_answer = decorator_from_middleware(Conditions)
