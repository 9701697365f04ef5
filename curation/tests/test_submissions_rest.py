"""Submissions over REST, the script of the docs among them."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.actions import make_token
from accounts.models import Role
from accounts.tests.people import person
from coatings.models import Coating
from curation.models import Submission
from documents.models import PaperVersion
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer


class Script:
    """A client with a token."""

    def __init__(self, name: str, role: Role = Role.CONTRIBUTOR) -> None:
        self.person = person(name, role)
        scopes = ["read", "write", *(["review"] if role != Role.CONTRIBUTOR else [])]
        _, self.token = make_token(by=self.person, name="script", scopes=scopes)
        self.client = Client(headers={"Authorization": f"Token {self.token}"})

    def send(self, method: str, tail: str, body: Any = None, etag: str = "") -> Any:
        given = {"headers": {"If-Match": etag}} if etag else {}
        call = getattr(self.client, method)
        return call(f"/api/v1/submissions/{tail}", body, content_type="application/json", **given)


@pytest.fixture
def vocabulary(db: None) -> None:
    """For each test alone: one of them needs it committed, for a server."""
    publish_vocabulary(VOCABULARY)


@pytest.fixture
def ada(vocabulary: None) -> Script:
    return Script("ada")


@pytest.fixture
def bea(vocabulary: None) -> Script:
    return Script("bea", Role.CURATOR)


def test_a_paper_goes_from_draft_to_public(ada: Script, bea: Script) -> None:
    made = ada.send("post", "", paper())
    assert made.status_code == 201
    number = made.json()["number"]
    assert made.json()["steps"] == ["save", "submit", "withdraw"]
    assert ada.send("post", f"{number}/submit/", {}).json()["state"] == "submitted"
    assert ada.send("post", f"{number}/approve/", {}).status_code == 403
    done = bea.send("post", f"{number}/approve/", {"reason": "checked"})
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert done.json()["paper"] == "ASC-P000001"
    assert Client().get("/api/v1/papers/ASC-P000001/").status_code == 200


def test_a_lost_update_is_a_412_with_both_versions_and_their_merge(
    ada: Script, bea: Script
) -> None:
    first = ada.send("post", "", paper())
    number, etag = first.json()["number"], first.headers["ETag"]
    assert ada.send("put", f"{number}/", paper()).status_code == 428
    mine, theirs = paper(), paper()
    mine["coatings"][0]["measurements"][0]["value"] = "~1.2 Å"
    theirs["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    assert bea.send("put", f"{number}/", theirs, etag).headers["ETag"] == '"2"'
    lost = ada.send("put", f"{number}/", mine, etag)
    body = lost.json()
    assert (lost.status_code, body["yours"], body["theirs"]) == (412, mine, theirs)
    assert body["conflicts"] == []
    both = copy.deepcopy(mine)
    both["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    assert body["merged"] == both
    assert Submission.objects.get().document == theirs
    assert ada.send("put", f"{number}/", both, lost.headers["ETag"]).status_code == 200


def test_if_match_takes_any_revision_by_a_star_and_any_of_those_it_lists(ada: Script) -> None:
    """RFC 9110, 13.1.1: ``*`` matches whatever there is, a list where one of it does."""
    first = ada.send("post", "", paper())
    number = first.json()["number"]
    changed = [paper(note=f"draft {n}") for n in range(4)]
    assert ada.send("put", f"{number}/", changed[0], "*").headers["ETag"] == '"2"'
    assert ada.send("put", f"{number}/", changed[1], '"9", "2"').headers["ETag"] == '"3"'
    assert ada.send("put", f"{number}/", changed[2], 'W/"3"').headers["ETag"] == '"4"'
    for stale in ('"1", "2"', '"9"', "4-5", '"*"'):
        lost = ada.send("put", f"{number}/", changed[3], stale)
        assert (lost.status_code, lost.headers["ETag"]) == (412, '"4"')
    assert Submission.objects.get().document == changed[2]
    assert ada.send("put", "999/", paper(), "*").status_code == 404


def test_a_step_is_seen_by_who_asks_again_with_the_etag_of_the_same_revision(ada: Script) -> None:
    made = ada.send("post", "", paper())
    ada.send("post", f"{made.json()['number']}/submit/", {})
    held = {"If-None-Match": made.headers["ETag"]}
    again = ada.client.get(f"/api/v1/submissions/{made.json()['number']}/", headers=held)
    assert (again.status_code, again.json()["state"]) == (200, "submitted")
    assert again.headers["ETag"] == made.headers["ETag"]
    assert "Last-Modified" not in again.headers


def test_a_member_that_stands_twice_is_refused_and_not_lost(ada: Script) -> None:
    body = '{"document": {"key": "doe-2020", "coatings": [], "key": "roe-2021"}}'
    answer = ada.send("post", "", body)
    assert answer.status_code == 400
    assert '"key" stands twice' in answer.json()["detail"]
    assert not Submission.objects.exists()


def test_what_is_wrong_is_named_by_its_path_and_nothing_is_written(ada: Script) -> None:
    document = paper()
    document["coatings"][0]["measurements"][0]["value"] = "blue"
    number = ada.send("post", "", document).json()["number"]
    check = ada.send("get", f"{number}/check/").json()
    assert [p["path"] for p in check["problems"]] == ["coatings[0].measurements[0].value"]
    refused = ada.send("post", f"{number}/submit/", {})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "coatings[0].measurements[0].value"
    assert not Coating.objects.exists()
    assert Submission.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 422),
        ('{"document": []}', 422),
        ('{"document": {}, "vocab": {}}', 422),
        ('{"key": "a\\u0000b"}', 422),
        ('{"key": "\\ud800"}', 400),
        ('{"document": {}, "reason": "\\u0000"}', 422),
        ('{"document": {}, "vocabulary": {"a": "\\u0000"}}', 422),
        ('{"a":' * 2000 + "1" + "}" * 2000, 400),
        ('{"a":' * 100 + "1" + "}" * 100, 422),
        ('{"a": NaN}', 400),
        ('{"a": "' + "x" * 13_000_000 + '"}', 413),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_hostile_body_is_refused_in_words(ada: Script, body: str, status: int) -> None:
    answer = ada.send("post", "", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Submission.objects.exists()


def test_a_draft_of_somebody_else_is_as_if_it_were_not_there(ada: Script) -> None:
    other = Script("dan")
    number = ada.send("post", "", paper()).json()["number"]
    for tail in (f"{number}/", f"{number}/check/", "99999/"):
        assert other.send("get", tail).status_code == 404
    assert other.send("post", f"{number}/submit/", {}).status_code == 404
    assert other.send("get", "").json()["count"] == 0


@pytest.mark.django_db(transaction=True)
def test_the_script_of_the_docs_enters_a_paper(live_server: LiveServer, tmp_path: Path) -> None:
    publish_vocabulary(VOCABULARY)
    ada = Script("ada")
    text = (settings.BASE_DIR / "docs" / "entering-by-script.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    script, document = tmp_path / "enter.py", tmp_path / "paper.json"
    script.write_text("".join(blocks), "utf-8")
    document.write_text(json.dumps(paper()), "utf-8")
    environment = os.environ | {"ASC_URL": live_server.url, "ASC_TOKEN": ada.token}
    done = subprocess.run(
        [sys.executable, str(script), str(document)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("state submitted\n")
    draft = Submission.objects.get()
    assert (draft.state, draft.document["note"]) == ("submitted", "Read from the paper itself.")
    bea = Script("bea", Role.CURATOR)
    assert bea.send("post", f"{draft.pk}/approve/", {}).status_code == 200
    assert PaperVersion.objects.get().submission == draft


def test_what_a_draft_holds_can_always_be_read_back(ada: Script) -> None:
    huge = ada.send("post", "", {"document": {"year": -1e300}})
    assert huge.status_code == 422
    assert "beyond" in huge.json()["errors"][0]["message"]
    made = ada.send("post", "", {"document": {"str": 1, "a[0]": 2, "Coating": 3}})
    checked = ada.send("get", f"{made.json()['number']}/check/").json()
    unknown = {p["path"] for p in checked["problems"] if "unknown name" in p["message"]}
    assert unknown == {"str", "a[0]", "Coating"}


def test_nothing_is_no_document(ada: Script) -> None:
    answer = ada.send("post", "", {})
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_a_step_that_does_not_exist_is_a_404_by_any_method(ada: Script) -> None:
    for method in ("get", "post", "put", "delete"):
        answer = ada.send(method, "1/publish/", {})
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
