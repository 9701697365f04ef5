"""Lists answered from their index against the same by SQL, whatever was written since."""

from __future__ import annotations

from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from coatings.derive import DERIVATION
from coatings.filters import CoatingFilter
from coatings.models import CoatingRead, Measurement
from cycling.filters import TestFilter
from cycling.models import TestRead, TestResult
from records.filtering import counts, filterset
from records.index.block import Block, Postings, Values, Words, count_of, mask_of
from records.index.tables import IndexBlock, IndexChange, counted_columns, fold
from tests.test_facets import COATINGS, TESTS, some_of
from tests.test_rest_filters import LOOKS_ONLY
from tests.world import grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")


NUMBERS = count(2)


class WholeCoatings(CoatingFilter):
    """The same set of filters, its list read whole and its text searched by SQL."""

    WATCHED = None  # type: ignore[assignment]


class WholeTests(TestFilter):
    """The same of tests."""

    __test__ = False
    WATCHED = None  # type: ignore[assignment]


WHOLE: dict[type[CoatingFilter | TestFilter], type[CoatingFilter | TestFilter]] = {
    CoatingFilter: WholeCoatings,
    TestFilter: WholeTests,
}


def asked(query: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in query.items():
        data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    return data


def check(
    query: dict[str, Any] | None = None, filters: type[CoatingFilter | TestFilter] = CoatingFilter
) -> None:
    data = asked(query or {})
    found = counts(filters(data))
    assert found == counts(WHOLE[filters](data))
    by_sql = list(WHOLE[filters](data).qs.order_by("pk").values_list("pk", flat=True))
    index = filters(data).index()
    assert index.ids().tolist() == by_sql
    assert index.ids(3, 8).tolist() == by_sql[3:8]
    assert sorted(index.ids(3, 8, descending=True).tolist()) == by_sql[::-1][3:8][::-1]
    assert filters(data).count() == found.count == len(by_sql)


def noted(filters: type[CoatingFilter | TestFilter] = CoatingFilter) -> set[int]:
    table = filters._meta.model._meta.db_table
    return set(IndexChange.objects.filter(list=table).values_list("record", flat=True))


@given(query=some_of(COATINGS))
@LOOKS_ONLY
def test_folded_and_changed_records_count_as_sql_counts_them(query: dict[str, Any]) -> None:
    if noted():
        fold(CoatingFilter)
    first = CoatingRead.objects.order_by("pk").values_list("pk", flat=True)[::7]
    check(query)
    CoatingRead.objects.filter(pk__in=list(first)).update(
        technique="MLD", thickness_low=1.5, thickness_high=next(NUMBERS)
    )
    assert noted() == set(first)
    check(query)


@given(query=some_of(TESTS))
@LOOKS_ONLY
def test_of_tests_too(query: dict[str, Any]) -> None:
    if noted(TestFilter):
        fold(TestFilter)
    check(query, TestFilter)
    first = list(TestRead.objects.order_by("pk").values_list("pk", flat=True)[::5])
    TestRead.objects.filter(pk__in=first).update(cell_type="full", rate_high=next(NUMBERS))
    result = TestResult.objects.filter(missing="").order_by("-pk")[:1].get()
    TestResult.objects.filter(pk=result.pk).update(high=next(NUMBERS) + 1e6)
    assert noted(TestFilter) == {*first, result.test_id}
    check(query, TestFilter)


def test_an_added_and_a_withdrawn_coating_count_at_once() -> None:
    fold(CoatingFilter)
    before = counts(CoatingFilter(asked({}))).count
    grow(3)
    assert noted()
    check()
    CoatingRead.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    check()
    assert counts(CoatingFilter(asked({}))).count > before
    fold(CoatingFilter)
    assert not noted()
    check()


@pytest.mark.parametrize("query", [{}, {"element": "Li"}, {"role": "anode", "method": "SEM"}])
def test_of_long_facets_the_same_words_are_left_out(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, Any]
) -> None:
    monkeypatch.setattr(import_module("records.filtering.counts"), "MOST_WORDS", 3)
    fold(CoatingFilter)
    check(query)
    assert counts(CoatingFilter(asked(query))).more["paper"] > 3
    rows = CoatingRead.objects.order_by("pk").values_list("pk", flat=True)
    rare = counts(WholeCoatings(asked({}))).facets["substrate"][-1]["value"]
    CoatingRead.objects.filter(pk__in=list(rows[::9])).update(material="never-met", substrate=rare)
    check(query)
    fold(CoatingFilter)
    check(query)


def test_a_value_between_two_others_is_a_change_though_their_hull_stays() -> None:
    row = CoatingRead.objects.order_by("pk").first()
    assert row is not None
    for position, value in enumerate((1.0, 5.0, 50.0), start=900):
        Measurement.objects.create(
            coating_id=row.pk,
            property="roughness",
            position=position,
            printed=f"{value} nm",
            qualifier="exact",
            low=value,
            high=value,
            unit="nm",
        )
    CoatingRead.objects.filter(pk=row.pk).update(
        roughness_low=1, roughness_high=50, several=["roughness"]
    )
    fold(CoatingFilter)
    check()
    Measurement.objects.filter(coating=row.pk, position=901).update(low=20, high=20)
    assert noted() == {row.pk}
    check()
    fold(CoatingFilter)
    check()


