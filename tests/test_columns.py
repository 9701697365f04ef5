"""Properties as columns: named by `fields=`, alike on the page and over REST."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from asc_kb.testing.markup import as_shown
from coatings.kind import COATINGS
from coatings.list_pages import COATING_COLUMNS
from coatings.models import Coating, CoatingRead
from cycling.kind import TESTS
from cycling.list_pages import COLUMNS as TEST_COLUMNS
from cycling.models import CyclingTest, TestRead
from records.read_rows import number_keys, word_keys
from science.properties import PROPERTIES
from tests.test_rest_lists import get

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("review")]


def _cells(html: str, label: str) -> list[str]:
    found = re.findall(
        rf'<td(?: class="n")? data-label="{re.escape(label)}">(.*?)</td>', html, re.S
    )
    return [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in found]


def test_a_list_gives_properties_by_their_keys(client: Client) -> None:
    query = "coatings/?fields=id,material,ionic_conductivity&has=ionic_conductivity&page_size=1000"
    items = get(client, query)["results"]
    assert items
    for item in items:
        assert list(item) == ["id", "material", "ionic_conductivity"]
        row = CoatingRead.objects.get(pk=int(item["id"][5:]))
        low, high = row.ionic_conductivity_low, row.ionic_conductivity_high
        shown = item["ionic_conductivity"]
        assert shown["unit"] == "S/cm"
        assert shown["low"] == (low if low != float("-inf") else None)
        assert shown["high"] == (high if high != float("inf") else None)
    without = get(client, "coatings/?fields=ionic_conductivity&page_size=1000")["results"]
    assert {"ionic_conductivity": None} in without


@pytest.mark.parametrize(("path", "subject"), [("coatings", "coating"), ("cycling", "test")])
def test_every_property_is_offered_as_a_column_and_sorts(path: str, subject: str) -> None:
    columns = {c.field: c for c in (COATING_COLUMNS if path == "coatings" else TEST_COLUMNS)}
    for key in number_keys(subject):
        assert columns[key].ordering == key
        unit = PROPERTIES[key].unit
        assert columns[key].unit == ("" if unit == "1" else unit)


@pytest.mark.parametrize(
    ("path", "key"),
    [("coatings", key) for key in word_keys("coating")] + [("cycling", "comparable")],
)
def test_a_worded_property_is_a_column_as_rest_gives_it(
    client: Client, path: str, key: str
) -> None:
    items = get(client, f"{path}/?fields=id,{key}&page_size=1000")["results"]
    model = CoatingRead if path == "coatings" else TestRead
    derived = dict(model.objects.values_list("pk", "derived"))
    known = 0
    for item in items:
        assert list(item) == ["id", key]
        value = derived[int(item["id"][5:])][key].get("value")
        assert item[key] == (value or None)
        known += value is not None
    assert known > 20
    label = "Technique" if key == "technique" else PROPERTIES[key].label
    html = as_shown(client.get(f"/{path}/?fields=id,{key}").content.decode())
    shown = _cells(html, label)
    assert [cell for cell in shown if cell != "–"]
    assert shown == [_worded(item[key]) for item in items[: len(shown)]]


def _worded(value: str | list[str] | None) -> str:
    return ", ".join(value) if isinstance(value, list) else value or "–"


def test_ranges_and_bounds_stand_in_the_cells_and_the_unit_in_the_head(client: Client) -> None:
    rows = CoatingRead.objects.exclude(ionic_conductivity_low=None).order_by("pk")[:3]
    numbers = [row.pk for row in rows]
    ends = [(2e-8, 5e-8), (float("-inf"), 1e-9), (1e-6, float("inf"))]
    for number, (low, high) in zip(numbers, ends, strict=True):
        row = CoatingRead.objects.filter(pk=number)
        row.update(ionic_conductivity_low=low, ionic_conductivity_high=high)
    page = client.get("/coatings/?fields=material,ionic_conductivity&ordering=id&page_size=1000")
    html = as_shown(page.content.decode())
    cells = _cells(html, PROPERTIES["ionic_conductivity"].label)
    assert len(cells) == CoatingRead.objects.count()
    ids = list(CoatingRead.objects.order_by("pk").values_list("pk", flat=True))
    shown = dict(zip(ids, cells, strict=True))
    assert re.fullmatch(r"\(?2–5\)? × 10−8", shown[numbers[0]].replace("\u202f", " "))
    assert shown[numbers[1]].startswith("<")
    assert shown[numbers[2]].startswith(">")
    head = html.split("<thead")[1].split("</thead>")[0]
    assert "S\u202fcm" in head or "S/cm" in head or "S cm" in unescape(head).replace("\xa0", " ")


def test_the_page_sorts_by_a_derived_property_as_rest_does(client: Client) -> None:
    query = "?fields=label,cycles_to_80&ordering=-cycles_to_80&page_size=1000"
    html = as_shown(client.get(f"/cycling/{query}").content.decode())
    on_page = re.findall(r'class="sub id">(ASC-T\d+)<', html)
    over_rest = [
        item["id"]
        for item in get(client, "cycling/?ordering=-cycles_to_80&page_size=1000")["results"]
    ]
    assert on_page == over_rest
    assert TestRead.objects.count() == len(on_page)


def test_a_property_nobody_declared_is_named_with_the_nearest(client: Client) -> None:
    problem = get(client, "coatings/?fields=ionic_conductivty", 400)
    assert "'ionic_conductivity'" in problem["errors"][0]["message"]
    assert client.get("/coatings/?fields=ionic_conductivty").status_code == 400
    exported = client.get("/api/v1/coatings/?fields=id,ionic_conductivity&format=csv")
    assert exported.status_code == 200


@pytest.mark.parametrize(
    ("path", "refresh", "model"),
    [("coatings", COATINGS.refresh, Coating), ("cycling", TESTS.refresh, CyclingTest)],
)
def test_lists_are_narrowed_to_what_somebody_else_has_reviewed(
    client: Client, path: str, refresh: Any, model: Any
) -> None:
    numbers = list(model.objects.order_by("pk").values_list("pk", flat=True)[:3])
    model.objects.filter(pk__in=numbers).update(review_status="reviewed")
    refresh(numbers, stale=False)
    found = get(client, f"{path}/?review_status=reviewed")
    assert [int(item["id"][5:]) for item in found["results"]] == numbers
    facets = get(client, f"{path}/facets/?facets=review_status")["facets"]["review_status"]
    counts = {item["value"]: item["count"] for item in facets}
    assert counts == {"reviewed": 3, "not reviewed": model.objects.count() - 3}
    html = as_shown(client.get(f"/{path}/?review_status=reviewed").content.decode())
    assert "<b>3</b> " in html
    assert 'id="f-review_status-reviewed" name="review_status" value="reviewed" checked' in html
    assert (
        "'reviewed'" in get(client, f"{path}/?review_status=reviewd", 400)["errors"][0]["message"]
    )
