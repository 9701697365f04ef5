"""What a walk by cursor promises while records change.

from asc_kb.testing.heavy import times
Each record that is there from the beginning to the end, and whose place in the order does not
change, is met exactly once. Ids never change, so that the order of ids, which a list has unless
asked otherwise, keeps every record in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.testing.heavy import times
from coatings.models import CoatingRead
from tests.test_rest_lists import get
from tests.world import grow

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")

CHANGES = st.lists(
    st.tuples(
        st.integers(0, 12),  # before which page
        st.sampled_from(["move up", "move down", "withdraw"]),
        st.integers(0, 80),  # which of the records that are there
    ),
    max_size=6,
)


def number(item: dict[str, Any]) -> int:
    return int(item["id"][5:])


def change(kind: str, which: int) -> int:
    """Move a record in the order of years, or withdraw it; its number."""
    numbers = list(CoatingRead.objects.order_by("pk").values_list("pk", flat=True))
    pk = numbers[which % len(numbers)]
    row = CoatingRead.objects.filter(pk=pk)
    if kind == "withdraw":
        row.delete()
    else:
        row.update(year=1900 if kind == "move down" else 2099)
    return pk


def walk(client: Client, ordering: str, changes: list[tuple[int, str, int]]) -> tuple[Any, Any]:
    """The numbers met, and those of records that were changed on the way."""
    body = get(client, f"coatings/?cursor=&page_size=7&ordering={ordering}")
    met = [number(item) for item in body["results"]]
    touched: dict[str, set[int]] = {"moved": set(), "gone": set()}
    page = 0
    while body["next"]:
        for when, kind, which in changes:
            if when == page:
                touched["gone" if kind == "withdraw" else "moved"].add(change(kind, which))
        body = client.get(body["next"]).json()
        met += [number(item) for item in body["results"]]
        page += 1
    return met, touched


@pytest.mark.heavy
@pytest.mark.parametrize("ordering", ["id", "-id", "year", "-year,material"])
def test_a_walk_meets_every_record_that_stays_in_its_place_exactly_once(
    client: Client, ordering: str
) -> None:
    @given(CHANGES)
    @settings(
        max_examples=times(8, 20),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def check(changes: list[tuple[int, str, int]]) -> None:
        with transaction.atomic():
            before = set(CoatingRead.objects.values_list("pk", flat=True))
            met, touched = walk(client, ordering, changes)
            moved = set() if ordering.endswith("id") else touched["moved"]
            stayed = before - touched["gone"] - moved
            for pk in stayed:
                assert met.count(pk) == 1, pk
            for pk in touched["gone"]:
                assert met.count(pk) <= 1 or pk in moved
            transaction.set_rollback(True)

    check()


def test_what_is_published_on_the_way_comes_at_the_end_of_a_walk_by_id(client: Client) -> None:
    body = get(client, "coatings/?cursor=&page_size=7")
    met = [number(item) for item in body["results"]]
    before = set(CoatingRead.objects.values_list("pk", flat=True))
    grow(2)
    while body["next"]:
        body = client.get(body["next"]).json()
        met += [number(item) for item in body["results"]]
    now = set(CoatingRead.objects.values_list("pk", flat=True))
    assert now > before
    assert met == sorted(now)


@pytest.mark.parametrize(
    ("name", "ordering", "member"),
    [
        ("precursors", "-used_in", "used_in"),
        ("materials", "-used_in", "used_in"),
        ("substrates", "used_in", "used_in"),
        ("processes", "-used_in,key", "used_in"),
        ("papers", "-coatings", "coatings"),
        ("papers", "-cycling,year", "cycling"),
    ],
)
def test_a_list_comes_in_the_order_of_what_is_counted_whole_or_walked(
    client: Client, name: str, ordering: str, member: str
) -> None:
    address = f"/api/v1/{name}/?ordering={ordering}&page_size="
    whole = client.get(f"{address}1000").json()["results"]
    counts = [item[member] for item in whole]
    assert counts == sorted(counts, reverse=ordering.startswith("-"))
    assert counts[0] != counts[-1]
    walked, following = [], f"{address}7&cursor="
    while following:
        answer = client.get(following).json()
        walked += answer["results"]
        following = answer["next"]
    assert walked == whole
