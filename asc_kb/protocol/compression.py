"""Answers compressed with Brotli where the client takes it, else with gzip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import brotli
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

_BR = re.compile(r"(?:^|,)\s*br\s*(?:;\s*q=([0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)
_SMALLEST = 200  # bytes; below, compressing costs more than it saves
_QUALITY = 4  # as fast as gzip, and smaller


def takes_brotli(accepted: str) -> bool:
    """Whether an Accept-Encoding names ``br`` without refusing it."""
    found = _BR.search(accepted)
    return found is not None and (found[1] is None or found[1].strip("0.") != "")


class CompressionMiddleware(GZipMiddleware):
    """Django's gzip for streams and for who knows nothing better. Brotli is for REST alone: what
    is compressed there is public and holds no secret that its length could tell."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if (
            response.streaming
            or not request.path_info.startswith(("/api/v1/", "/optimade/"))
            or response.has_header("Content-Encoding")
            or len(response.content) < _SMALLEST  # type: ignore[attr-defined]  # not a stream
            or not takes_brotli(request.headers.get("Accept-Encoding", ""))
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = brotli.compress(response.content, quality=_QUALITY)  # type: ignore[attr-defined]
        response.content = packed  # type: ignore[attr-defined]
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "br"
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            response.headers["ETag"] = f"W/{etag}"  # other bytes, the same answer
        return response
