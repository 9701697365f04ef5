"""Suggestions for a search field: what on record begins as somebody types."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.views.decorators.cache import cache_control

from coatings.models import Material, Method, Substrate
from literature.models import Paper
from precursors.models import Precursor
from records.filtering.filterset import LONGEST_VALUE
from records.filtering.spelling import suggest
from records.search import fold, search_condition, words
from records.templatetags.values import short_name
from records.typesetting import plain_subscripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Q
    from django.http import HttpRequest

_OF_EACH = 4
_KINDS: tuple[tuple[str, Any], ...] = (
    ("material", Material),
    ("precursor", Precursor),
    ("substrate", Substrate),
    ("method", Method),
    ("paper", Paper),
)


@dataclass(frozen=True)
class Suggestion:
    """One record by what it is called, or another spelling of what was typed. ``kind`` is the
    parameter by which lists filter, or ``spelling``."""

    kind: str
    key: str
    label: str
    detail: str
    page: str


def suggestions(typed: str) -> list[Suggestion]:
    """Records whose every typed word begins one of their words, the closest names first; where
    there is none, the spelling on record that comes nearest. One query for each kind."""
    if not words(typed):
        return []
    condition = search_condition(typed)
    found = [one for kind, model in _KINDS for one in _of_kind(kind, model, condition, fold(typed))]
    if found:
        return sorted(found, key=lambda one: not _begins(one, fold(typed)))
    better = suggest(typed, _every_word())
    return [Suggestion("spelling", "", better, "did you mean this?", "")] if better else []


def _of_kind(kind: str, model: Any, condition: Q, typed: str) -> list[Suggestion]:
    rows = model.objects.filter(condition).order_by("pk")
    shown = [_shown(kind, row) for row in rows[: 10 * _OF_EACH]]
    return sorted(shown, key=lambda one: not _begins(one, typed))[:_OF_EACH]


def _shown(kind: str, row: Any) -> Suggestion:
    if kind == "paper":
        label, detail = row.short, row.citation
    elif kind == "method":
        label, detail = row.key, row.name
    else:
        label = plain_subscripts(short_name(row))
        detail = "" if row.name == short_name(row) else plain_subscripts(row.name)
    return Suggestion(kind, row.key, label, detail, row.get_absolute_url())


def _begins(one: Suggestion, typed: str) -> bool:
    return any(fold(text).startswith(typed) for text in (one.key, one.label, one.detail))


def _every_word() -> Iterator[str]:
    for _, model in _KINDS:
        yield from model.objects.order_by().values_list("search_text", flat=True)


@cache_control(max_age=60)
def suggest_view(request: HttpRequest) -> JsonResponse:
    """``{"suggestions": […]}`` for ``q``; nothing for less than two characters."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_VALUE]
    found = suggestions(typed) if len(typed) > 1 else []
    return JsonResponse({"suggestions": [asdict(one) for one in found]})
