"""Counts from segments against the same counts by SQL, whatever was written since."""

from __future__ import annotations

from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given

from coatings.derive import DERIVATION
from coatings.filters import CoatingFilter
from coatings.models import CoatingChange, CoatingRead, CoatingSegment, Measurement
from coatings.segments import fold_coatings
from records.filtering import counts
from records.filtering.counts import Tally
from records.segments import counting
from records.segments.tables import _counted_columns
from tests.test_facets import COATINGS, some_of
from tests.test_rest_filters import LOOKS_ONLY
from tests.world import grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")


NUMBERS = count(2)


class BySql(CoatingFilter):
    """The same set of filters, counted by SQL alone."""

    def tally(self) -> Tally:  # type: ignore[override]
        return Tally(self)


def asked(query: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in query.items():
        data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    return data


def check(query: dict[str, Any] | None = None) -> None:
    data = asked(query or {})
    found = counts(CoatingFilter(data))
    assert found == counts(BySql(data))
    assert CoatingFilter(data).count() == found.words.count


def noted() -> set[int]:
    return set(CoatingChange.objects.values_list("record", flat=True))


@pytest.mark.heavy
@given(query=some_of(COATINGS))
@LOOKS_ONLY
def test_folded_and_changed_records_count_as_sql_counts_them(query: dict[str, Any]) -> None:
    if noted():
        fold_coatings()
    first = CoatingRead.objects.order_by("pk").values_list("pk", flat=True)[::7]
    check(query)
    CoatingRead.objects.filter(pk__in=list(first)).update(
        technique="MLD", thickness_low=1.5, thickness_high=next(NUMBERS)
    )
    assert noted() == set(first)
    check(query)


def test_an_added_and_a_withdrawn_coating_count_at_once() -> None:
    fold_coatings()
    before = counts(CoatingFilter(asked({}))).words.count
    grow(3)
    assert noted()
    check()
    CoatingRead.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    check()
    assert counts(CoatingFilter(asked({}))).words.count > before
    fold_coatings()
    assert not noted()
    check()


@pytest.mark.parametrize("query", [{}, {"element": "Li"}, {"role": "anode", "method": "SEM"}])
def test_of_long_facets_the_same_words_are_left_out(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, Any]
) -> None:
    for module in ("records.segments.counting", "records.filtering.counts"):
        monkeypatch.setattr(import_module(module), "MOST_WORDS", 3)
    fold_coatings()
    check(query)
    assert counts(CoatingFilter(asked(query))).words.more["paper"] > 3
    rows = CoatingRead.objects.order_by("pk").values_list("pk", flat=True)
    rare = counts(BySql(asked({}))).words.facets["substrate"][-1]["value"]
    CoatingRead.objects.filter(pk__in=list(rows[::9])).update(material="never-met", substrate=rare)
    check(query)
    fold_coatings()
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
    fold_coatings()
    check()
    Measurement.objects.filter(coating=row.pk, position=901).update(low=20, high=20)
    assert noted() == {row.pk}
    check()
    fold_coatings()
    check()


def test_every_column_that_is_counted_is_watched() -> None:
    fold_coatings()
    row = CoatingRead.objects.order_by("pk").first()
    assert row is not None
    columns = _counted_columns(CoatingFilter)
    assert {"material", "elements", "year", "thickness_low", "several"} <= set(columns)
    for column in columns:
        field = next(f for f in CoatingRead._meta.concrete_fields if f.column == column)
        other: Any = {"ArrayField": ["other"], "FloatField": -7.5}.get(
            field.get_internal_type(), 7 if "Integer" in field.get_internal_type() else "oth"
        )
        CoatingRead.objects.filter(pk=row.pk).update(**{field.name: other})
        assert noted() == {row.pk}, column
        CoatingChange.objects.all().delete()


def test_computing_the_same_again_is_no_change() -> None:
    fold_coatings()
    ids = list(CoatingRead.objects.values_list("pk", flat=True)[:20])
    CoatingRead.objects.filter(pk__in=ids).update(stale_since=timezone.now())
    DERIVATION.run(ids)
    assert noted() == set()


def test_a_new_segment_is_made_only_where_something_changed() -> None:
    fold_coatings()
    tokens = set(CoatingSegment.objects.values_list("token", flat=True))
    assert tokens
    assert fold_coatings() == 0
    assert set(CoatingSegment.objects.values_list("token", flat=True)) == tokens


def test_a_segment_of_another_layout_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    fold_coatings()
    CoatingSegment.objects.update(layout="older", content=b"")
    check()
    assert fold_coatings() == 1
    check()


def test_with_many_changes_everything_is_counted_by_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_CHANGES", 3)
    fold_coatings()
    CoatingRead.objects.update(technique="MLD")
    check()


def test_counting_takes_as_many_queries_however_many_coatings_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fold_coatings()
    counts(CoatingFilter(asked({})))
    with django_assert_num_queries(3):  # the version, the segments, what changed
        counts(CoatingFilter(asked({})))
    grow(4)
    fold_coatings()
    counts(CoatingFilter(asked({})))
    with django_assert_num_queries(3):
        counts(CoatingFilter(asked({})))
    with django_assert_num_queries(3):  # filters by words and intervals ask nothing more
        counts(CoatingFilter(asked({"role": "anode", "technique": "ALD", "thickness_max": 9})))
