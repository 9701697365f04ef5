"""The forest plot of coated cells beside their controls."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from asc_kb.testing.markup import as_shown
from cycling.models import Control
from explore.evidence.axis import axis_around
from explore.evidence.forest import Forest
from science.effects import CAPACITY, MEASURES, MEASURES_IN_WORDS

pytestmark = pytest.mark.usefixtures("review")


def text_of(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/evidence/{query}")
    assert answer.status_code == status
    shown = re.sub(r"<[^>]+>", " ", unescape(as_shown(answer.content.decode())))
    return re.sub(r"\s+", " ", shown)


def pairs(client: Client, query: str = "") -> list[dict[str, Any]]:
    return list(client.get(f"/evidence/forest.json{query}").json()["pairs"])


def test_every_pair_on_record_is_there_once(client: Client) -> None:
    listed = client.get("/api/v1/pairs/?page_size=1000").json()["results"]
    assert [p["pair"] for p in pairs(client)] == [p["id"] for p in listed]
    assert len(listed) == Control.objects.count() > 20


@pytest.mark.parametrize(
    "query", ["?substrate=li-metal", "?year_min=2023", "?claimed=better", "?comparable=no"]
)
def test_a_selection_is_that_of_the_rest_list(client: Client, query: str) -> None:
    listed = client.get(f"/api/v1/pairs/{query}&page_size=1000").json()["results"]
    assert 0 < len(listed) < Control.objects.count()
    assert [p["pair"] for p in pairs(client, query)] == [p["id"] for p in listed]


def test_an_effect_is_that_of_the_rest_list(client: Client) -> None:
    listed = {p["id"]: p for p in client.get("/api/v1/pairs/?page_size=1000").json()["results"]}
    for pair in pairs(client, "?measure=retention_gain"):
        told = listed[pair["pair"]]["retention_gain"]
        expected = (told["effect"], told["low"], told["high"]) if told else (None, None, None)
        assert (pair["effect"], pair["low"], pair["high"]) == expected


def test_what_has_no_size_has_no_place_on_the_axis() -> None:
    forest = Forest(QueryDict("measure=life_ratio&rows=all"))
    drawn = [one for group in forest.groups for one in group.rows]
    assert any(one.row.says and not one.has_size for one in drawn)
    for one in drawn:
        if one.row.size is None and one.row.alone is None:
            assert (one.mark, one.whisker) == (None, None)


def test_pairs_without_a_size_are_counted_until_they_are_asked_for(client: Client) -> None:
    folded = Forest(QueryDict("measure=life_ratio"))
    whole = Forest(QueryDict("measure=life_ratio&rows=all"))
    assert folded.folds
    assert not whole.folds
    for short, long in zip(folded.groups, whole.groups, strict=True):
        assert short.name == long.name
        assert all(one.has_size for one in short.rows)
        assert len(short.rows) + short.folded_number == len(long.rows)
    page = client.get("/evidence/?measure=life_ratio").content.decode()
    assert 'href="/evidence/?measure=life_ratio&amp;rows=all"' in page


def test_a_summary_needs_comparable_pairs_of_three_papers(client: Client) -> None:
    told = client.get("/evidence/forest.json").json()
    assert told["summary"] is None
    assert "at least 3 papers" in told["why_no_summary"]
    assert "No summary:" in text_of(client)
    for pair in told["pairs"]:
        assert pair["in the summary"] == (
            not pair["left out because"] and pair["effect"] is not None
        )
        if pair["comparable"] != "yes":
            assert pair["left out because"]


def test_three_comparable_papers_are_drawn_together() -> None:
    forest = Forest(QueryDict("measure=life_ratio&rows=all"))
    side = {"low": 1.0, "high": 1.0}
    told = {"unit": "1", "uncertainty": 0.1, "spread": "known", "test": side, "control": side}
    for row, ratio in zip(forest.rows[:3], (1.2, 1.5, 1.9), strict=False):
        size = {**told, "measure": "life_ratio", "effect": ratio, "low": 1.0, "high": 2.5}
        for name, value in (("size", size), ("left_out", ""), ("paper_id", row.test)):
            object.__setattr__(row, name, value)
    together = forest.together
    assert together is not None
    assert (together["pairs"], together["papers"]) == (3, 3)
    assert 0 <= together["whisker"].low < together["mark"] < together["whisker"].high <= 100
    assert together["next"].low <= together["whisker"].low


def test_measures_have_names_and_menus_offer_those_with_sizes(client: Client) -> None:
    assert set(MEASURES_IN_WORDS) == {one.key for one in (*MEASURES, CAPACITY)}
    forest = Forest(QueryDict())
    assert all(count for _, _, count in forest.measures)
    assert forest.sizes[forest.measure] > 0


def test_what_is_unknown_is_refused_by_name(client: Client) -> None:
    text = text_of(client, "?materiall=al2o3&measure=luck", 400)
    assert "there is no such parameter; the nearest is 'material'" in text
    assert "there is no 'luck' to choose" in text
    assert client.get("/evidence/forest.csv?materiall=x").status_code == 400
    assert client.get("/evidence/forest.json?materiall=x").status_code == 400


def test_the_files_have_a_line_for_each_pair(client: Client) -> None:
    answer = client.get("/evidence/forest.csv?measure=capacity_ratio")
    lines = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    listed = pairs(client, "?measure=capacity_ratio")
    assert [line["pair"] for line in lines] == [pair["pair"] for pair in listed]


def test_an_empty_selection_says_so(client: Client) -> None:
    assert "No coated cell beside a control that fits" in text_of(client, "?year_max=1990")


def test_queries_do_not_grow_with_the_pairs(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/evidence/")
    with django_assert_max_num_queries(14):
        client.get("/evidence/")


def test_an_axis_holds_effects_and_no_difference_and_cuts_long_ends() -> None:
    axis = axis_around([2.0, 4.0], [1.5, 4000.0], ratio=True)
    assert axis is not None
    assert 0 < axis.nothing < axis.place(2.0) < axis.place(4.0) < 100
    whisker = axis.whisker(1.5, 4000.0)
    assert (whisker.cut_low, whisker.cut_high, whisker.high) == (False, True, 100.0)
    assert axis.whisker(None, 3.0).cut_low
    assert axis_around([], [], ratio=False) is None