def test_every_column_that_is_counted_is_watched() -> None:
    fold(CoatingFilter)
    row = CoatingRead.objects.order_by("pk").first()
    assert row is not None
    columns = counted_columns(CoatingFilter)
    assert {"material", "elements", "year", "thickness_low", "several"} <= set(columns)
    for column in columns:
        field = next(f for f in CoatingRead._meta.concrete_fields if f.column == column)
        other: Any = {"ArrayField": ["other"], "FloatField": -7.5}.get(
            field.get_internal_type(), 7 if "Integer" in field.get_internal_type() else "oth"
        )
        CoatingRead.objects.filter(pk=row.pk).update(**{field.name: other})
        assert noted() == {row.pk}, column
        IndexChange.objects.all().delete()


def test_computing_the_same_again_is_no_change() -> None:
    fold(CoatingFilter)
    ids = list(CoatingRead.objects.values_list("pk", flat=True)[:20])
    CoatingRead.objects.filter(pk__in=ids).update(stale_since=timezone.now())
    DERIVATION.run(ids)
    assert noted() == set()


def test_a_new_block_is_made_only_where_something_changed() -> None:
    fold(CoatingFilter)
    tokens = set(IndexBlock.objects.values_list("token", flat=True))
    assert tokens
    assert fold(CoatingFilter) == 0
    assert set(IndexBlock.objects.values_list("token", flat=True)) == tokens


def test_a_block_of_another_layout_is_not_read() -> None:
    fold(CoatingFilter)
    IndexBlock.objects.update(layout="older", content=b"")
    check()
    assert fold(CoatingFilter) == 1
    check()


def test_after_many_changes_a_list_is_read_by_sql_until_they_are_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filterset, "MOST_CHANGES", 3)
    fold(CoatingFilter)
    assert CoatingFilter(asked({})).index_at_hand is not None
    CoatingRead.objects.update(technique="MLD")
    assert CoatingFilter(asked({})).index_at_hand is None
    check()
    check({"q": '"lithium"'})


def test_one_change_in_a_large_block_waits_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    fold(CoatingFilter)
    IndexBlock.objects.update(size=100_000)
    CoatingRead.objects.filter(pk=CoatingRead.objects.order_by("pk")[0].pk).update(technique="MLD")
    assert fold(CoatingFilter) == 0
    check({"technique": "MLD"})


def test_counting_takes_as_many_queries_however_many_coatings_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fold(CoatingFilter)
    query = {"role": "anode", "technique": "ALD", "thickness_max": 9, "q": '"lithium"'}
    for _ in range(2):
        counts(CoatingFilter(asked({})))
        with django_assert_num_queries(3):  # the version, the blocks, what changed
            counts(CoatingFilter(asked({})))
        with django_assert_num_queries(3):  # filters and text ask nothing more
            counts(CoatingFilter(asked(query)))
        grow(4)
        fold(CoatingFilter)


# --- conditions -------------------------------------------------------------------------------
LEAVES = st.sampled_from(
    [
        Q(material="al2o3"),
        Q(material__in=["al2o3", "lipon"]),
        Q(elements__contains=["Li", "O"]),
        Q(elements__overlap=["F", "N"]),
        Q(via__overlap=[]),
        Q(year__gte=2018),
        Q(year__lte=2020),
        Q(search_text__begins_word="lit"),
        Q(process__startswith="a"),
        Q(pk__in=[]),
    ]
)


@given(
    condition=st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.builds(lambda a, b: a & b, inner, inner),
            st.builds(lambda a, b: a | b, inner, inner),
            inner.map(lambda one: ~one),
        ),
        max_leaves=5,
    )
)
@LOOKS_ONLY
def test_any_condition_means_the_same_to_the_database_and_to_the_index(condition: Q) -> None:
    class Asking(CoatingFilter):
        questions = [(frozenset(), condition)]

    rows = CoatingRead.objects.filter(condition).order_by("pk")
    assert Asking().index().ids().tolist() == list(rows.values_list("pk", flat=True))


# --- blocks -----------------------------------------------------------------------------------
@given(
    sets=st.lists(st.sets(st.integers(0, 199), min_size=1), max_size=6),
    asked=st.sets(st.integers(0, 199)),
)
def test_sets_of_places_are_counted_whether_they_are_many_or_few(
    sets: list[set[int]], asked: set[int]
) -> None:
    lengths = np.array([len(one) for one in sets], np.int64)
    places = np.array([place for one in sets for place in sorted(one)], np.int32)
    held = Postings.of(lengths, places, 200)
    member = np.zeros(256, np.bool_)
    member[sorted(asked)] = True
    mask = mask_of(np.array(sorted(asked), np.int64), 200)
    assert held.count(mask, member).tolist() == [len(one & asked) for one in sets]
    for i in range(len(sets)):
        either = set().union(*sets[: i + 1])
        assert count_of(held.union(0, i + 1, 200)) == len(either)


def test_a_block_is_the_same_after_it_was_written_and_read() -> None:
    places = np.array([0, 1, 2], np.int32)
    held = Postings.of(np.array([1, 2]), places, 3)
    words = Words(np.frombuffer("abcΩ".encode(), np.uint8), np.array([3, 5]), held)
    ends = np.array([-np.inf, 1.5, 2.0])
    block = Block(places + 7, {"q": words}, {"year": Values(places, ends, ends)})
    again = Block.unpack(block.pack())
    assert again.ids.tolist() == [7, 8, 9]
    assert list(again.words["q"]) == [b"abc", "Ω".encode()]
    assert again.words["q"].having("a", 3, begins=True).tolist() == [1]
    assert again.values["year"].lows.tolist() == ends.tolist()
    assert again.pack() == block.pack()
