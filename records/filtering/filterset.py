"""Strict sets of filters: what is asked is answered exactly, or refused by name.

A parameter that does not exist, or a value that cannot be read, is a problem that names it and
the nearest valid one. An empty value counts as not asked, as a plain HTML form sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import django_filters
from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from records.filtering.filters import (
    BoundFilter,
    MatchFilter,
    SearchFilter,
    StrictFilter,
    Unreadable,
)
from records.filtering.histograms import own_parameters
from records.filtering.ordering import Ordering, Term, UnknownOrdering, ordered, read_ordering
from records.filtering.ranges import Printed, Range, interval_condition, value_condition
from records.filtering.spelling import suggest
from records.filtering.vocabularies import Words, hint
from records.index.answering import Index
from records.index.asking import ValueWithin
from records.index.standing import standing
from records.phrases import Reading, read_phrase
from records.read_rows import high_column, low_column
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db import models

    from records.filtering.facets import Facet
    from records.phrases import Spoken

LIST_PARAMETERS = ("page", "page_size", "cursor", "ordering", "fields", "format", "full")
MATCH = "match"
LONGEST_VALUE = 300
MOST_VALUES = 1000
MOST_CHANGES = 5000
"""With more changes of its records than this, a list is read by SQL until they are folded."""
_FEW = 2000


class Problem(NamedTuple):
    """A parameter that cannot be answered, and why."""

    parameter: str
    message: str


@dataclass(frozen=True)
class ActiveFilter:
    """One filter that is on, in words, and the query string of the same list without it."""

    parameter: str
    value: str
    label: str
    words: str
    removed: str


class StrictFilterSet(django_filters.FilterSet):
    """Base of every room's set of filters; shared by pages and REST.

    ``ORDERINGS`` names what the list can be sorted by; ``properties()`` the numeric properties
    that get ``<key>_min`` and ``<key>_max``. ``FACETS`` says which words are counted, and
    ``HISTOGRAMS`` names the properties (and ``year``) whose values are binned.
    """

    ORDERINGS: ClassVar[dict[str, Ordering]] = {}
    FACETS: ClassVar[tuple[Facet, ...]] = ()
    HISTOGRAMS: ClassVar[tuple[str, ...]] = ()
    POINTS: ClassVar[dict[str, str]] = {"year": "year"}
    """Histograms of one exact value that stands in a column, and this column."""
    WATCHED: ClassVar[tuple[tuple[type[models.Model], str], ...] | None] = None
    """Of a long list, whose index is kept in blocks: the tables beside its own whose writes change
    what it holds, with the column of the record. Other lists are read whole."""
    DEFAULT_ORDERING: ClassVar[str] = "id"
    SPOKEN: ClassVar[Spoken | None] = None
    """How a phrase in ``q`` speaks of the filters; without it every word is searched for."""
    base_filters: ClassVar[dict[str, StrictFilter]]

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: models.QuerySet[Any] | None = None,
        *,
        request: Any = None,
        prefix: str | None = None,
    ) -> None:
        # The filters hold no state of a request, so they are shared and not copied per request.
        self.data = data if data is not None else QueryDict()
        self.queryset = queryset if queryset is not None else self.default_queryset()
        self.narrowed_before = queryset is not None
        self.request = request
        self.form_prefix = prefix
        self.is_bound = True
        self.filters = self.base_filters
        self._index: Index | None = None

    @classmethod
    def properties(cls) -> Iterable[str]:
        """Keys of the numeric properties that can be bounded."""
        return ()

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        declared = dict(super().get_filters())
        bounds: dict[str, StrictFilter] = {}
        for key in cls.properties():
            for side in ("min", "max"):
                name = f"{key}_{side}"
                if name not in declared:
                    bounds[name] = BoundFilter(key, side)
        if bounds:
            doc = (
                "How a value must meet the asked interval: `possible` (default) if it can lie "
                "inside, `certain` only if it lies wholly inside."
            )
            bounds[MATCH] = MatchFilter(doc=doc)
        return {**declared, **bounds}

    def default_queryset(self) -> models.QuerySet[Any]:
        return self._meta.model._default_manager.all()

    # --- reading what is asked ------------------------------------------------------------

    @cached_property
    def _given(self) -> dict[str, list[str]]:
        """Parameters with a value that is not empty, in the order given."""
        lists = ((name, [v for v in values if v.strip()]) for name, values in self.data.lists())
        return {name: values for name, values in lists if values}

    @cached_property
    def phrase(self) -> Reading | None:
        """How ``q`` is understood; None where there is none, or it is refused as it stands."""
        given = self._given.get("q", [])
        if self.SPOKEN is None or len(given) != 1 or not _is_text(given[0]):
            return None
        return read_phrase(type(self), given[0], self._given)

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """Parameters with what is asked of them: a phrase in ``q`` as the filters it means, and in
        ``q`` what is left of it."""
        if self.phrase is None:
            return self._given
        found = {**self._given, **self.phrase.filters, "q": [self.phrase.words]}
        return {name: values for name, values in found.items() if values != [""]}

    @cached_property
    def _read(self) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name in self.data:
            if name not in self.filters and name not in LIST_PARAMETERS:
                near = hint(name, {known: known for known in self.parameters()})
                problems.append(Problem(name, f"there is no such parameter{near}"))
        for name, raw in self.asked.items():
            if name not in self.filters:
                continue
            try:
                values[name] = self._read_one(self.filters[name], raw)
            except Unreadable as error:
                problems.append(Problem(name, str(error)))
        if not problems:
            problems = self._crossed(values)
        try:
            self._terms = read_ordering(self._ordering(), self.ORDERINGS, self._meta.model)
        except UnknownOrdering as error:
            self._terms = read_ordering(self.DEFAULT_ORDERING, self.ORDERINGS, self._meta.model)
            problems.append(Problem("ordering", str(error)))
        return values, problems

    @staticmethod
    def _read_one(filter_: StrictFilter, raw: list[str]) -> Any:
        if any("\x00" in value for value in raw):
            raise Unreadable("holds a null character")
        if any(len(value) > LONGEST_VALUE for value in raw):
            raise Unreadable(f"is longer than {LONGEST_VALUE} characters")
        if len(raw) > MOST_VALUES:
            raise Unreadable(f"is given {len(raw)} times; at most {MOST_VALUES} are taken")
        if len(raw) > 1 and not filter_.many:
            raise Unreadable(f"is given {len(raw)} times; it takes one value")
        return filter_.read(raw)

    def _crossed(self, values: dict[str, Any]) -> list[Problem]:
        found = []
        for key, (low, high) in self._bounds(values).items():
            if low is not None and high is not None and low > high:
                found.append(Problem(f"{key}_min", f"lies above {key}_max; nothing is between"))
        return found

    def _bounds(self, values: dict[str, Any]) -> dict[str, tuple[float | None, float | None]]:
        bounds: dict[str, tuple[float | None, float | None]] = {}
        for name, value in values.items():
            filter_ = self.filters[name]
            if isinstance(filter_, BoundFilter):
                low, high = bounds.get(filter_.key, (None, None))
                bounds[filter_.key] = (value, high) if filter_.side == "min" else (low, value)
        return bounds

    def _ordering(self) -> str:
        return ",".join(self.asked.get("ordering", [])) or self.DEFAULT_ORDERING

    @property
    def values(self) -> dict[str, Any]:
        """What each given parameter asks for; those with problems are not among them."""
        return self._read[0]

    @property
    def problems(self) -> list[Problem]:
        """Every parameter that cannot be answered; a list with problems must not be served."""
        return self._read[1]

    @property
    def terms(self) -> list[Term]:
        """The order asked for, down to the primary key."""
        self._read  # noqa: B018  # reading sets the order
        return self._terms

    def is_valid(self) -> bool:
        return not self.problems

    @property
    def errors(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for parameter, message in self.problems:
            found.setdefault(parameter, []).append(message)
        return found

    # --- answering ------------------------------------------------------------------------

    @cached_property
    def qs(self) -> models.QuerySet[Any]:
        """The rows asked for, in the order asked for."""
        return ordered(self.filter_queryset(self.queryset.all()), self.terms)

    @cached_property
    def questions(self) -> list[tuple[frozenset[str], Q]]:
        """What the parameters that are on ask for, one by one, each with those that say it."""
        found = [
            (frozenset((name,)), self.filters[name].condition(value))
            for name, value in self.values.items()
            if not isinstance(self.filters[name], BoundFilter)
        ]
        certain = self.values.get(MATCH) == "certain"
        for key, (low, high) in self._bounds(self.values).items():
            asked = Range(low, high, certain)
            condition = ValueWithin.of(key, asked, self.range_condition(key, asked))
            found.append((frozenset(own_parameters(key)), condition))
        return found

    def filter_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Rows that match every parameter."""
        for _, question in self.questions:
            queryset = queryset.filter(question)
        return queryset

    def range_condition(self, key: str, asked: Range) -> Q:
        """Rows whose interval of ``key`` meets the asked one. The hull in the columns answers for
        one value; where a row has several, one of them must meet it by itself."""
        printed, several = self.printed(key), self.several(key)
        hull = interval_condition(*self.interval(key), asked)
        if printed is None:
            return hull
        one_of_them = Q(printed.exists(value_condition(asked)))
        if not several:
            return one_of_them
        if asked.certain:
            return (hull & ~several) | (several & one_of_them)
        return hull & (~several | one_of_them)

    def interval(self, key: str) -> tuple[str, str]:
        """The columns that hold the lowest and the highest value that a row has of ``key``, ±inf
        for an open side."""
        if key in self.POINTS:
            return self.POINTS[key], self.POINTS[key]
        return low_column(key), high_column(key)

    def printed(self, key: str) -> Printed | None:
        """The printed values of a property of which a row can have several."""
        return None

    def several(self, key: str) -> Q:
        """Rows whose printed values answer, and not the interval in the columns; an empty condition
        where those of every row do."""
        return Q()

    def index(self) -> Index:
        """What the index of the list holds in this snapshot."""
        found = standing(type(self))
        assert found is not None, "without a limit, every change is read"
        return Index(self, found)

    @property
    def index_at_hand(self) -> Index | None:
        """The same where it answers at once; None where the list is short, or so much of it has
        just changed that SQL is faster."""
        if self.WATCHED is None:
            return None
        if self._index is None or not connection.in_atomic_block:
            found = standing(type(self), most_changes=MOST_CHANGES)
            self._index = Index(self, found) if found else None
        return self._index

    def count(self) -> int:
        """How many rows are asked for, exactly."""
        index = self.index_at_hand
        return index.count() if index else self.qs.count()

    def by_position(self, start: int, stop: int) -> models.QuerySet[Any] | None:
        """The rows in these positions of the list by their ids; None where SQL has to count its way
        there."""
        index = self.index_at_hand
        if index is None or self.terms[0].column != "pk":
            return None
        return self._with(index.ids(start, stop, descending=self.terms[0].descending))

    @property
    def narrowed(self) -> models.QuerySet[Any]:
        """The rows asked for, by their ids where they are few: found faster so than by what is
        asked."""
        index = self.index_at_hand
        return self.qs if index is None or index.count() > _FEW else self._with(index.ids())

    def _with(self, ids: Any) -> models.QuerySet[Any]:
        return ordered(self.default_queryset().filter(pk__one_of=ids.tolist()), self.terms)

    def did_you_mean(self) -> str | None:
        """Another spelling of ``q`` that finds something, where the given one may be a slip."""
        asked = self.values.get("q")
        if not asked or not any(isinstance(f, SearchFilter) for f in self.filters.values()):
            return None
        if self.phrase is None:
            return suggest(asked, self.searched_words())
        known = list(self.searched_words())
        return self.phrase.respelt(self._given["q"][0], lambda word: suggest(word, known))

    def searched_words(self) -> Iterable[str]:
        """Texts whose words ``q`` may be spelled like."""
        return ()

    # --- saying itself --------------------------------------------------------------------

    @classmethod
    def parameters(cls) -> list[str]:
        """Every parameter the list takes."""
        return [*cls.base_filters, *LIST_PARAMETERS]

    def options(self, parameter: str) -> list[tuple[str, str]]:
        """Valid values of a parameter with their labels, for a form."""
        return self.base_filters[parameter].options()

    def labels(self, parameter: str, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        """How a page shows values of a parameter: in short, and in full."""
        words = getattr(self.base_filters[parameter], "words", None)
        return words.labels(values) if isinstance(words, Words) else {}

    def describe(self) -> list[ActiveFilter]:
        """The filters that are on, one for each value, for a page to show and take away."""
        active = []
        for name, raw in self.asked.items():
            if name not in self.values:
                continue
            for value in raw:
                label = _label(name, self.filters[name])
                words = f"{label} {value}"
                active.append(ActiveFilter(name, value, label, words, self.without(name, value)))
        return active

    def without(self, name: str, *values: str) -> str:
        """The query string of the same list without these values of a parameter; from page 1."""
        left = self.data.copy()
        if self.phrase is not None:  # each filter of a phrase can be taken away by itself
            left.pop("q")
            for read, asked in self.asked.items():
                left.setlist(read, asked)
        left.setlist(name, [other for other in left.getlist(name) if other not in values])
        for paging in ("page", "cursor"):
            left.pop(paging, None)
        return left.urlencode()


def _is_text(given: str) -> bool:
    return len(given) <= LONGEST_VALUE and "\x00" not in given


def _label(name: str, filter_: StrictFilter) -> str:
    if isinstance(filter_, BoundFilter):
        sign = "≥" if filter_.side == "min" else "≤"
        return f"{PROPERTIES[filter_.key].label} {sign}"
    return {"q": "search", "has": "has"}.get(name, name.replace("_", " "))
