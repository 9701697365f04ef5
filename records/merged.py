"""Where merged ids and keys lead: to the same address of the record that they were merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404, HttpResponsePermanentRedirect

from records.models import Kind, MergedKey, PublicId, parse_public_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

WORDS = ("precursor", "material", "substrate", "method", "process")
"""What goes by a key of its own: names of models, and of their pages."""


def moved_address(address: str, old: str, new: str) -> str:
    """The address with one id or key in place of another; everything else stays."""
    path, mark, query = address.partition("?")
    return path.replace(f"/{quote(old)}/", f"/{quote(new)}/", 1) + mark + query


def merged_papers(keys: Iterable[str]) -> dict[str, str]:
    """Of ``keys`` and ids of papers, those that were merged, each with the id it leads to."""
    asked = list(keys)
    numbers = {parse_public_id(one, Kind.PAPER): one for one in asked}
    gone = PublicId.objects.filter(kind=Kind.PAPER, merged=True)
    by_key = gone.filter(paper_key__in=asked).values_list("paper_key", "successor")
    wanted = [number for number in numbers if number is not None]
    by_id = gone.filter(number__in=wanted).values_list("number", "successor")
    return {**dict(by_key), **{numbers[number]: into for number, into in by_id}}


def leads_to(kind: str, key: str) -> str | None:
    """The key (of a paper: the id) that this one was merged into, if it was. ``kind`` is the name
    of a model: ``precursor``, ``paper`` …"""
    if "\x00" in key:
        return None
    if kind == "paper":
        return merged_papers([key]).get(key)
    return MergedKey.objects.leading(kind, [key]).get(key)


class MergedMiddleware:
    """A page of a merged word or paper answers 301, instead of "not found"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not isinstance(error, Http404):
            return None
        kind = (match.url_name or "").removesuffix("-structure")
        given: dict[str, Any] = match.kwargs
        key = str(given.get("key") or given.get("public_id") or "")
        if kind not in {*WORDS, "paper"} or (into := leads_to(kind, key)) is None:
            return None
        return HttpResponsePermanentRedirect(moved_address(request.get_full_path(), key, into))
