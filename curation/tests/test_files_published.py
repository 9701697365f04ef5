"""From a cycler's file to a public test: uploaded, named by a test, approved, read by a worker,
given to everybody; and gone with its test."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.tests.people import person
from curation.actions.files import sweep_files
from curation.models import DraftFile, Submission
from curation.tests.test_submissions_rest import Script
from cyclers.models import RawFile
from cyclers.tests.files import cell, plain, real
from cycling.actions import read_series, sweep_series
from cycling.models import CyclingTest, SeriesPart, SeriesReading
from cycling.tasks import read_series_of
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from pathlib import Path

REAL = "arbin.csv"


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    publish_vocabulary(VOCABULARY)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[int], str]]:
    """What the workers were asked for."""
    sent: list[tuple[list[int], str]] = []

    def note(args: Any, queue: str) -> None:
        sent.append((args[0], queue))

    monkeypatch.setattr(read_series_of, "apply_async", note)
    return sent


def key_of_test() -> str:
    return str(paper()["cycling"][-1]["key"])


def test_a_file_goes_over_rest_from_a_draft_to_a_public_test_and_with_it(
    told: list[tuple[list[int], str]], django_capture_on_commit_callbacks: Any
) -> None:
    path = real(REAL)
    ada, bea, anybody = Script("ada"), Script("bea", Role.CURATOR), Client()
    number = ada.send("post", "", paper()).json()["number"]
    sent = {"file": SimpleUploadedFile(path.name, path.read_bytes()), "shared": "yes"}
    reading = ada.client.post(f"/api/v1/submissions/{number}/files/", sent).json()
    sha256, raw = reading["sha256"], f"/api/v1/files/{reading['sha256']}/"
    whole = [one for one in reading["per_cycle"] if one["complete"]]
    document = paper()
    document["cycling"][-1]["points"] = {
        "unit": "mAh",
        "per": "cell",
        "columns": ["cycle", "charge", "discharge"],
        "rows": [
            [one["cycle"], one["charge_capacity"] * 1000, one["discharge_capacity"] * 1000]
            for one in whole
        ],
        "sha256": sha256,
        "extraction": "author file",
    }
    assert ada.send("put", f"{number}/", document, etag="*").status_code == 200
    checked = ada.send("get", f"{number}/check/").json()
    assert checked["problems"] == []
    assert [(one["name"], one["shared"]) for one in checked["files"]] == [(REAL, True)]
    assert ada.send("post", f"{number}/submit/", {}).status_code == 200
    assert anybody.get(raw).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert bea.send("post", f"{number}/approve/", {}).status_code == 200
    test = CyclingTest.objects.get(key=key_of_test())
    address = f"/api/v1/cycling/{test.public_id}/"
    (told_of,) = anybody.get(address).json()["points"]["cells"]
    assert (told_of["series"], told_of["sha256"]) == ("waiting", [sha256])
    assert "Its time series is being read" in anybody.get(test.get_absolute_url()).content.decode()
    assert told == [([SeriesReading.objects.get().pk], "edits")]
    read_series(number=told[0][0][0])
    points = anybody.get(address).json()["points"]
    assert points["cells"][0]["series"] == "kept"
    assert points["cells"][0]["files"][0].endswith(raw)
    assert anybody.get(f"{address}series/").json()["count"] == reading["rows"]
    rows = list(
        csv.reader(io.StringIO(b"".join(anybody.get(f"{address}series/?format=csv")).decode()))
    )
    assert len(rows) == reading["rows"] + 1
    file: Any = anybody.get(raw)
    assert b"".join(file.streaming_content) == path.read_bytes()
    page = anybody.get(test.get_absolute_url()).content.decode()
    assert f'href="{raw}">{REAL}</a>' in page
    assert "Voltage profiles" in page
    _withdraw(document)
    assert anybody.get(raw).status_code == 404
    assert anybody.get(f"{address}series/").status_code == 410
    _sweeps()
    assert not SeriesPart.objects.exists()
    assert not SeriesReading.objects.exists()
    assert not RawFile.objects.exists()


def _withdraw(document: dict[str, Any]) -> None:
    *others, last = document["cycling"]
    gone = [{"kind": "test", "key": last["key"], "reason": "measured on the wrong cell"}]
    publish_paper({**document, "cycling": others, "withdrawn": gone}, by=None, reason="")


def _sweeps() -> None:
    old = timezone.now() - timedelta(days=1)
    DraftFile.objects.update(touched=old)
    RawFile.objects.update(kept_at=old)
    sweep_series(tell=lambda _: None)
    sweep_files(tell=lambda _: None)


def test_a_file_goes_over_the_pages_and_whom_it_names_is_told_first(
    tmp_path: Path, told: list[tuple[list[int], str]], django_capture_on_commit_callbacks: Any
) -> None:
    path = plain(tmp_path / "cell.csv")
    path.write_text("Creator: Jane Doe\n" + path.read_text())
    ada, bea = Client(), Client()
    ada.force_login(person("ada"))
    bea.force_login(person("bea", Role.CURATOR))
    script = Script("cy")
    number = script.send("post", "", paper()).json()["number"]
    ada.force_login(script.person)
    upload = {"file": SimpleUploadedFile(path.name, path.read_bytes())}
    where = ada.post(f"/curate/{number}/files/", upload).headers["Location"]
    put = {"_do": "put", "test": key_of_test(), "per": "cell", "amount": "", "as": ""}
    ada.post(where, put)
    check = f"/curate/{number}/check/"
    assert "may be shared under CC BY 4.0" in ada.get(check).content.decode()
    ada.post(check, {"_do": "submit"})
    assert Submission.objects.get(pk=number).state == "draft"
    ada.post(where, {"_do": "share"})
    told_first = " ".join(ada.get(check).content.decode().split())
    assert (
        "<b>It names people or computers</b>, who are public with it: creator Jane Doe."
        in told_first
    )
    ada.post(check, {"_do": "submit"})
    assert Submission.objects.get(pk=number).state == "submitted"
    seen = bea.get(f"/curate/{number}/review/").content.decode()
    assert "Jane Doe" in seen
    assert Client().get(where).status_code in {302, 403, 404}
    with django_capture_on_commit_callbacks(execute=True):
        bea.post(reverse("submission-step", args=[number, "approve"]), {"reason": ""})
    test = CyclingTest.objects.get(key=key_of_test())
    read_series(number=told[0][0][0])
    page = Client().get(test.get_absolute_url()).content.decode()
    assert "cell.csv</a>" in page
    assert "Voltage profiles" in page
    assert Client().get(f"/api/v1/cycling/{test.public_id}/points/").json()["count"] == 3


def test_a_test_in_two_files_is_read_as_one_and_cycles_run_on(
    tmp_path: Path, told: list[tuple[list[int], str]]
) -> None:
    script = Script("ada")
    number = script.send("post", "", paper()).json()["number"]
    table = cell(cycles=4)
    half = int((table["cycle"] <= 2).sum())
    later = {name: values[half - 3 :] for name, values in table.items()}
    first = plain(tmp_path / "one.csv", {name: values[:half] for name, values in table.items()})
    second = plain(tmp_path / "two.csv", later)
    address = f"/api/v1/submissions/{number}/files/"

    def send(path: Path, **more: Any) -> Any:
        file = SimpleUploadedFile(path.name, path.read_bytes())
        return script.client.post(address, {"file": file, "shared": "yes", **more}).json()

    other = send(second)
    both = send(first, goes_on_in=other["sha256"])
    assert (both["cycles"], both["rows"]) == (4, len(table["time"]))
    assert any("two.csv: 3 rows overlap the file before" in one for one in both["warnings"])
    refused = send(first, goes_on_in="0" * 64)
    assert refused["errors"][0]["path"] == "goes_on_in"
    document = paper()
    document["cycling"][-1]["points"] = {
        "unit": "mAh",
        "columns": ["cycle", "discharge"],
        "rows": [[1, 99.0]],
        "sha256": [both["sha256"], other["sha256"]],
    }
    publish_paper(document, by=None, reason="")
    read_series(number=SeriesReading.objects.get().pk)
    test = CyclingTest.objects.get(key=key_of_test())
    body = Client().get(f"/api/v1/cycling/{test.public_id}/series/").json()
    assert (body["last_cycle"], body["count"]) == (4, len(table["time"]))


def test_a_file_that_cannot_be_read_any_more_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = paper()
    points = {"unit": "mAh", "columns": ["cycle", "discharge"], "rows": [[1, 99.0]]}
    document["cycling"][-1]["points"] = {**points, "sha256": "0" * 64}
    publish_paper(document, by=None, reason="")
    assert not SeriesReading.objects.exists()  # its file is not here: nothing is asked for
    row = SeriesReading.objects.create(key="0" * 64, files=["0" * 64], touched=timezone.now())
    read_series(number=row.pk)
    row.refresh_from_db()
    assert (row.state, row.refused) == (
        "refused",
        "The raw file 000000000000… is not here any more.",
    )
    page = Client().get(CyclingTest.objects.get(key=key_of_test()).get_absolute_url())
    assert "No time series: The raw file" in page.content.decode()


def test_what_a_dead_worker_left_is_sent_again_and_refused_in_the_end() -> None:
    old = timezone.now() - timedelta(hours=2)
    document = paper()
    points = {"unit": "mAh", "columns": ["cycle", "discharge"], "rows": [[1, 99.0]]}
    document["cycling"][-1]["points"] = {**points, "sha256": "0" * 64}
    publish_paper(document, by=None, reason="")
    SeriesReading.objects.create(key="0" * 64, files=["0" * 64], touched=old, attempts=1)
    sent: list[Any] = []
    assert sweep_series(tell=sent.append) == 1
    SeriesReading.objects.update(attempts=3, touched=old)
    assert sweep_series(tell=sent.append) == 0
    assert SeriesReading.objects.get().refused == "Reading it ended 3 times without a result."
