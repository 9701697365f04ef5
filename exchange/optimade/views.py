"""The addresses of OPTIMADE, each in a few lines."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from exchange.optimade import answers, asking
from exchange.optimade.coatings import COATINGS
from exchange.optimade.cycling_tests import TESTS
from exchange.optimade.errors import NotFound, OptimadeError, VersionNotSupported
from exchange.optimade.grammar import read_filter
from exchange.optimade.references import REFERENCES
from records.data_version import one_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from exchange.optimade.entries import EntryType

TYPES: dict[str, EntryType] = {kind.name: kind for kind in (COATINGS, TESTS, REFERENCES)}
_ENDPOINTS = ["info", "links", *TYPES]


def _served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a reading request from one version of the data, and any refusal in its form."""

    @wraps(view)
    def answer(request: HttpRequest, **where: str) -> HttpResponse:
        try:
            with one_snapshot() as version:
                response = view(request, **where)
        except OptimadeError as error:
            return answers.refusal(request, error)
        response.headers["X-Data-Version"] = str(version)
        if version.modified:
            response.headers["Last-Modified"] = http_date(version.modified.timestamp())
        return response

    decorated: Callable[..., HttpResponse] = require_safe(conditional_page(answer))
    return decorated


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """The major versions served, as CSV: what a client asks first."""
    return HttpResponse("version\n1\n", content_type="text/csv; header=present")


@require_safe
def unversioned(request: HttpRequest, path: str) -> HttpResponse:
    """An address without a version leads to the one of the current version."""
    tail = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponseRedirect(f"{answers.base_url()}/{path or 'info'}{tail}")
    response.status_code = 307
    return response


@_served
def versioned(request: HttpRequest, version: str, path: str = "") -> HttpResponse:
    """Everything under a versioned base address."""
    if version not in answers.VERSIONS:
        raise VersionNotSupported(f"v{version} is not served; v1.2 is")
    match path.strip("/").split("/"):
        case ["info"]:
            return info(request)
        case ["info", name] if name in TYPES:
            return entry_info(request, TYPES[name])
        case ["links"]:
            return links(request)
        case [name] if name in TYPES:
            return entries(request, TYPES[name])
        case [name, ident] if name in TYPES:
            return entry(request, TYPES[name], ident)
    raise NotFound(f"there is nothing at {path!r}; there are {', '.join(_ENDPOINTS)}")


def info(request: HttpRequest) -> HttpResponse:
    asking.check(request.GET, "info")
    available = [
        {"url": f"{answers.base_url(version)}/", "version": answers.VERSION}
        for version in answers.VERSIONS
    ]
    attributes = {
        "api_version": answers.VERSION,
        "available_api_versions": available,
        "formats": ["json"],
        "available_endpoints": _ENDPOINTS,
        "entry_types_by_format": {"json": list(TYPES)},
        "is_index": False,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "available_licenses": ["CC-BY-4.0"],
    }
    data = {"id": "/", "type": "info", "attributes": attributes}
    return answers.respond({"data": data, "meta": answers.meta(request)})


def entry_info(request: HttpRequest, kind: EntryType) -> HttpResponse:
    asking.check(request.GET, "info")
    shown = kind.shown
    address = f"{answers.base_url()}/info/{kind.name}"
    data = {
        "id": kind.name,
        "type": "info",
        "description": kind.description,
        "properties": {one.name: one.definition(address) for one in shown},
        "formats": ["json"],
        "output_fields_by_format": {"json": [one.name for one in shown]},
    }
    return answers.respond({"data": data, "meta": answers.meta(request)})


def links(request: HttpRequest) -> HttpResponse:
    """The only implementation of its provider: the root is itself."""
    asking.check(request.GET, "info")
    said = answers.provider()
    attributes = {
        "name": said["name"],
        "description": said["description"],
        "base_url": f"{settings.PUBLIC_URL}/optimade",
        "homepage": said["homepage"],
        "link_type": "root",
    }
    data = [{"id": "asc", "type": "links", "attributes": attributes}]
    meta = answers.meta(request, returned=1, available=1)
    return answers.respond({"data": data, "meta": meta})


def entries(request: HttpRequest, kind: EntryType) -> HttpResponse:
    asking.check(request.GET, "list")
    warnings: list[str] = []
    part = asking.window(request.GET)
    fields = kind.fields(request.GET.get("response_fields", ""), warnings)
    node = read_filter(request.GET.get("filter", ""))
    found = kind.filtered(node, warnings)
    asked = kind.ordered(found, request.GET.get("sort", ""))
    include = asking.included(request.GET, _related(kind))
    available = kind.queryset().count()
    returned = available if node is None else found.count()
    rows = kind.read(asked[part.offset : part.offset + part.limit])
    more = part.offset + part.limit < returned
    body: dict[str, Any] = {
        "data": [kind.resource(row, fields) for row in rows],
        "links": {"next": _next(request, part) if more else None},
        "meta": answers.meta(
            request, returned=returned, available=available, more=more, warnings=warnings
        ),
    }
    if include and (related := kind.included(rows)):
        body["included"] = related
    return answers.respond(body)


def entry(request: HttpRequest, kind: EntryType, ident: str) -> HttpResponse:
    asking.check(request.GET, "entry")
    warnings: list[str] = []
    fields = kind.fields(request.GET.get("response_fields", ""), warnings)
    include = asking.included(request.GET, _related(kind))
    (row,) = kind.read(kind.one(ident))
    body: dict[str, Any] = {
        "data": kind.resource(row, fields),
        "meta": answers.meta(request, returned=1, available=1, warnings=warnings),
    }
    if include and (related := kind.included([row])):
        body["included"] = related
    return answers.respond(body)


def _related(kind: EntryType) -> list[str]:
    return [] if kind is REFERENCES else ["references"]


def _next(request: HttpRequest, part: asking.Window) -> str:
    query = request.GET.copy()
    for name, value in part.following().items():
        query[name] = value
    return f"{settings.PUBLIC_URL}{request.path}?{query.urlencode()}"
