"""Candidates over REST: nothing of what is sent stays, nothing unconfirmed is published."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Role
from curation.candidates.reading import Unreadable, candidates_of
from curation.models import DraftCandidate, Submission
from curation.tests.test_submissions_rest import Script
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

ADDRESS = "/api/v1/candidates/"
SENTENCE = (
    "After 200 cycles at 0.5C the cell with the 2 nm coating kept 91.3 % of its capacity, "
    "against 74 % for the bare electrode."
)


@pytest.fixture
def vocabulary(db: None) -> None:
    publish_vocabulary(VOCABULARY)


@pytest.fixture
def ada(vocabulary: None) -> Script:
    return Script("ada")


def _post(body: Any) -> Any:
    return Client().post(ADDRESS, body, content_type="application/json")


def _everything() -> str:
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute("select schemaname, tablename from pg_tables where schemaname = 'public'")
        tables = [name for _, name in cursor.fetchall()]
        found = []
        for name in tables:
            cursor.execute(f'select string_agg(t::text, chr(10)) from "{name}" t')
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found)


@pytest.mark.django_db
def test_a_sentence_gives_values_with_span_record_and_confidence() -> None:
    answer = _post({"text": SENTENCE, "at": "p. 3"}).json()
    found = {(c["property"], c["record"]): c for c in answer["candidates"]}
    kept = found["retention", "coated"]
    assert (kept["printed"], kept["span"], kept["at_cycle"]) == ("91.3 %", [61, 67], "200")
    assert kept["reading"] == {
        "qualifier": "exact", "low": 91.3, "high": 91.3, "uncertainty": None, "unit": "%",
    }  # fmt: skip
    assert {c["confidence"] for c in answer["candidates"]} <= {"sure", "likely", "ask"}
    assert answer["at"] == "p. 3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({}, 422, ""),
        ({"text": 5}, 422, "text"),
        ({"text": " "}, 422, "text"),
        ({"html": "<p>no table</p>"}, 422, "html"),
        ({"csv": "one cell"}, 422, "csv"),
        ({"text": "a", "csv": "b"}, 422, ""),
        ({"text": "a", "more": 1}, 422, "more"),
        ([], 422, ""),
        ({"text": "x" * 70_000}, 413, None),
    ],
)
def test_what_cannot_be_read_is_named_by_its_field(body: Any, status: int, path: str) -> None:
    answer = _post(body)
    assert answer.status_code == status
    if path is not None:
        assert path in {error["path"] for error in answer.json()["errors"]}


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    with pytest.raises(Unreadable, match="too long"):
        candidates_of({"text": "5 nm " * 10_000}, longest=0.3)
    assert candidates_of({"text": "The film is 5 nm thick."})["candidates"]


@pytest.mark.django_db
def test_nothing_of_what_was_sent_is_stored_or_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    word = "qzxv-unheard"
    with caplog.at_level(logging.DEBUG):
        assert _post({"text": f"The {word} film is 5 nm thick."}).status_code == 200
        table = (
            f"<table><tr><td>{word}</td><td>d (nm)</td></tr><tr><td>ZnO</td><td>5</td></tr></table>"
        )
        assert _post({"html": table}).status_code == 200
        assert _post({"csv": f"{word} alone"}).status_code == 422
    heard = capfd.readouterr()
    assert word not in caplog.text + heard.out + heard.err
    assert word not in _everything()


def test_unconfirmed_values_wait_beside_the_draft_and_are_never_published(ada: Script) -> None:
    number = ada.send("post", "", paper()).json()["number"]
    made = ada.send("post", f"{number}/candidates/", {"text": SENTENCE, "at": "p. 3"})
    assert made.status_code == 201
    assert {row["state"] for row in made.json()["results"]} == {"unconfirmed"}
    again = ada.send("post", f"{number}/candidates/", {"text": SENTENCE, "at": "p. 3"})
    assert again.json()["count"] == 0
    draft = Submission.objects.get(pk=number)
    assert draft.document == paper()
    assert draft.candidates.count() == made.json()["count"] == 5
    assert ada.send("get", f"{number}/").json()["unconfirmed"] == 5
    assert ada.send("post", f"{number}/submit/", {}).status_code == 200
    bea = Script("bea", Role.CURATOR)
    assert bea.send("post", f"{number}/approve/", {}).status_code == 200
    assert "91.3" not in Client().get("/api/v1/cycling/?format=json").content.decode()
    assert DraftCandidate.objects.filter(submission=draft).count() == 5


def test_a_confirmed_value_goes_into_the_document_as_the_next_revision(ada: Script) -> None:
    number = ada.send("post", "", paper()).json()["number"]
    own = paper()["coatings"][0]["key"]
    made = ada.send("post", f"{number}/candidates/", {"text": SENTENCE, "at": "p. 3"}).json()
    of = {(row["property"], row["record"]): row["id"] for row in made["results"]}
    answer = ada.send(
        "patch",
        f"{number}/candidates/",
        {
            "confirm": [{"id": of["thickness", "film"], "record": own, "value": "~2 nm"}],
            "reject": [of["rate", "coated"]],
        },
    )
    assert answer.json() == {"confirmed": 1, "rejected": 1, "revision": 2, "waiting": 3}
    film = Submission.objects.get(pk=number).document["coatings"][0]
    added = {"property": "thickness", "value": "~2 nm", "at": "p. 3", "extraction": "text"}
    assert added in film["measurements"]


def test_an_outside_extractor_gives_its_own_candidates(ada: Script) -> None:
    number = ada.send("post", "", paper()).json()["number"]
    body = {
        "at": "Table 1",
        "records": [{"ref": "a", "kind": "coating", "film": "zno", "name": "ZnO"}],
        "candidates": [
            {
                "record": "a",
                "property": "thickness",
                "printed": "5",
                "value": "5 nm",
                "cell": [1, 1],
            }
        ],
    }
    made = ada.send("post", f"{number}/candidates/", body)
    (row,) = made.json()["results"]
    done = ada.send("patch", f"{number}/candidates/", {"confirm": [{"id": row["id"]}]})
    assert done.json()["confirmed"] == 1
    new = Submission.objects.get(pk=number).document["coatings"][-1]
    assert (new["material"], new["measurements"][0]["value"]) == ("zno", "5 nm")
    wrong = ada.send("post", f"{number}/candidates/", {"candidates": [{"property": "x"}]})
    assert {e["path"] for e in wrong.json()["errors"]} == {
        "candidates[0].printed", "candidates[0].property",
    }  # fmt: skip
    gone = ada.send("patch", f"{number}/candidates/", {"reject": [row["id"]]})
    assert (gone.status_code, gone.json()["errors"][0]["path"]) == (422, "reject[0]")


def test_an_answer_comes_back_as_it_is_with_its_conditions(ada: Script) -> None:
    number = ada.send("post", "", paper()).json()["number"]
    for source in (
        {"text": "The film has an ionic conductivity of 2.1 × 10⁻⁷ S/cm at 60 °C.", "at": "p. 3"},
        {"csv": "Cycles\tThickness (nm)\n10\t1.1\n20\t2.0", "at": "Table 1"},
    ):
        answer = _post(source).json()
        made = ada.send("post", f"{number}/candidates/", answer)
        assert made.status_code == 201, made.json()
        rows = made.json()["results"]
        assert [row["printed"] for row in rows] == [c["printed"] for c in answer["candidates"]]
        assert [row.get("conditions") or {} for row in rows] == [
            c.get("conditions") or {} for c in answer["candidates"]
        ]
    odd = {"candidates": [{"printed": "5", "conditions": {"x": 1}, "options": ["y"]}]}
    assert {e["path"] for e in ada.send("post", f"{number}/candidates/", odd).json()["errors"]} == {
        "candidates[0].conditions", "candidates[0].options",
    }  # fmt: skip
    nul = {"text": "The film is 5 nm thick.", "at": "p.\0 3"}
    assert ada.send("post", f"{number}/candidates/", nul).status_code == 422


def test_only_who_may_write_the_draft_may_add_to_it(ada: Script) -> None:
    number = ada.send("post", "", paper()).json()["number"]
    eve = Script("eve")
    assert eve.send("post", f"{number}/candidates/", {"text": SENTENCE}).status_code == 404
    assert Client().post(f"/api/v1/submissions/{number}/candidates/", {}).status_code in {401, 403}
    ada.send("post", f"{number}/submit/", {})
    assert ada.send("post", f"{number}/candidates/", {"text": SENTENCE}).status_code == 409
