"""Suggestions for a search field: what on record begins as somebody types."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from coatings.models import Material, Method, Substrate
from coatings.queries.groups import all_groups
from explore.searching import routed
from literature.author_words import author_key, authors
from literature.models import Paper
from precursors.models import Precursor
from records.filtering.filterset import LONGEST_VALUE
from records.filtering.spelling import suggest
from records.read_rows import number_keys
from records.search import fold, search_condition, words
from records.templatetags.values import short_name
from records.typesetting import plain_subscripts
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Q
    from django.http import HttpRequest

_OF_EACH = 4
_LAST_WORDS = 3
_SHORTEST_PROPERTY = 3
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
    if found := [*_named(typed), *_groups(typed), *_authors(typed), *_properties(typed)]:
        found = sorted(found, key=lambda one: not _begins(one, fold(typed)))
        # words of a phrase stand in titles too
        return found if any(one.kind != "paper" for one in found) else [*_completed(typed), *found]
    if found := _completed(typed):
        return found
    better = suggest(typed, _every_word())
    if better is None:
        better = routed(typed).filters.did_you_mean()
    return [Suggestion("spelling", "", better, "did you mean this?", "")] if better else []


def _named(typed: str) -> list[Suggestion]:
    condition = search_condition(typed)
    return [one for kind, model in _KINDS for one in _of_kind(kind, model, condition, fold(typed))]


def _groups(typed: str) -> list[Suggestion]:
    """Groups of films and of electrodes by their names."""
    return [
        Suggestion(
            *("group", one.key, plain_subscripts(one.name), f"{len(one.keys)} together"),
            one.get_absolute_url(),
        )
        for one in all_groups()
        if fold(one.name).startswith(fold(typed))
    ][:_OF_EACH]


def _authors(typed: str) -> list[Suggestion]:
    asked = author_key(typed)
    return [
        Suggestion("author", key, name, f"{len(papers)} papers", reverse("author", args=[key]))
        for key, (name, papers) in authors().items()
        if asked and key.startswith(asked)
    ][:_OF_EACH]


def _properties(typed: str) -> list[Suggestion]:
    """Properties of coatings and of tests that are on record, by their names."""
    found: list[Suggestion] = []
    if len(typed) < _SHORTEST_PROPERTY:
        return found
    for name, subject in (("coatings", "coating"), ("cycling", "test")):
        for key in number_keys(subject):
            declared = PROPERTIES[key]
            if fold(declared.label).startswith(fold(typed)):
                address = f"{reverse(name)}?has={key}"
                found.append(Suggestion("property", key, declared.label, declared.doc, address))
    return found[:_OF_EACH]


def _completed(typed: str) -> list[Suggestion]:
    """A phrase as it is understood, or with its last words completed where they are not."""
    read = routed(typed)
    phrase = read.filters.phrase
    if phrase and phrase.understood and not phrase.left:
        detail = f"{read.filters.count()} {read.list.plural}"
        return [Suggestion("search", "", plain_subscripts(typed), detail, read.address)]
    pieces = typed.split()
    for at in range(max(1, len(pieces) - _LAST_WORDS), len(pieces)):
        head, tail = " ".join(pieces[:at]), " ".join(pieces[at:])
        ends = [*_named(tail), *_authors(tail)] if len(tail) > 1 else []
        ends = [one for one in ends if one.kind != "paper"]
        if ends:
            ends.sort(key=lambda one: not _begins(one, fold(tail)))
            return [_ending(head, one) for one in ends]
    return []


def _ending(head: str, one: Suggestion) -> Suggestion:
    page = f"{reverse('search')}?{urlencode({'q': f'{head} {one.label}'})}"
    return replace(one, kind="search", label=f"{plain_subscripts(head)} {one.label}", page=page)


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
