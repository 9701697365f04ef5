"""Cycler files of a draft: kept, read, seen by whom they concern, given back, forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from curation.actions import files as actions
from curation.actions.files import read_draft_file, sweep_files
from curation.files.named import files_said
from curation.files.preview import thinned
from curation.models import DraftFile, FileState
from curation.tests.test_submissions_rest import Script
from cyclers.models import ColumnMapping, RawFile, RawPart
from cyclers.reading.read import read_file
from cyclers.tests.files import as_csv, cell, looked_at, plain
from cycling.kind import TESTS
from cycling.models import CyclingTest
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read without starting a process for each: one test does it for real."""

    def read(path: Path, answers: Any, *, name: str, told: Any = None) -> Any:
        return looked_at(path, name=name, **answers.as_json())

    monkeypatch.setattr("cyclers.queries.read_file", read)


@pytest.fixture
def ada(db: None) -> Script:
    publish_vocabulary(VOCABULARY)
    return Script("ada")


@pytest.fixture
def draft(ada: Script) -> int:
    number: int = ada.send("post", "", paper()).json()["number"]
    return number


def send(who: Script, number: int, path: Path, **more: str) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return who.client.post(f"/api/v1/submissions/{number}/files/", {"file": file, **more})


def address(body: dict[str, Any], name: str) -> str:
    return str(body[name]).partition("//")[2].partition("/")[2]


def test_a_file_is_kept_and_answered_as_the_command_answers(
    ada: Script, draft: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cyclers.queries.read_file", read_file)
    path = plain(tmp_path / "my cell.csv")
    answer = send(ada, draft, path, shared="yes")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["format"], body["rows"], body["cycles"]) == ("Arbin", 451, 3)
    assert body["per_cycle"][0]["charge_capacity"] == pytest.approx(0.1)
    assert body["per_cycle"][0]["coulombic_efficiency"] == pytest.approx(99.0)
    assert {"name": "voltage_volt", "unit": "V"} in body["columns"]
    assert (body["name"], body["shared"]) == ("my cell.csv", True)
    file = RawFile.objects.get(sha256=body["sha256"])
    assert (file.reader, file.size) == ("pyarrow", path.stat().st_size)
    again = ada.client.get("/" + address(body, "url"))
    assert again.json() == body
    raw: Any = ada.client.get("/" + address(body, "file"))
    assert b"".join(raw.streaming_content) == path.read_bytes()
    assert raw["Content-Disposition"] == 'attachment; filename="my cell.csv"'
    assert send(ada, draft, path).json()["sha256"] == body["sha256"]
    assert RawFile.objects.count() == DraftFile.objects.count() == 1
    assert DraftFile.objects.get().shared  # said once, it stays said


