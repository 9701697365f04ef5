"""Parts of lists: suggestions while typing, pages of all words of a facet, small retention lines;
none of them asks more of the database as it grows."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from asc_kb.testing.markup import as_shown
from coatings.models import CoatingRead
from cycling.charts.sparklines import HEIGHT, WIDTH, tried
from cycling.models import TestRead
from records.pages import built
from tests.test_rest_lists import get
from tests.world import grow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("review")]


def suggested(client: Client, typed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/suggest/", {"q": typed}).json()["suggestions"]
    return found


# --- suggestions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("alumi", "material", "al2o3"),
        ("TMA", "precursor", "tma"),
        ("trimethylalum", "precursor", "tma"),
        ("hard car", "substrate", "hard-carbon"),
        ("scanning elec", "method", "SEM"),
        ("LiOtBu", "precursor", "liotbu"),
        ("LiOᵗBu", "precursor", "liotbu"),
    ],
)
def test_what_is_typed_is_found_by_its_names(
    client: Client, typed: str, kind: str, key: str
) -> None:
    found = [(one["kind"], one["key"]) for one in suggested(client, typed)]
    assert (kind, key) in found


def test_every_suggestion_leads_to_a_page_and_filters_a_list(client: Client) -> None:
    found = suggested(client, "li")
    assert {one["kind"] for one in found} >= {"material", "precursor", "substrate"}
    for one in found:
        assert client.get(one["page"]).status_code == 200
        assert get(client, f"coatings/?{one['kind']}={one['key']}")["count"] >= 0


def test_a_slip_is_answered_with_the_spelling_on_record(client: Client) -> None:
    (one,) = suggested(client, "alumnia")
    assert one["kind"] == "spelling"
    assert one["label"] == "alumina"


@pytest.mark.parametrize("typed", ["", "a", "   ", "\x00\x00", "!!", "x" * 5000])
def test_what_says_nothing_suggests_nothing(client: Client, typed: str) -> None:
    answer = client.get("/suggest/", {"q": typed})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert all(one["kind"] == "spelling" for one in answer.json()["suggestions"])


# --- all words of a facet ---------------------------------------------------------------------
@pytest.mark.parametrize("name", ["material", "precursor", "substrate", "paper", "has"])
def test_the_page_of_a_facet_holds_every_word_with_its_count(client: Client, name: str) -> None:
    html = as_shown(client.get(f"/coatings/facets/{name}/?role=anode").content.decode())
    shown = re.findall(
        rf'name="{name}" value="([^"]*)"[^>]*>.*?<i>(\d+)</i>', html.split('class="facet whole"')[1]
    )
    facets = get(client, f"coatings/facets/?facets={name}&role=anode")["facets"][name]
    wanted = {str(one["value"]): one["count"] for one in facets}
    assert {unescape(value): int(n) for value, n in shown} == wanted
    assert '<input type="hidden" name="role" value="anode">' in html


def test_a_word_too_rare_for_the_panel_is_reached_through_the_page_of_its_facet(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "MOST", 8)
    html = as_shown(client.get("/coatings/?role=anode").content.decode())
    links = re.findall(r'href="(/coatings/facets/material/\?role=anode)">and (\d+) more', html)
    (address, left) = links[0]
    words = get(client, "coatings/facets/?facets=material&role=anode")["facets"]["material"]
    assert int(left) == len(words) - 8
    assert f'value="{words[-1]["value"]}"' in as_shown(client.get(address).content.decode())


def test_a_facet_that_the_list_does_not_have_is_not_found(client: Client) -> None:
    assert client.get("/coatings/facets/colour/").status_code == 404


# --- small lines of retention -----------------------------------------------------------------
def test_a_line_of_retention_goes_down_from_100_percent_to_what_is_known() -> None:
    test = TestRead.objects.exclude(coatings=[]).order_by("pk")[0]
    coating = test.coatings[0]
    TestRead.objects.update(**_no_retention())
    columns = {"retention_at_50_low": 90.0, "retention_at_50_high": 90.0}
    columns |= {"retention_at_200_low": 75.0, "retention_at_200_high": 78.0}
    TestRead.objects.filter(pk=test.pk).update(**columns)
    sparks = tried([coating]).sparks
    places = [tuple(map(float, p.split(","))) for p in sparks[coating].points.split()]
    (x0, y0), (x1, y1), (x2, y2) = places
    assert (x0, y0) == (1.0, 1.5)
    assert (x1 - x0) / (x2 - x0) == pytest.approx(50 / 200, abs=0.01)
    assert (y1 - y0) / (y2 - y0) == pytest.approx(10 / 25, abs=0.02)  # the low end of 75–78 %
    assert x2 <= WIDTH
    assert y2 <= HEIGHT
    assert sparks[coating].words == "75 % after 200 cycles"


def test_without_a_known_retention_there_is_no_line() -> None:
    TestRead.objects.update(**_no_retention())
    assert tried(CoatingRead.objects.values_list("pk", flat=True)).sparks == {}


def _no_retention() -> dict[str, None]:
    names = [f"retention_at_{n}" for n in (50, 100, 200, 500, 1000)] + ["stated_retention"]
    return {f"{name}_{end}": None for name in names for end in ("low", "high")}


# --- queries ----------------------------------------------------------------------------------
ADDRESSES = [
    "/coatings/?role=anode&element=Li&ordering=-ionic_conductivity&fields=material,growth_per_cycle",
    "/coatings/facets/material/",
    "/cycling/?control=coated&fields=label,c_rate,retention_gain",
    "/cycling/facets/paper/",
    "/precursors/?q=li",
    "/materials/?element=Li",
    "/processes/?precursor=tma",
    "/substrates/?role=anode",
    "/methods/?q=microscopy",
    "/papers/?year_min=2015",
    "/suggest/?q=li",
]


def test_a_list_asks_as_often_of_many_records_as_of_few(client: Client) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for address in ADDRESSES:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found[address] = len(queries)
        return found

    grow(1)  # what was written here is asked anew each time, before and after
    asked()  # what is read once in a process is read before
    few = asked()
    grow(20)
    many = asked()
    assert {one: n for one, n in many.items() if n > few[one]} == {}


def test_a_coating_has_the_verdicts_of_its_own_tests_alone(client: Client) -> None:
    found = tried(CoatingRead.objects.values_list("pk", flat=True)).verdicts
    assert found
    for number, verdicts in found.items():
        own = TestRead.objects.filter(coatings=[number])
        told = own.exclude(claimed="", shown__in=["", "cannot be told"])
        assert 0 < sum(verdicts.values()) <= told.count()
    number = next(iter(found))
    page = client.get(f"/coatings/?id=ASC-C{number:06d}").content.decode()
    assert next(iter(found[number])) in page


def test_a_claim_stands_back_where_numbers_show_no_difference() -> None:
    number = next(iter(tried(CoatingRead.objects.values_list("pk", flat=True)).verdicts))
    own = TestRead.objects.filter(coatings=[number])
    own.update(claimed="better", shown="no difference shown")
    assert tried([number]).verdicts[number] == {"no difference shown": own.count()}
    own.update(shown="cannot be told")
    assert tried([number]).verdicts[number] == {"claimed better": own.count()}


def test_columns_follow_what_the_list_holds(client: Client) -> None:
    def heads(query: str) -> str:
        page = client.get(f"/coatings/?{query}").content.decode()
        return page.split("<thead")[1].split("</thead>")[0]

    assert "Thickness" in heads("has=thickness")
    bare = CoatingRead.objects.exclude(has__contains=["thickness"]).first()
    assert bare is not None
    assert "Thickness" not in heads(f"id=ASC-C{bare.pk:06d}")
    assert "Ionic conductivity" in heads("ionic_conductivity_min=1e-12")
    assert "Ionic conductivity" not in heads("")
