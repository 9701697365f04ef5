"""Whatever stands in a draft, REST, its pages and its workbook answer: nothing makes a 500."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from asc_kb.testing.heavy import times
from curation.tests.test_submissions_rest import Script
from documents.tests.documents import paper

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

WORDS: dict[str, Any] = {
    "precursors": [
        {
            "key": "dmai",
            "name": "Dimethylaluminium isopropoxide",
            "kind": "metal",
            "formula": "C5H13AlO",
            "smiles": "CC(C)O[Al](C)C",
            "cas": "6063-89-4",
        },
        {"key": "other", "name": "Another", "kind": "metal", "formula": "C5H13AlO"},
    ],
    "materials": [
        {
            "key": "lif",
            "name": "Lithium fluoride",
            "formula": "LiF",
            "smiles": "[Li+].[F-]",
            "class": "inorganic",
        }
    ],
    "substrates": [{"key": "nmc", "name": "NMC", "formula": "LiNiO2", "role": "cathode"}],
}
CITATION = {"DOI": "10.1000/xyz", "title": "A title", "URL": "https://example.org"}
# Texts that once made an error, of every reader: values, formulas, structures, dates, addresses.
KNOWN = [
    *("5% °C", "200 ± 2% °C", "10-12 S/cm", "1e999 nm", "5 nm" * 300, "C/0", "½C", "±", "(((("),
    *("LiOtBu", "AlF3.3H2O", "Fe(III)", "*CCO*", "[2H]O[2H]", "C1CC", "[Li+]<-O", "2020-13"),
    *("0000", "http://[::1", "javascript:alert(1)", "10.1000/\u200b", "\x01", "\x0b", "=1+1"),
    *("{{ x }}", "<script>", "\u202eabc", "%s %d {0}", "x" * 70_000, "\u0663 nm", "ﬃ", ""),
]
OTHERS: list[Any] = [None, True, -1, 1e308, 10**30, [], {}, [[]], {"a": 1}, ["x"]]
ANYTHING = st.sampled_from(KNOWN) | st.sampled_from(OTHERS) | st.text(max_size=40)
PAGES = ("", "check/", "flags/", "sheet.xlsx", "review/", "history/")


def whole() -> dict[str, Any]:
    document = paper()
    document["citation"].update(CITATION)
    return {"document": document, "vocabulary": copy.deepcopy(WORDS), "reason": "read"}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Of every value, list and mapping inside."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


ROWS = ("document", "cycling", 2, "points", "rows")


@pytest.mark.heavy
@example(changes=[((*ROWS, 1, 1), [])])
@example(changes=[(("document", "coatings"), True), (("document", "cycling"), 5)])
@example(changes=[(("document", "coatings", 0, "measurements", 1, "property"), [])])
@example(changes=[((*ROWS, 1), 5), (("document", "coatings", 0, "note"), "a\x0bb")])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(list(places(whole()))), ANYTHING), min_size=1, max_size=2
    )
)
@settings(
    max_examples=times(8, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_draft_with_anything_in_it_answers(
    changes: list[tuple[tuple[Any, ...], Any]], people: tuple[Script, Client]
) -> None:
    body = whole()
    for (*above, last), value in changes:
        inside: Any = body
        with suppress(KeyError, IndexError, TypeError):  # an earlier change took it away
            for step in above:
                inside = inside[step]
            inside[last] = value
    script, reader = people
    made = script.client.post(
        "/api/v1/submissions/", json.dumps(body), content_type="application/json"
    )
    assert made.status_code < 500
    if made.status_code != 201:
        return
    number = made.json()["number"]
    tried = [script.send("get", f"{number}/"), script.send("post", f"{number}/submit/", {})]
    tried += [reader.get(f"/curate/{number}/{page}") for page in PAGES]
    assert [answer.status_code for answer in tried if answer.status_code >= 500] == []


@pytest.fixture
def people(vocabulary: None, settings: Any) -> tuple[Script, Client]:
    """A script that enters and a curator who looks, in front of whom errors become pages."""
    settings.ZEAL_RAISE = False  # a proposed word is looked up by check, rehearsal and publishing
    script, reader = Script("ada"), Client(raise_request_exception=False)
    script.client.raise_request_exception = False
    reader.force_login(Script("bea", Role.CURATOR).person)
    return script, reader
