"""Properties as columns: named by `fields=`, alike on the page and over REST."""

from __future__ import annotations

import csv
import io
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
from explore.recipes.record import read_record
from records.printed_values import reading_columns
from records.read_rows import number_keys, word_keys
from science.properties import PROPERTIES
from science.quantities import read
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


def test_about_stays_about_in_columns_pages_and_exports(client: Client) -> None:
    """One film of a paper that prints about, a bound and a range, and one that prints one number:
    the list over REST and as a page, the table, and the plot say so alike."""
    row = _printed(thickness=["~20 nm"], growth_per_cycle=["~1–1.2 Å"], density=["≥3 g/cm³"])
    ident = row.coating.public_id
    assert row.about == sorted({*row.about, "thickness", "growth_per_cycle"})
    keys = "thickness,growth_per_cycle,density"
    (item,) = get(client, f"coatings/?id={ident}&fields=about,growth_per_cycle,density")["results"]
    assert item["growth_per_cycle"] == {
        "low": 1.0, "high": 1.2, "unit": "Å", "qualifier": "range", "about": True,
    }  # fmt: skip
    assert item["density"] == {
        "low": 3.0, "high": None, "unit": "g/cm³", "qualifier": "above", "about": False,
    }  # fmt: skip
    assert "thickness" in item["about"]
    html = as_shown(client.get(f"/coatings/?id={ident}&fields={keys}").content.decode())
    labels = ["Thickness, nm", *(PROPERTIES[key].label for key in keys.split(",")[1:])]
    cells = [_cells(html, label)[0] for label in labels]
    assert [cell.replace("\u202f", " ") for cell in cells] == ["≈ 20", "≈ 1–1.2", "> 3"]
    (line,) = _lines(client, f"/api/v1/coatings/?id={ident}&format=csv")
    assert line["growth_per_cycle qualifier"] == "range"
    assert line["growth_per_cycle printed"] == "~1–1.2 Å"
    assert line["density qualifier"] == "above"
    assert {"thickness", "growth_per_cycle"} <= set(line["about"].split("; "))
    plot = f"of=coatings&x=thickness&y=growth_per_cycle&id={ident}"
    (drawn,) = _lines(client, f"/explore/plot.csv?{plot}")
    assert drawn["thickness qualifier"] == "about"
    assert drawn["growth_per_cycle qualifier"] == "range"
    shown = as_shown(client.get(f"/explore/?{plot}").content.decode())
    assert "≈\u202f20" in shown
    assert "≈\u202f1" in shown


def test_a_recipe_says_about_which_temperature_it_was_grown_at(client: Client) -> None:
    row = _printed(deposition_temperature=["~131 °C"])
    (film,) = (f for f in read_record().films.values() if f.reported.id == row.coating.public_id)
    assert film.about
    shelf = "&".join(f"precursor={key}" for key in row.precursors)
    assert "≈\u202f131" in as_shown(client.get(f"/recipes/?{shelf}").content.decode())


def test_of_several_values_the_hull_is_about_where_one_of_them_is(client: Client) -> None:
    row = _printed(thickness=["20 nm", "~20 nm"])
    ident = row.coating.public_id
    (line,) = _lines(client, f"/api/v1/coatings/?id={ident}&fields=thickness,about&format=csv")
    assert line["thickness qualifier"] == "about"
    assert "thickness" in row.about
    assert (row.thickness_low, row.thickness_high) == (20.0, 20.0)
    exact = _printed(thickness=["20 nm", "20 nm"])
    assert "thickness" not in exact.about


def test_what_is_computed_from_about_so_much_is_about_so_much(client: Client) -> None:
    """Of every record: the column says about where the derived value does."""
    approximate = 0
    for row in [*CoatingRead.objects.all(), *TestRead.objects.all()]:
        for key, value in row.derived.items():
            if value.get("qualifier") == "about" and key in row.about:
                approximate += 1
            if value.get("qualifier") == "about" and f"{key}_low" in row.__dict__:
                printed = getattr(row, f"{key}_low") != value["low"]
                assert printed or key in row.about, (row, key)
    assert approximate > 10


def _printed(**values: list[str]) -> CoatingRead:
    """A coating on record with these values printed of it, in place of those of the properties."""
    coating = Coating.objects.exclude(process=None).order_by("pk").first()
    assert coating is not None
    coating.measurements.filter(property__in=values).delete()
    position = 500
    for key, printed in values.items():
        for text in printed:
            quantity = read(text, unit=PROPERTIES[key].unit or "")
            coating.measurements.create(
                property=key, position=position, at=["p. 1"], **reading_columns(quantity)
            )
            position += 1
    COATINGS.refresh([coating.pk], stale=False)
    return CoatingRead.objects.select_related("coating").get(pk=coating.pk)


def _lines(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    heads, *lines = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    bare = [re.sub(r" \([^)]*\)", "", head) for head in heads]
    return [dict(zip(bare, line, strict=True)) for line in lines]


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
