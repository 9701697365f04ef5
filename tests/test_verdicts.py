"""Verdicts as every reader gets them: records, lists and pages say what one place decides."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.filters import CoatingFilter
from coatings.models import CoatingRead
from cycling.models import Outcome, TestRead
from explore.field import field_picture
from explore.landing.record import Landing
from explore.mapping.chemistry import chemistry_map
from explore.mapping.films import COLUMNS, ROWS, film_map
from explore.mapping.studied import Studied

pytestmark = pytest.mark.usefixtures("review")


def test_a_stated_outcome_is_a_claim_with_its_evidence(client: Client) -> None:
    outcome = Outcome.objects.filter(than__isnull=False).order_by("pk").first()
    assert outcome is not None
    record = client.get(f"/api/v1/cycling/{outcome.test.public_id}/").json()
    (told, *_) = (o for o in record["outcomes"] if o["statement"] == outcome.statement)
    assert told["claimed"] == outcome.outcome
    assert told["shown"] in {"better", "worse", "no difference shown", "cannot be told"}
    assert told["evidence"] is not None


def test_every_test_with_a_control_says_how_many_conditions_are_known(client: Client) -> None:
    for row in TestRead.objects.exclude(comparable=""):
        record = client.get(f"/api/v1/cycling/{row}/").json()
        conditions = record["comparison"]["conditions"]
        assert conditions == record["derived"]["comparable"]["conditions"]
        assert conditions["known"] == len(conditions["same"]) + len(conditions["differ"])
        assert conditions["of"] == conditions["known"] + len(conditions["unknown"])
        if record["comparison"]["comparable"] == "yes":
            assert conditions["known"] == conditions["of"]


def test_lists_filter_by_what_is_shown_claimed_and_by_evidence(client: Client) -> None:
    for key in ("shown", "claimed", "evidence"):
        words = set(TestRead.objects.exclude(**{key: ""}).values_list(key, flat=True))
        assert words
        for word in words:
            answer = client.get("/api/v1/cycling/", {key: word, "page_size": 100}).json()
            assert answer["count"] == TestRead.objects.filter(**{key: word}).count()
            assert {item["comparison"][key] for item in answer["results"]} == {word}


def test_the_page_of_a_test_shows_claim_numbers_and_evidence_apart(client: Client) -> None:
    row = TestRead.objects.exclude(shown="").order_by("pk").first()
    assert row is not None
    text = client.get(f"/cycling/{row}/").content.decode()
    assert "What comes of the comparison" in text
    assert "The numbers show" in text
    assert row.evidence in text


EIGHT_FOLD = "ASC-T000015"
"""TiO2 on lithium: a lifetime printed as eight times that of the bare cell, and no other number."""


def _said_to_help(coating: int) -> bool:
    """By a test of this film alone, in numbers or in words that are said of it."""
    tests = TestRead.objects.filter(coated=True, coatings=[coating])
    return any(
        test.shown == "better"
        or (test.claimed in {"better", "mixed"} and test.evidence != "group-statement")
        for test in tests
    )


@pytest.mark.parametrize(
    "query",
    [*(f"rows={r}&columns={c}" for r in ROWS for c in COLUMNS), "chemistry", "home"],
)
def test_no_cell_is_coloured_by_one_positive(query: str) -> None:
    """Of every cell that is coloured better, at least two coatings and most of all of them are said
    to help, each by itself; wherever just one is, its sign stands there and no colour."""
    links: list[tuple[Studied, str]]
    if query == "home":
        cells = [cell for _, row in field_picture().rows for cell in row if cell]
        links = [(cell.studied, cell.query) for cell in cells]
        assert [cell.verdict for cell in cells] == [cell.studied.verdict for cell in cells]
    else:
        chemistry = query == "chemistry"
        found = (chemistry_map if chemistry else film_map)(QueryDict("" if chemistry else query))
        links = [(found.cells[pair], found.links[pair]) for pair in found.cells]
    once = 0
    for studied, address in links:
        asked = CoatingFilter(QueryDict(address)).qs.values_list("coating_id", flat=True)
        helped = sum(_said_to_help(coating) for coating in asked)
        if studied.verdict == "better":
            assert helped >= 2, address
            assert 2 * helped > studied.coatings, address
        if studied.better == 1 and not studied.alternatives:
            once += 1
            assert studied.verdict in {"silent", "mixed"}, address
            assert studied.verdict == "mixed" or "△1" in studied.hints, address
    assert once or query != "home", "none to tell it by"


@pytest.mark.parametrize("kind", ["material", "substrate", "precursor"])
def test_a_landing_page_claims_no_more_than_its_tests(kind: str) -> None:
    """What counts as better is said of that film alone, and the test that is named as the best
    evidence has no second film in its cell."""
    read = CoatingRead.objects.order_by()
    column = "precursors" if kind == "precursor" else kind
    words = read.values_list(column, flat=True)
    keys = {key for word in words for key in (word if isinstance(word, list) else [word])} - {""}
    for key in sorted(keys):
        landing = Landing(kind, key)
        helped = sum(_said_to_help(row.coating_id) for row in landing.coatings)
        assert landing.all.better <= helped, key
        assert landing.all.silent >= 0, key
        assert sum(landing.all.results.values()) <= landing.all.cycled <= landing.all.coatings
        if told := landing.answer.told:
            assert TestRead.objects.get(pk=told.test.pk).coatings == [told.test.coating_id], key


def test_an_eightfold_life_shows_everywhere_as_what_it_is(client: Client) -> None:
    row = TestRead.objects.get(pk=int(EIGHT_FOLD[-6:]))
    assert (row.claimed, row.shown, row.evidence) == ("better", "cannot be told", "one-sided")
    coating = CoatingRead.objects.get(pk=row.coatings[0])
    query = urlencode({"material": coating.material, "substrate": coating.substrate})
    table = b"".join(client.get(f"/explore/films.csv?{query}")).decode()
    lines = csv.DictReader(io.StringIO(table))
    (pair,) = (line for line in lines if line["on record"] == "yes")
    assert (pair["claimed better"], pair["evidence one-sided"]) == ("1", "1")
    drawn = _text(client, f"/explore/films/?{query}")
    assert "1 claimed better (one-sided)" in drawn
    assert "△1" in drawn, "its sign"
    assert 'class="better"' not in drawn, "one positive colours no cell"
    listed = _text(client, "/cycling/?evidence=one-sided&claimed=better")
    assert "one-sided" in listed
    doses = urlencode({"precursor": ["ticl4", "h2o"]}, doseq=True)
    assert "claimed better (one-sided)" in _text(client, f"/recipes/?{doses}")
    assert "one-sided" in _text(client, f"/compare/?id={EIGHT_FOLD}")


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return as_shown(b"".join(answer).decode())


@pytest.mark.parametrize("test", ["ASC-T000011", "ASC-T000012"])
def test_an_sei_printed_for_both_is_numbers_on_both_sides(client: Client, test: str) -> None:
    """Below 0.15 µm on coated pillars, 0.5–0.8 µm on bare ones; the sentence is of a group."""
    told = client.get(f"/api/v1/cycling/{test}/").json()["comparison"]
    assert (told["claimed"], told["shown"], told["evidence"]) == ("better", "better", "measured")


def test_pages_begin_with_the_answer_and_its_limit(client: Client) -> None:
    row = TestRead.objects.get(pk=int(EIGHT_FOLD[-6:]))
    for address in (f"/cycling/{EIGHT_FOLD}/", f"/coatings/ASC-C{row.coatings[0]:06d}/"):
        text = as_shown(client.get(address).content.decode())
        assert text.index('class="strip"') < text.index('id="derived"')
        assert "better than the bare electrode; no numbers are there on both sides." in text
        assert "no size can be given" in text
