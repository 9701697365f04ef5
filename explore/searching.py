"""From the search box to the list that answers: every list reads the phrase, and the one that makes
most of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from coatings.filters import (
    CoatingFilter,
    MaterialFilter,
    MethodFilter,
    ProcessFilter,
    SubstrateFilter,
)
from coatings.queries.groups import all_groups
from cycling.filters import TestFilter
from literature.author_words import author_key
from literature.filters import PaperFilter
from precursors.filters import PrecursorFilter
from records.models import Kind, parse_public_id
from records.search import fold, words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from records.filtering import StrictFilterSet

_OF_PAPERS = {"author", "year_min", "year_max", "type"}


@dataclass(frozen=True)
class Listed:
    """A list that may answer, by the name of its address."""

    name: str
    plural: str
    filters: type[StrictFilterSet]


_LISTS = (
    Listed("coatings", "coatings", CoatingFilter),
    Listed("cycling", "tests", TestFilter),
    Listed("papers", "papers", PaperFilter),
    Listed("precursors", "precursors", PrecursorFilter),
    Listed("processes", "processes", ProcessFilter),
)
_WORDS_ONLY = (
    Listed("materials", "materials", MaterialFilter),
    Listed("substrates", "substrates", SubstrateFilter),
    Listed("methods", "methods", MethodFilter),
)
_RECORDS = ((Kind.COATING, "coating"), (Kind.TEST, "test"), (Kind.PAPER, "paper"))


@dataclass(frozen=True)
class Routed:
    """The list that a phrase leads to, and its filters as they read it."""

    list: Listed
    filters: StrictFilterSet

    @property
    def address(self) -> str:
        return f"{reverse(self.list.name)}?{self.filters.data.urlencode()}"


def routed(phrase: str) -> Routed:
    """The list that leaves the fewest words of a phrase unread; among those the one it names, then
    papers for what only papers have, then coatings. Where words are left, one that finds them."""
    read = [Routed(one, _asked(one, phrase)) for one in _LISTS]
    best = max(read, key=lambda one: _rank(one, phrase))  # the first of several
    if best.filters.phrase and best.filters.phrase.left and not best.filters.count():
        others = [*read, *(Routed(one, _asked(one, phrase)) for one in _WORDS_ONLY)]
        return next((one for one in others if one.filters.count()), best)
    return best


def _asked(one: Listed, phrase: str) -> StrictFilterSet:
    data = QueryDict(mutable=True)
    data["q"] = phrase
    return one.filters(data)


def _rank(one: Routed, phrase: str) -> tuple[int, int, bool]:
    reading, spoken = one.filters.phrase, one.list.filters.SPOKEN
    if reading is None or spoken is None:
        return -len(phrase), 0, False
    left = sum(len(token.text) for token in reading.left)
    named = len({*words(phrase)} & {*spoken.named})
    of_papers = bool(reading.filters) and not {*reading.filters} - _OF_PAPERS
    return -left, named, of_papers == (one.list.name == "papers")


def landing_page(phrase: str) -> str:
    """The page of the group or of the author that a phrase names and says no more of, if one."""
    typed = fold(phrase)
    for group in all_groups():
        if typed == fold(group.name):
            return group.get_absolute_url()
    key = author_key(phrase)
    asked = routed(phrase).filters.asked
    return reverse("author", args=[key]) if asked.get("author") == [key] and len(asked) == 1 else ""


def search(request: HttpRequest) -> HttpResponse:
    """To the record of an id, of a group or of an author, else to the list that answers."""
    phrase = request.GET.get("q", "").replace("\x00", "").strip()
    for kind, name in _RECORDS:
        if parse_public_id(phrase.upper(), kind) is not None:
            return redirect(name, phrase.upper())
    if not phrase:
        return redirect("coatings")
    return redirect(landing_page(phrase) or routed(phrase).address)
