"""Addresses as people and machines write them, led to those that we give.

An id is read in small letters too, REST answers without the last slash, and the page of a record
answers in the form that ``Accept`` asks for, as its REST address does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

REST, OPTIMADE = "/api/v1", "/optimade/"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_NUL = "%00"
_RECORD = re.compile(
    r"/(coatings|cycling|papers|precursors|materials|substrates|methods|processes)/[^/]+/"
)
_ID = re.compile(r"(?<=/)asc-[ctp]\d{6,9}(?=/|$)", re.IGNORECASE)
_FORMS = (
    "application/ld+json",
    "application/json",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
)


class AddressMiddleware:
    """Reads an address as it was meant, before it is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _without_nul(request)
        path = request.path_info
        written = _ID.sub(lambda found: found[0].upper(), path)
        if written != path and request.method in {"GET", "HEAD"}:
            return _moved(request, written)
        if path.startswith(f"{REST}/") and not path.endswith("/") and _is_there(f"{path}/"):
            request.path_info = request.path = f"{path}/"
        elif _RECORD.fullmatch(path):
            return self._in_the_form_asked_for(request)
        return self.get_response(request)

    def _in_the_form_asked_for(self, request: HttpRequest) -> HttpResponse:
        form = request.get_preferred_type(["text/html", *_FORMS])
        if form in _FORMS:
            request.path_info = request.path = f"{REST}{request.path_info}"
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept",))
        return response


def _without_nul(request: HttpRequest) -> None:
    """NUL becomes the sign for what cannot be read: no text of the database has one, and asking for
    one is an error there. In a query of REST it stays, to be refused by the parameter's name."""
    if "\x00" in request.path_info:
        request.path_info = request.path_info.replace("\x00", UNREADABLE)
        request.path = request.path.replace("\x00", UNREADABLE)
    query = request.META.get("QUERY_STRING", "")
    if _NUL in query and not request.path_info.startswith((f"{REST}/", OPTIMADE)):
        request.META["QUERY_STRING"] = query.replace(_NUL, quote(UNREADABLE))


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _is_there(path: str) -> bool:
    """Whether an address of REST is one that we give."""
    try:
        return resolve(path).url_name is not None
    except Resolver404:
        return False
