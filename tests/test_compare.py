"""The page of a comparison: what is asked, what differs, whether tests may be compared."""

from __future__ import annotations

import copy
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.queries.coatings import coating_records
from coatings.sidebyside import coatings_beside
from cycling.charts.traces import Mark, Trace
from documents.publishing import publish_paper
from documents.tests.documents import paper
from explore.comparing.asked import MOST, read_asked
from explore.comparing.best import best
from explore.comparing.comparison import compare
from science.quantities import Interval
from science.verdict import EVIDENCE
from tests.world import derive_stale, grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")


@pytest.fixture
def client() -> Client:
    return Client()


def text_of(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/compare/{query}")
    assert answer.status_code == status
    return unescape(as_shown(answer.content.decode()))


def plain(text: str) -> str:
    """Without tags and with single spaces, as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_address_is_the_comparison_in_the_order_asked(client: Client) -> None:
    text = text_of(client, "?id=ASC-C000028&id=ASC-C000001")
    heads = re.findall(r'<th scope="col"><a href="/coatings/(ASC-C\d+)/"', text)
    assert heads == ["ASC-C000028", "ASC-C000001"]


def test_rows_that_differ_say_so_in_words(client: Client) -> None:
    text = text_of(client, "?id=ASC-C000001&id=ASC-C000028")
    row = re.search(r'<tr class="differs"><th scope="row">Class.*?</tr>', text)
    assert row is not None
    assert "differs" in plain(row[0])
    assert "inorganic" in row[0]
    assert "hybrid" in row[0]


def test_rows_that_agree_can_be_left_out(client: Client) -> None:
    whole = text_of(client, "?id=ASC-C000001&id=ASC-C000028&rows=all")
    assert '<th scope="row">Role</th>' in whole
    text = text_of(client, "?id=ASC-C000001&id=ASC-C000028")
    assert '<th scope="row">Role</th>' not in text
    assert '<th scope="row">Class' in text


def test_every_value_keeps_its_print_and_its_place(client: Client) -> None:
    text = plain(text_of(client, "?id=ASC-C000001&id=ASC-C000016"))
    assert "80–200 °C" in text
    assert "p. 10496" in text


def test_a_row_is_marked_exactly_where_two_known_readings_share_no_number() -> None:
    coatings = list(coating_records().order_by("pk")[:MOST])
    for group in coatings_beside(coatings).groups:
        for line in group.lines:
            if line.kind != "measured":
                continue
            known = [
                (
                    min(-1e99 if m.low is None else m.low for m in cell),
                    max(1e99 if m.high is None else m.high for m in cell),
                )
                for cell in ([m for m in cell if not m.missing] for cell in line.cells)
                if cell
            ]
            apart = any(a[1] < b[0] or b[1] < a[0] for a in known for b in known)
            assert (line.agreement == "differs") == apart, line.label


def test_tests_come_with_their_controls_in_one_drawing(client: Client) -> None:
    text = text_of(client, "?id=ASC-T000029&id=ASC-T000019")
    label = re.search(r'role="img" aria-label="(Capacity kept[^"]+)"', text)
    assert label is not None
    assert "capacity loss 20%" in label[1]
    assert "retention ~80%" in label[1]
    assert "lifetime ~100 cycles" in label[1]  # of the bare control
    assert '<g class="series control">' in text


def test_unlike_tests_are_said_to_be_and_why(client: Client) -> None:
    text = text_of(client, "?id=ASC-T000039&id=ASC-T000019")
    verdicts = [plain(row) for row in re.findall(r"<tr>.*?</tr>", text, re.S) if "verdict" in row]
    between = next(row for row in verdicts if "T000039" in row and "T000019" in row)
    assert " no " in between
    assert "electrode differs: Li metal against Graphite" in between
    assert "rate or current differs: 1C against 4C" in between


def test_where_little_is_stated_nothing_is_called_comparable(client: Client) -> None:
    text = plain(text_of(client, "?id=ASC-C000001"))
    assert re.search(r"cannot be told \d of \d+ conditions known", text)


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("?id=ASC-C1", 400, "ASC-C1 is not an id; expected the id of a coating"),
        ("?id=ASC-P000045", 400, "ASC-P000045 is a paper; expected the id of a coating"),
        ("?id=ASC-C000999", 404, "there is no coating of this id"),
        ("?id=ASC-T000999", 404, "there is no cycling test of this id"),
        ("?ids=ASC-C000001", 400, "ids is no parameter; expected id"),
    ],
)
def test_a_wrong_id_is_named(client: Client, query: str, status: int, message: str) -> None:
    text = plain(text_of(client, f"{query}&id=ASC-C000001", status))
    assert message in text
    assert "Al 2 O 3 on Li metal" in text  # what can be compared still is


def test_the_ninth_record_is_refused_by_name(client: Client) -> None:
    ids = [f"ASC-C{n:06d}" for n in range(1, MOST + 2)]
    text = plain(text_of(client, "?" + "&".join(f"id={one}" for one in ids), 400))
    assert "ASC-C000009 at most 8 records are compared at once" in text


def test_ids_may_stand_in_one_parameter_and_in_any_case() -> None:
    assert read_asked(["asc-c000002, ASC-C000001", "ASC-C000002"]).ids == [
        "ASC-C000002",
        "ASC-C000001",
    ]


def test_a_withdrawn_coating_says_why_and_offers_its_successor(client: Client) -> None:
    document = paper("invented")
    document["coatings"][1]["substrate"]["material"] = "si"
    publish_paper(document)
    shorter = copy.deepcopy(document)
    del shorter["coatings"][1]
    entry = {"kind": "coating", "key": "li-eg-on-si", "reason": "the same film as ASC-C000047"}
    shorter["withdrawn"] = [{**entry, "successor": "ASC-C000047"}]
    gone = publish_paper(shorter).withdrawn[0]
    derive_stale()
    text = text_of(client, f"?id=ASC-C000001&id={gone}")
    assert f"{gone} is withdrawn" in plain(text)
    assert 'href="?id=ASC-C000001&id=ASC-C000047"' in text
    text_of(client, f"?id={gone}", 410)


def test_words_find_coatings_to_add_and_an_id_is_added_at_once(client: Client) -> None:
    text = text_of(client, "?id=ASC-C000028&add=alumina")
    assert 'href="?id=ASC-C000028&id=ASC-C000001"' in text
    answer = client.get("/compare/?id=ASC-C000028&add=asc-c000001")
    assert answer.status_code == 302
    assert answer["Location"] == "/compare/?id=ASC-C000028&id=ASC-C000001"


def test_a_misspelt_search_offers_the_spelling(client: Client) -> None:
    assert 'add=alumina">alumina</a>' in text_of(client, "?add=aluminna")


def test_a_record_is_taken_out_by_its_chip(client: Client) -> None:
    text = text_of(client, "?id=ASC-C000028&id=ASC-T000002")
    assert re.findall(r'<li><a href="\?([^"]+)"><span>(ASC-[CT]\d+)', text) == [
        ("id=ASC-T000002", "ASC-C000028"),
        ("id=ASC-C000028", "ASC-T000002"),
    ]


def test_queries_do_not_grow_with_what_is_compared_or_on_record(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [f"id=ASC-C{n:06d}" for n in (1, 3, 5, 28, 29, 35, 31, 53)]
    for _ in range(2):
        for count in (2, 8):
            with django_assert_max_num_queries(50):
                text_of(client, "?" + "&".join(ids[:count]))
        grow(5)


def trace(name: str, *marks: tuple[float, float, float], control: bool = False) -> Trace:
    """A test with stated retentions: cycle, lowest and highest %."""
    made = [
        Mark(Interval.point(cycle), Interval(low, high), False, f"{low} %", "retention")
        for cycle, low, high in marks
    ]
    return Trace(name, name, control, marks=made)


def test_the_best_is_told_at_the_cycle_that_most_tests_share() -> None:
    found = best([trace("a", (100, 90, 90)), trace("b", (100, 80, 80), (200, 70, 70))], [])
    assert found is not None
    assert found.first is not None
    assert (found.cycle, found.first.id, found.second.id) == (100, "a", "b")


def test_of_two_that_overlap_none_is_the_best() -> None:
    found = best([trace("a", (100, 80, 90)), trace("b", (100, 85, 85))], [])
    assert found is not None
    assert found.first is None


def test_without_a_shared_cycle_there_is_no_best() -> None:
    assert best([trace("a", (100, 90, 90)), trace("b", (200, 95, 95))], []) is None
    assert best([], []) is None


def test_the_test_with_the_best_evidence_comes_first_of_each_coating() -> None:
    coatings = list(coating_records().filter(cycling_tests__isnull=False).distinct()[:MOST])
    found = compare(read_asked([coating.public_id for coating in coatings])).tests
    assert found is not None
    shown = [*found.judged, *found.left_out]
    for coating in coatings:
        own = [test for test in shown if test.coating_id == coating.pk]
        ranks = [(*EVIDENCE, "").index(test.read.evidence) for test in own]
        assert ranks == sorted(ranks)
    firsts = {coating.pk for coating in coatings}
    assert {test.coating_id for test in found.judged[: len(firsts)]} <= firsts | {None}


def test_the_page_begins_with_what_is_best_and_holds_the_pairs_as_a_matrix(client: Client) -> None:
    text = text_of(client, "?id=ASC-T000029&id=ASC-T000039&id=ASC-T000019")
    assert 'class="matrix"' in text
    assert text.index('class="says"') < text.index('id="cycling"')
