"""The site map: every record and every word of the vocabulary, with the day of its last change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.shortcuts import render
from django.urls import reverse

from literature.models import Paper, without_examples
from records.kinds import record_kinds, term_kinds

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

_LISTS = (
    *("home", "coatings", "precursors", "materials", "processes", "substrates", "methods"),
    *(
        "cycling",
        "papers",
        "explore",
        "evidence",
        "groups",
        "place",
        "recipes",
        "data",
        "releases",
        "api-docs",
    ),
)


_Sitemap: Any = Sitemap  # generic in its stubs alone


class _Public(_Sitemap):
    """Under the public address, whatever host it is asked through."""

    limit = 10_000

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PUBLIC_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_URL).scheme


class Lists(_Public):
    """The pages that lead to the others."""

    def items(self) -> list[str]:
        return list(_LISTS)

    def location(self, item: str) -> str:
        return reverse(item)


class Records(_Public):
    """The pages of one model."""

    def __init__(self, model: Any, paper: str = "") -> None:
        self.model = model
        self.paper = paper

    def items(self) -> Any:
        rows = self.model.objects.order_by("pk")
        return without_examples(rows, self.paper) if self.paper else rows

    def lastmod(self, item: Any) -> datetime | None:
        return getattr(item, "updated", None)


def _sitemaps() -> dict[str, Any]:
    records = [
        Records(Paper, "key"),
        *(Records(kind.model, "paper__key") for kind in record_kinds()),
        *(Records(one.model) for one in term_kinds()),
    ]
    return {"lists": Lists()} | {str(one.model._meta.model_name): one for one in records}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of the parts, each of at most 10,000 addresses."""
    parts = [
        f"{settings.PUBLIC_URL}/sitemap-{name}.xml{f'?p={page}' if page > 1 else ''}"
        for name, part in _sitemaps().items()
        for page in part.paginator.page_range
    ]
    context = {"sitemaps": [{"location": part} for part in parts]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    answer: HttpResponse = sitemap(request, {**_sitemaps()}, section)
    return answer


def robots(request: HttpRequest) -> HttpResponse:
    context = {"base": settings.PUBLIC_URL}
    return render(request, "exchange/robots.txt", context, content_type="text/plain")
