"""The page of doubts: flags with what is known of them, what waits, what could not be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from coatings.models import CoatingRead
from cycling.models import TestRead

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")


def text(client: Client) -> str:
    response = client.get("/data/doubts/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_flagged_record_of_the_review_stands_on_the_page(client: Client) -> None:
    page = text(client)
    flagged = [*CoatingRead.objects.flagged(), *TestRead.objects.flagged()]
    assert len(flagged) >= 6
    for row in flagged:
        assert f">{row}<" in page or f"/{row}/" in page
    assert "half a cycle would take 10000" in page.replace("&nbsp;", "").replace("\u202f", "")
    assert "not explained yet" not in page


def test_what_waits_and_what_was_set_aside_is_told(client: Client) -> None:
    row = CoatingRead.objects.order_by("pk")[0]
    CoatingRead.objects.filter(pk=row.pk).update(
        stale_since=timezone.now(), derive_error="ArithmeticError: poison", attempts=3
    )
    page = text(client)
    assert "1 wait" in page
    assert "ArithmeticError: poison" in page
    assert "3×" in page


def test_the_number_of_queries_does_not_grow_with_the_flags(
    client: Client, django_assert_max_num_queries: object
) -> None:
    CoatingRead.objects.update(
        flags=[{"code": "x", "severity": "notice", "reason": "for the test", "inputs": []}]
    )
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get("/data/doubts/")


def test_a_record_that_waits_is_not_called_computed(client: Client) -> None:
    first = CoatingRead.objects.order_by("pk")[0]
    CoatingRead.objects.filter(pk=first.pk).update(stale_since=timezone.now())
    page = text(client)
    assert "No record has failed." in page
    assert "107 of 108 records are up to date." in page
