"""Source temperatures for deriving: a paper's own first, and the extremes of very many."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from literature.actions import save_paper
from literature.models import Paper
from precursors.inputs import MANY, SourceTemperatures
from precursors.models import Precursor, SourceTemperature
from records.printed_values import reading_columns
from science.properties import property_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def precursor() -> Precursor:
    return Precursor.objects.create(
        key="liotbu", name="Lithium tert-butoxide", kind="metal", updated=timezone.now()
    )


def reported(precursor: Precursor, number: int, printed: str) -> Paper:
    paper = save_paper(
        number=number,
        key=f"doe-{number}",
        csl={"type": "article-journal", "issued": "2020"},
        via=None,
        via_number=None,
        note="",
    )
    reading = reading_columns(property_value("source_temperature", printed))
    SourceTemperature.objects.create(precursor=precursor, paper=paper, position=0, **reading)
    return paper


def printed(precursor: Precursor, paper: int, papers: list[int]) -> list[str]:
    found = SourceTemperatures([precursor.pk], papers)
    return [item.quantity.printed for item in found.of(precursor.pk, paper)]


def test_a_paper_that_gives_its_own_needs_no_other(precursor: Precursor) -> None:
    reported(precursor, 1, "140 °C")
    reported(precursor, 2, "160 °C")
    assert printed(precursor, 2, [2]) == ["160 °C"]
    assert printed(precursor, 3, [3]) == ["140 °C", "160 °C"]


def test_of_very_many_the_lowest_and_the_highest_stand_for_all(precursor: Precursor) -> None:
    for number in range(1, MANY + 2):
        reported(precursor, number, f"{100 + number} °C")
    reported(precursor, 90, "<60 °C")
    reported(precursor, 91, "130–230 °C")
    assert printed(precursor, 99, [99]) == ["<60 °C", "130–230 °C"]
    assert printed(precursor, 5, [5, 99]) == ["105 °C"]


def test_the_number_of_queries_does_not_grow(
    precursor: Precursor, django_assert_num_queries: Any
) -> None:
    for number in range(1, 6):
        reported(precursor, number, "140 °C")
    with django_assert_num_queries(2):
        SourceTemperatures([precursor.pk], [1, 2, 3])
