"""The lookup by many keys finds what ``in`` finds, with one parameter."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import PublicId

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", [[], [1], [1, 3, 99], range(1, 400)])
def test_one_of_finds_what_in_finds(asked: list[int]) -> None:
    for number in range(1, 6):
        PublicId.objects.create(kind="C", number=number, paper_key="a-2020", item_key=str(number))
    found = PublicId.objects.filter(number__one_of=asked)
    assert set(found) == set(PublicId.objects.filter(number__in=list(asked)))
    rest = PublicId.objects.exclude(number__one_of=asked)
    assert set(rest) == set(PublicId.objects.exclude(number__in=list(asked)))


def test_it_sends_them_as_one_array() -> None:
    with CaptureQueriesContext(connection) as sent:
        list(PublicId.objects.filter(number__one_of=[1, 2, 3]))
    assert "= ANY('{1,2,3}'" in sent.captured_queries[0]["sql"]