def test_a_file_of_a_draft_is_seen_by_its_people_only(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    body = send(ada, draft, plain(tmp_path / "cell.csv")).json()
    other, bea = Script("eve"), Script("bea", Role.CURATOR)
    for name in ("url", "file"):
        where = "/" + address(body, name)
        assert other.client.get(where).status_code == 404
        assert bea.client.get(where).status_code == 200
    assert Client().get("/" + address(body, "file")).status_code == 404
    for odd in ("%00", "x", "0" * 64):
        assert Client().get(f"/api/v1/files/{odd}/").status_code == 404
        assert ada.client.get(f"/api/v1/submissions/{draft}/files/{odd}/").status_code == 404
    assert send(other, draft, tmp_path / "cell.csv").status_code == 404


def test_a_file_is_public_with_its_test_and_goes_with_it(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    body = send(ada, draft, plain(tmp_path / "cell.csv")).json()
    raw = "/" + address(body, "file")
    document = paper()
    points = {"unit": "mAh", "columns": ["cycle", "discharge"], "rows": [[1, 99.0]]}
    document["cycling"][-1]["points"] = points | {"sha256": [body["sha256"]]}
    publish_paper(document, by=None, reason="")
    assert Client().get(raw).status_code == 200
    DraftFile.objects.all().delete()
    RawFile.objects.update(kept_at=timezone.now() - timedelta(days=1))
    sweep_files(tell=lambda _: None)
    assert Client().get(raw).status_code == 200
    test = CyclingTest.objects.get(key=document["cycling"][-1]["key"])
    TESTS.delete(test.pk)
    assert Client().get(raw).status_code == 404
    sweep_files(tell=lambda _: None)
    assert (RawFile.objects.count(), RawPart.objects.count()) == (0, 0)


def test_a_draft_is_handed_in_with_files_that_may_be_shared_only(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    path = plain(tmp_path / "cell.csv")
    body = send(ada, draft, path).json()
    document = paper()
    points = {"unit": "mAh", "columns": ["cycle", "discharge"], "rows": [[1, 99.0]]}
    document["cycling"][0]["points"] = points | {"sha256": [body["sha256"]]}
    assert ada.send("put", f"{draft}/", document, etag="*").status_code == 200
    checked = ada.send("get", f"{draft}/check/").json()["problems"]
    assert checked[-1]["path"] == "cycling[0].points.sha256"
    refused = ada.send("post", f"{draft}/submit/", {})
    assert refused.status_code == 422
    assert "cell.csv may be shared under CC BY 4.0" in refused.json()["detail"]
    send(ada, draft, path, shared="yes")
    assert ada.send("post", f"{draft}/submit/", {}).status_code == 200
    points["sha256"] = ["0" * 64]
    document["cycling"][0]["points"] = points
    ada.send("post", f"{draft}/recall/", {})
    ada.send("put", f"{draft}/", document, etag="*")
    assert (
        "was uploaded with this draft" in ada.send("post", f"{draft}/submit/", {}).json()["detail"]
    )


def test_a_large_file_is_read_by_a_worker_and_its_job_gives_the_same(
    ada: Script,
    draft: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    told: list[int] = []
    monkeypatch.setattr("curation.api.files.enqueue_file", told.append)
    path = plain(tmp_path / "cell.csv")
    small = send(ada, draft, path).json()
    for where in ("curation.api.files", "curation.actions.files"):
        monkeypatch.setattr(f"{where}.AT_ONCE", 10)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(ada, draft, path)
    assert answer.status_code == 202
    where = "/" + address(answer.json(), "url")
    assert answer["Location"].endswith(where)
    assert ada.client.get(where).status_code == 202
    assert told == [DraftFile.objects.get().pk]
    read_draft_file(number=told[0])
    assert ada.client.get(where).json() == small


def test_what_a_file_does_not_say_is_asked_answered_and_remembered(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    table = cell()
    columns = {
        "Time (s)": table["time"],
        "Voltage (V)": table["voltage"],
        "Current": table["current"] * 1000,
    }
    first = as_csv(tmp_path / "first.csv", columns)
    asked = send(ada, draft, first)
    assert asked.status_code == 422
    assert asked.json()["questions"][0]["key"] == "unit:Current"
    assert DraftFile.objects.get().state == FileState.ASKS
    said = json.dumps({"units": {"Current": "mA"}})
    assert send(ada, draft, first, answers=said).json()["cycles"] == 3
    assert ColumnMapping.objects.get().answers == {"units": {"Current": "mA"}}
    columns["Voltage (V)"] = columns["Voltage (V)"] + 0.1
    second = send(ada, draft, as_csv(tmp_path / "second.csv", columns)).json()
    assert second["warnings"][0] == "Columns and units are taken as they were said last time."
    assert second["answers"] == {"units": {"Current": "mA"}}


@pytest.mark.parametrize(
    ("more", "path", "words"),
    [
        ({"answers": "{"}, "answers", "expected JSON"),
        ({"answers": '{"cell": "pouch"}'}, "answers", "none of full"),
        ({"answers": '{"cell": "\\u0000"}'}, "answers", "cannot be kept"),
        ({"answers": '{"cell": "\\ud800"}'}, "answers", "cannot be kept"),
        ({"shared": "perhaps"}, "shared", "expected yes or no"),
        ({"colour": "red"}, "colour", "unknown name"),
    ],
)
def test_what_cannot_be_understood_is_named(
    ada: Script, draft: int, tmp_path: Path, more: dict[str, str], path: str, words: str
) -> None:
    answer = send(ada, draft, plain(tmp_path / "cell.csv"), **more)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == path
    assert words in answer.json()["detail"]
    assert RawFile.objects.count() == 0


def test_what_is_no_file_of_a_cycler_is_refused_with_a_sentence(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    where = f"/api/v1/submissions/{draft}/files/"
    assert ada.client.post(where, {"file": "a text"}).status_code == 422
    assert ada.client.post(where, {}, content_type="application/json").status_code == 415
    (tmp_path / "a.csv").write_bytes(b"\x00\x01" * 99)
    answer = send(ada, draft, tmp_path / "a.csv")
    assert answer.status_code == 422
    assert "neither text nor a cycler's file" in answer.json()["detail"]
    (tmp_path / "b.csv").touch()
    assert "empty" in send(ada, draft, tmp_path / "b.csv").content.decode()


def test_a_draft_and_a_person_have_only_so_much_room(
    ada: Script, draft: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ada, draft, plain(tmp_path / "a.csv"))
    another = plain(tmp_path / "b.csv", cell(cycles=2))
    monkeypatch.setattr(actions, "MOST_IN_DRAFT", 1)
    assert "at most 1 files" in send(ada, draft, another).json()["detail"]
    monkeypatch.setattr(actions, "MOST_IN_DRAFT", 60)
    monkeypatch.setattr(actions, "MOST_BYTES_EACH", 1000)
    assert send(ada, draft, another).status_code == 409
    assert RawFile.objects.count() == 1


def test_a_file_leaves_its_draft_and_a_draft_handed_in_keeps_its_files(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    body = send(ada, draft, plain(tmp_path / "cell.csv")).json()
    listed = ada.client.get(f"/api/v1/submissions/{draft}/files/").json()
    assert (listed["count"], listed["results"][0]["state"]) == (1, "read")
    assert ada.send("post", f"{draft}/submit/", {}).status_code == 200
    where = "/" + address(body, "url")
    assert ada.client.delete(where).status_code == 409
    assert ada.send("post", f"{draft}/recall/", {}).status_code == 200
    assert ada.client.delete(where).status_code == 204
    assert ada.client.get(where).status_code == 404


def test_a_reader_that_died_is_asked_again_and_refused_in_the_end(
    ada: Script, draft: int, tmp_path: Path
) -> None:
    send(ada, draft, plain(tmp_path / "cell.csv"))
    rows = DraftFile.objects.all()
    old = timezone.now() - timedelta(hours=2)
    rows.update(state=FileState.READING, attempts=1, touched=old)
    assert sweep_files(tell=lambda _: None) == 1
    rows.update(attempts=actions.ATTEMPTS)
    assert sweep_files(tell=lambda _: None) == 0
    row = rows.get()
    assert (row.state, row.refused) == ("refused", "Reading it ended 3 times without a result.")


def test_files_are_found_where_a_document_names_them() -> None:
    document = {
        "cycling": [
            {"points": {"sha256": "a" * 64}},
            {"points": None, "replicates": [{"points": {"sha256": ["b" * 64, "c" * 64]}}, 7]},
            "no test",
        ]
    }
    assert files_said(document) == [
        ("cycling[0].points.sha256", "a" * 64),
        ("cycling[1].replicates[0].points.sha256", "b" * 64),
        ("cycling[1].replicates[0].points.sha256", "c" * 64),
    ]
    odd: tuple[Any, ...] = (
        None,
        [],
        {"cycling": 3},
        {"cycling": [{"points": 1, "replicates": {}}]},
    )
    for nothing in odd:
        assert files_said(nothing) == []


def test_a_preview_keeps_extremes_and_both_ends() -> None:
    x = np.linspace(0, 1, 100_000)
    y = np.sin(40 * x)
    y[31_234], y[77_777] = 9.0, -9.0
    rows = thinned(x, y)
    assert len(rows) <= 1200
    assert {0, 31_234, 77_777, 99_999} <= set(rows.tolist())
