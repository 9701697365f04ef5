"""The pages of cycler files: uploaded, looked at, asked, counted otherwise, put into a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.tests.people import person
from curation import actions
from curation.files.points import points_of
from curation.models import DraftFile, Submission
from cyclers.tests.files import as_csv, cell, looked_at, plain
from documents.publishing import publish_vocabulary
from documents.rehearsal import check_draft
from documents.tests.documents import VOCABULARY, paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def draft(db: None, monkeypatch: pytest.MonkeyPatch) -> Submission:
    def read(path: Path, answers: Any, *, name: str, told: Any = None) -> Any:
        return looked_at(path, name=name, **answers.as_json())

    monkeypatch.setattr("cyclers.queries.read_file", read)
    publish_vocabulary(VOCABULARY)
    return actions.create_submission(by=person("ada"), document=paper())


@pytest.fixture
def ada(draft: Submission) -> Client:
    client = Client()
    client.force_login(draft.author)
    return client


def send(ada: Client, draft: Submission, path: Path, **more: str) -> str:
    """Upload it; the address of its page."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = ada.post(f"/curate/{draft.pk}/files/", {"file": file, **more})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def shown(ada: Client, where: str) -> str:
    answer = ada.get(where)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_file_is_looked_at_counted_otherwise_and_put_into_a_test(
    ada: Client, draft: Submission, tmp_path: Path
) -> None:
    assert "No file was uploaded" in shown(ada, f"/curate/{draft.pk}/files/")
    where = send(ada, draft, plain(tmp_path / "my cell.csv"), cell="full", shared="on")
    page = shown(ada, where)
    assert "each begins with charge" in page
    assert page.count('<svg class="plot') == 2
    assert "99.00" in page
    assert "You said that it may be shared" in page
    assert ada.post(where, {"_do": "again", "cell": "anode half", "starts": ""}).status_code == 302
    assert "charge ÷ discharge" in shown(ada, where)
    ada.post(where, {"_do": "again", "cell": "unknown", "starts": "charge"})
    test = draft.document["cycling"][-1]["key"]
    sent = {"_do": "put", "test": test, "per": "active material", "amount": "2,5", "as": ""}
    answer = ada.post(where, sent, follow=True)
    assert f"3 complete cycles of my cell.csv are points of {test}." in answer.content.decode()
    draft.refresh_from_db()
    points = draft.document["cycling"][-1]["points"]
    assert (points["unit"], points["per"]) == ("mAh/g", "active material")
    # 0.1 Ah in 2.5 mg are 40,000 mAh/g
    assert points["columns"][:3] == ["cycle", "charge", "discharge"]
    assert points["rows"][0][:4] == [1, 40000.0, 39600.0, 99.0]
    assert points["sha256"] == [DraftFile.objects.get().file.sha256]
    assert check_draft(draft.document, draft.vocabulary) == []
    ada.post(where, {**sent, "as": "replicate", "per": "cell", "amount": ""})
    draft.refresh_from_db()
    (another,) = draft.document["cycling"][-1]["replicates"]
    assert (another["label"], another["points"]["unit"]) == ("my cell.csv", "mAh")


def test_what_has_to_be_known_is_asked_on_the_page(
    ada: Client, draft: Submission, tmp_path: Path
) -> None:
    table = cell()
    columns = {"Zeit": table["time"], "Spannung": table["voltage"], "Strom": table["current"]}
    where = send(ada, draft, as_csv(tmp_path / "cell.csv", columns))
    page = shown(ada, where)
    assert "Something has to be known" in page
    assert 'name="column[Spannung]"' in page
    said = {"Zeit": ("test_time", "s"), "Spannung": ("voltage", "V"), "Strom": ("current", "A")}
    answers = {f"column[{head}]": name for head, (name, _) in said.items()}
    answers |= {f"unit[{head}]": unit for head, (_, unit) in said.items()}
    ada.post(where, {"_do": "again", **answers})
    assert "3 cycles" in shown(ada, where)


def test_a_file_that_is_none_gets_its_sentence_and_can_be_taken_out(
    ada: Client, draft: Submission, tmp_path: Path
) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01" * 99)
    where = send(ada, draft, tmp_path / "a.bin")
    assert "neither text nor a cycler&#x27;s file" in shown(ada, where)
    assert "no part of this draft" in ada.post(where, {"_do": "drop"}, follow=True).content.decode()
    assert ada.get(where).status_code == 404
    answer = ada.post(f"/curate/{draft.pk}/files/", {}, follow=True)
    assert "Choose a file first." in answer.content.decode()


def test_what_a_button_cannot_do_is_said(ada: Client, draft: Submission, tmp_path: Path) -> None:
    where = send(ada, draft, plain(tmp_path / "cell.csv"))
    for sent, words in (
        ({"_do": "fly"}, "no such button"),
        ({"_do": "put", "test": "none", "per": "cell"}, "has no test “none”"),
        ({"_do": "put", "test": "none", "per": "area", "amount": "x"}, "a number of cm²"),
        ({"_do": "put", "test": "none", "per": "moon"}, "expected cell"),
        ({"_do": "again", "cell": "pouch"}, "none of full"),
    ):
        assert words in ada.post(where, sent, follow=True).content.decode(), sent
    eve = Client()
    eve.force_login(person("eve"))
    assert eve.get(where).status_code == 404


def test_a_file_without_a_complete_cycle_gives_no_points(
    ada: Client, draft: Submission, tmp_path: Path
) -> None:
    table = {name: values[:40] for name, values in cell().items()}
    send(ada, draft, plain(tmp_path / "cell.csv", table))
    with pytest.raises(DocumentInvalid, match="no complete cycle"):
        points_of(DraftFile.objects.get())
