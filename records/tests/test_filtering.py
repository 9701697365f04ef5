"""What filters share: the nearest word, the order of a list, and the interval that is asked."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from literature.filters import PaperFilter
from literature.models import Paper
from records.filtering import FixedWords, Range, by, interval_condition, nearest_of
from records.filtering.ordering import Term, UnknownOrdering, after, read_ordering
from records.filtering.spelling import suggest
from records.filtering.vocabularies import nearest
from records.filters import PropertyFilter

ORDERINGS = {"id": by("pk"), "year": by("year"), "key": by("key")}
KEYS = ["al2o3", "lipon", "tma", "liotbu", "n2-plasma"]


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_some_valid_word_is_always_nearest(word: str, keys: list[str]) -> None:
    assert nearest_of(word, keys) in keys


@given(st.sampled_from(KEYS))
def test_a_valid_word_is_nearest_to_itself(key: str) -> None:
    assert nearest_of(key, KEYS) == key


def test_an_alias_leads_to_its_key() -> None:
    assert nearest("alumina", {"alumina": "al2o3", "aluminium": "al", "lipon": "lipon"}) == "al2o3"


def test_no_word_is_nearest_where_there_is_none() -> None:
    assert nearest_of("tma", []) is None


def test_an_order_ends_in_the_primary_key_so_that_nothing_ties() -> None:
    terms = read_ordering("-year,key", ORDERINGS, Paper)
    assert [(t.column, t.descending, t.nullable) for t in terms] == [
        ("year", True, True),
        ("key", False, False),
        ("pk", False, False),
    ]


def test_an_order_by_id_needs_nothing_after_it() -> None:
    assert [t.column for t in read_ordering("-id,year", ORDERINGS, Paper)] == ["pk"]


@pytest.mark.parametrize("asked", ["yaer", "--year", "year,year", "year,-year", "year,,key"])
def test_an_order_that_cannot_be_read_is_refused(asked: str) -> None:
    with pytest.raises(UnknownOrdering):
        read_ordering(asked, ORDERINGS, Paper)


def test_after_the_last_value_come_the_rows_without_one() -> None:
    (term,) = [Term("year", descending=True)]
    assert term.beyond(2017) == Q(year__lt=2017) | Q(year__isnull=True)
    assert after([term], [None]) == Q(pk__in=[]) | Q(pk__in=[])


@pytest.mark.parametrize(
    ("certain", "expected"),
    [
        (False, Q(d_low__isnull=False) & Q(d_high__gte=5.0) & Q(d_low__lte=9.0)),
        (True, Q(d_low__isnull=False) & Q(d_low__gte=5.0) & Q(d_high__lte=9.0)),
    ],
)
def test_an_interval_meets_another_or_lies_inside_it(certain: bool, expected: Q) -> None:
    assert interval_condition("d_low", "d_high", Range(5.0, 9.0, certain)) == expected


@pytest.mark.parametrize(
    ("asked", "suggestion"),
    [
        ("alumnia", "alumina"),
        ("alumina", None),
        ("alum", None),
        ("alumnia graphite", "alumina graphite"),
        ("xyzzyqwv", None),
        ("q", None),
    ],
)
def test_a_slip_is_corrected_and_a_strange_word_is_not(asked: str, suggestion: str | None) -> None:
    assert suggest(asked, ["alumina al2o3", "graphite"]) == suggestion


def test_words_of_a_vocabulary_are_read_when_asked() -> None:
    words = FixedWords(lambda: KEYS)
    assert words.known(["tma", "tmb"]) == {"tma": "tma"}
    assert words.hint("tmb") == "; the nearest is 'tma'"


def test_every_problem_of_a_query_is_named_at_once() -> None:
    filters = PaperFilter(QueryDict("yaer_min=2000&year_min=x&ordering=age&type=boook"))
    assert [name for name, _ in filters.problems] == ["yaer_min", "year_min", "type", "ordering"]
    assert not filters.is_valid()


def test_active_filters_say_themselves_and_how_to_be_taken_away() -> None:
    filters = PaperFilter(QueryDict("year_min=2000&type=book&type=thesis&page=3&ordering=year"))
    active = filters.describe()
    assert [(one.parameter, one.value) for one in active] == [
        ("year_min", "2000"),
        ("type", "book"),
        ("type", "thesis"),
    ]
    assert active[1].removed == "year_min=2000&type=thesis&ordering=year"


def test_properties_are_found_by_what_they_are_of() -> None:
    found = PropertyFilter(QueryDict("subject=precursor&kind=measured")).qs
    assert [p.key for p in found] == ["source_temperature", "vapor_pressure"]
    assert [p.key for p in PropertyFilter(QueryDict("q=coulombic effic&kind=result")).qs] == [
        "coulombic_efficiency"
    ]


def test_a_value_with_a_null_character_never_reaches_the_database() -> None:
    filters = PaperFilter(QueryDict("q=a%00b"))
    assert filters.problems[0].parameter == "q"
