"""Signposts in the head of an answer: https://signposting.org/FAIR/, level 1."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings

from exchange.discovery.addresses import REST
from records.licence import LICENCE_URL
from records.models import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_TYPES = {
    Kind.COATING: "https://schema.org/Dataset",
    Kind.TEST: "https://schema.org/Dataset",
    Kind.PAPER: "https://schema.org/ScholarlyArticle",
}
_PAGES = {kind.page: kind for kind in Kind}
_DESCRIBED = {
    "application/ld+json": "jsonld",
    "application/json": "json",
    "application/x-bibtex": "bibtex",
    "application/vnd.citationstyles.csl+json": "csl",
}


class SignpostMiddleware:
    """Tells which address to cite, what describes the record, its licence, kind and contents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        kind = _PAGES.get(match.url_name or "") if match else None
        if match is not None and kind is not None and response.status_code == HTTPStatus.OK:
            response.headers["Link"] = ", ".join(signposts(kind, match.kwargs["public_id"]))
        return response


def signposts(kind: Kind, ident: str) -> list[str]:
    """The links of a record's page, as they stand in the header."""
    base = settings.PUBLIC_URL
    folder = {Kind.COATING: "coatings", Kind.TEST: "cycling", Kind.PAPER: "papers"}[kind]
    rest = f"{base}{REST}/{folder}/{ident}/"
    links = [
        f'<{base}/{ident}>; rel="cite-as"',
        f'<{LICENCE_URL}>; rel="license"',
        f'<{_TYPES[kind]}>; rel="type"',
        '<https://schema.org/AboutPage>; rel="type"',
        f'<{base}/>; rel="author"',
    ]
    links += [
        f'<{rest}?format={name}>; rel="describedby"; type="{media}"'
        for media, name in _DESCRIBED.items()
    ]
    item = {
        Kind.COATING: f"{base}{REST}/results/?coating={ident}&format=csv",
        Kind.TEST: f"{base}{REST}/results/?test={ident}&format=csv",
        Kind.PAPER: f"{base}{REST}/results/?paper={ident}&format=csv",
    }[kind]
    return [*links, f'<{item}>; rel="item"; type="text/csv"']
