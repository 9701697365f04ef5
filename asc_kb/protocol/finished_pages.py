"""Finished pages, kept while nothing that they say has changed.

The public pages are the same for everybody who is not signed in. Each process keeps the last ones
in memory under the version of the data and what readers and reviewers said beside them, so a page
is made once for each version and never shown after it.
"""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from curation.models import FlagAnswer, ProblemReport, ReportState
from records.data_version import data_version
from records.prepared import in_one_journey

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_PAGES = re.compile(
    r"/(?:(?:coatings|cycling|papers|precursors|materials|substrates|methods|processes"
    r"|authors|groups|explore|evidence|recipes|place|compare|measurements|series)/.*)?"
)
_LARGEST = 1_000_000
"""Bytes of a page, compressed where it is; larger ones are made anew each time."""
_BESIDE = f"""
SELECT (SELECT array_agg(id ORDER BY id) FROM {ProblemReport._meta.db_table}
        WHERE state = '{ReportState.OPEN.value}'),
       (SELECT (count(*), max(answered_at))::text FROM {FlagAnswer._meta.db_table})
"""


class FinishedPages:
    """Answers with the page as it was made before, where that is what it would be made now.

    It stands outside of compression, so that no page is compressed twice either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PAGES_KEPT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.kept = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request) or (key := _key(request)) is None:
            return self.get_response(request)
        page: HttpResponse | None = self.kept.get(key)
        if page is None:
            page = self.get_response(request)
            if not _is_the_same_for_all(page):
                return page
            patch_vary_headers(page, ("Cookie",))
            page.headers["ETag"] = f'W/"{key}"'
            self.kept.set(key, page)
        return get_conditional_response(request, etag=page.headers["ETag"], response=page) or page


def _may_be_kept(request: HttpRequest) -> bool:
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return (
        request.method == "GET"
        and not own & request.COOKIES.keys()
        and "Authorization" not in request.headers
        and request.accepts("text/html")
        and _PAGES.fullmatch(request.path_info) is not None
    )


def _key(request: HttpRequest) -> str | None:
    """What decides a page; None while the data are being changed."""
    version = data_version()
    if not version.settled:
        return None
    [[beside]] = in_one_journey([(_BESIDE, ())])
    parts = (
        version.number,
        version.changed,
        beside,
        timezone.localdate(),  # a citation says when it was read
        request.build_absolute_uri(),
        request.get_preferred_type(["text/html", "application/json", "application/ld+json"]),
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _is_the_same_for_all(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Cache-Control" not in response.headers
        and not response.cookies
        and len(response.content) <= _LARGEST
    )
