"""The start page: the field in one picture, what came in last, how to cite."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, Substrate
from cycling.models import CyclingTest, Outcome
from documents.publishing import publish_paper
from documents.tests.documents import paper
from explore.field import COLUMNS, field_picture, forget_pictures
from tests.world import derive_stale, grow

pytestmark = pytest.mark.usefixtures("review")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_pictures()


def home() -> str:
    return unescape(as_shown(Client().get("/").content.decode()))


def test_every_coating_is_in_the_picture_once() -> None:
    picture = field_picture()
    shown = sum(cell.studied.coatings for _, cells in picture.rows for cell in cells if cell)
    assert shown == picture.total.coatings == Coating.objects.count()
    assert all(
        place.count == sum(cell.studied.coatings for cell in cells if cell)
        for place, cells in picture.rows
    )


def test_every_cell_leads_to_exactly_the_coatings_it_counts() -> None:
    cells = re.findall(r'<a class="tried \w+ n\d" href="/coatings/\?([^"]+)"[^>]*>(\d+)', home())
    assert len(cells) > 20
    for query, count in cells:
        answer = Client().get(f"/api/v1/coatings/?{query}&page_size=1")
        assert answer.json()["count"] == int(count), query


def test_a_cell_is_better_only_where_a_test_of_its_coatings_says_so() -> None:
    for _, cells in field_picture().rows:
        for cell in cells:
            if cell is None or cell.verdict == "silent":
                continue
            found = Client().get(f"/api/v1/coatings/?{cell.query}").json()["results"]
            ids = [int(one["id"].removeprefix("ASC-C")) for one in found]
            tests = CyclingTest.objects.filter(coating__in=ids)
            tests |= CyclingTest.objects.filter(also_coated__in=ids)
            stated = set(Outcome.objects.filter(test__in=tests).values_list("outcome", flat=True))
            gains = [
                low
                for test in tests.select_related("read")
                if (low := test.read.retention_gain_low) is not None
            ]
            assert cell.verdict in stated | ({"better"} if any(g > 0 for g in gains) else set())


def test_the_picture_stays_as_wide_among_more_and_follows_the_data() -> None:
    before = field_picture()
    grow(20)
    after = field_picture()
    assert after.total.coatings == before.total.coatings + 40
    assert len(after.columns) <= COLUMNS + 2


def test_what_came_in_last_stands_first() -> None:
    document = paper("invented")
    document["coatings"][1]["substrate"]["material"] = "si"
    publish_paper(document)
    derive_stale()
    newest = Coating.objects.order_by("-pk")[0]
    section = home().split('id="latest"')[1].split("</section>")[0]
    assert re.findall(r"/coatings/(ASC-C\d+)/", section)[0] == newest.public_id
    assert f"ASC knowledge base, {newest.public_id}, http" in home()


def test_films_on_wafers_and_glass_stand_apart_from_electrodes() -> None:
    picture = field_picture()
    names = [place.name for place in picture.columns]
    assert "model surfaces" in names
    models = {s.name for s in Substrate.objects.filter(role="model")}
    assert not models & set(names)
    column = names.index("model surfaces")
    for _, cells in picture.rows:
        if (cell := cells[column]) is not None:
            found = Client().get(f"/api/v1/coatings/?{cell.query}").json()["results"]
            assert {one["substrate"]["role"] for one in found} == {"model"}
