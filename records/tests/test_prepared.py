"""Prepared statements give what the same queryset gives, for any number, in the transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DataError, connection, transaction
from django.db.models import F

from literature.models import Paper
from records.prepared import Prepared, together

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

PAPER = Prepared(lambda number: Paper.objects.filter(pk=number).values_list("key", "doi", "csl"))


@pytest.fixture
def papers(db: None) -> list[Paper]:
    made = []
    for number in (7, 40_000, 100_000):
        csl = {"type": "article-journal", "issued": 2020}
        paper = Paper(
            id=number, key=f"paper-{number}", type="article-journal", csl=csl, citation="A. B, 2020"
        )
        paper.updated = "2026-01-01T00:00:00Z"
        paper.save()
        made.append(paper)
    return made


def test_the_rows_of_each_number_come_with_json_as_text(papers: list[Paper]) -> None:
    for _ in range(2):
        for paper in papers:
            key, doi, csl = PAPER(paper.pk)[0]
            assert (key, doi) == (paper.key, None)
            assert csl == '{"type": "article-journal", "issued": 2020}'
    assert PAPER(8) == []


def test_what_the_transaction_has_changed_is_seen(papers: list[Paper]) -> None:
    assert PAPER(7)[0][0] == "paper-7"
    with transaction.atomic():
        Paper.objects.filter(pk=7).update(key="renamed")
        assert PAPER(7)[0][0] == "renamed"
    assert connection.is_usable()


def test_it_counts_as_a_query(
    papers: list[Paper], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        PAPER(7)
        PAPER(8)


def test_statements_together_give_what_each_gives_alone(
    papers: list[Paper], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    citation = Prepared(lambda number: Paper.objects.filter(pk=number).values_list("citation"))
    for number in (7, 40_000, 8):
        alone = [PAPER(number), citation(number)]
        with django_assert_num_queries(2):
            assert together(number, PAPER, citation) == alone


def test_an_error_in_one_of_several_is_one_of_django_and_leaves_the_connection_usable(
    papers: list[Paper],
) -> None:
    inverse = Prepared(
        lambda number: Paper.objects.filter(pk=number).values_list(1 / (F("id") - 7))
    )
    with pytest.raises(DataError), transaction.atomic():
        together(7, PAPER, inverse, PAPER)
    assert connection.is_usable()
    assert together(40_000, PAPER, inverse) == [PAPER(40_000), [(0,)]]


def test_an_error_is_one_of_django(papers: list[Paper]) -> None:
    inverse = Prepared(
        lambda number: Paper.objects.filter(pk=number).values_list(1 / (F("id") - 7))
    )
    with pytest.raises(DataError), transaction.atomic():
        inverse(7)
    assert inverse(40_000) == [(0,)]


def test_a_statement_that_asks_for_no_number_is_a_mistake(db: None) -> None:
    with pytest.raises(AssertionError, match="nothing is asked for"):
        Prepared(lambda _: Paper.objects.values_list("key"))(1)
