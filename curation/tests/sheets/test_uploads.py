"""A workbook that is too long for its request is read by a worker, and nothing of it is lost."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.tests.people import person
from asc_kb.testing.markup import as_shown
from curation.actions import uploads
from curation.actions.uploads import ATTEMPTS, KEPT_FOR, SILENT_S, read_upload, sweep_uploads
from curation.models import SheetUpload, Submission, UploadState
from curation.sheets.guard import UnsafeFile
from curation.sheets.writing import workbook_of
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def ada(client: Client) -> Any:
    ada = person("ada")
    client.force_login(ada)
    return ada


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: Any) -> None:
    monkeypatch.setattr("curation.sheets.views.AT_ONCE", 0)


@pytest.fixture
def sent(monkeypatch: Any) -> list[int]:
    """The numbers that workers were asked to read."""
    numbers: list[int] = []
    monkeypatch.setattr("curation.sheets.views.enqueue_sheet", numbers.append)
    return numbers


def many(count: int, **changes: Any) -> dict[str, Any]:
    one = paper()["coatings"][0]
    films = [{**copy.deepcopy(one), "key": f"film-{n}", **changes} for n in range(count)]
    return paper(coatings=films, cycling=[])


def send(client: Client, document: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("ours.xlsx", workbook_of(document))
    return client.post("/curate/sheet/", {"file": file})


def test_a_large_workbook_answers_at_once_and_says_how_far_it_is(
    client: Client, ada: Any, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, many(30))
    upload = SheetUpload.objects.get()
    assert sent == [upload.pk]
    assert answer.headers["Location"] == f"/curate/sheet/{upload.pk}/"
    waiting = client.get(answer.headers["Location"]).content.decode()
    assert "waits for a worker" in waiting
    assert 'http-equiv="refresh"' in waiting, "without JavaScript it loads itself again"
    assert 'data-waiting="1"' in waiting
    assert Submission.objects.count() == 0


def test_what_the_worker_read_is_shown_and_kept_when_asked(
    client: Client, ada: Any, sent: list[int]
) -> None:
    address = send(client, many(30)).headers["Location"]
    read_upload(number=SheetUpload.objects.get().pk)
    page = client.get(address)
    text = as_shown(page.content.decode())
    assert "30 coatings" in text
    assert 'data-waiting="0"' in text
    assert 'http-equiv="refresh"' not in text
    assert bytes(SheetUpload.objects.get().data) == b""
    kept = client.post("/curate/sheet/", {"looked_at": page.context["looked_at"]})
    draft = Submission.objects.get()
    assert kept.headers["Location"] == f"/curate/{draft.pk}/check/"
    assert len(draft.document["coatings"]) == 30
    # once more: what is different to the draft, and nothing is
    read_again = send(client, many(30)).headers["Location"]
    read_upload(number=SheetUpload.objects.latest("pk").pk)
    assert f"into draft {draft.pk}" in client.get(read_again).content.decode()
    assert "it says what is there already" in client.get(read_again).content.decode()


def test_errors_of_a_large_workbook_stand_in_a_table_cell_by_cell(
    client: Client, ada: Any, sent: list[int]
) -> None:
    address = send(client, many(3, material="unobtainium")).headers["Location"]
    read_upload(number=SheetUpload.objects.get().pk)
    text = as_shown(client.get(address).content.decode())
    assert text.count("unobtainium") >= 3
    assert "no material" in text


def test_progress_is_told_while_it_is_read(ada: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "_TELL_EACH_S", -1.0)
    seen = set()
    look_at = uploads.look_at

    def watched(data: bytes, *, by: Any, told: Any) -> Any:
        def told_and_seen(*said: Any) -> None:
            told(*said)
            seen.add(SheetUpload.objects.values_list("step", flat=True)[0])

        return look_at(data, by=by, told=told_and_seen)

    monkeypatch.setattr(uploads, "look_at", watched)
    upload = take(ada, many(250))
    read_upload(number=upload.pk)
    assert {"reads the sheet coatings", "checks words and values"} <= seen


def take(owner: Any, document: dict[str, Any]) -> SheetUpload:
    return uploads.take_in(data=workbook_of(document), name="x", by=owner, tell=lambda _: None)


def test_what_a_killed_worker_left_is_read_again_and_given_up_after_a_while(ada: Any) -> None:
    upload = take(ada, many(2))
    long_ago = timezone.now() - timedelta(seconds=SILENT_S + 5)
    for attempt in range(1, ATTEMPTS + 1):
        # the worker began, and was killed
        SheetUpload.objects.update(state=UploadState.READING, attempts=attempt, touched=long_ago)
        asked: list[int] = []
        sent_again = sweep_uploads(tell=asked.append)
        assert sent_again == (1 if attempt < ATTEMPTS else 0)
    upload.refresh_from_db()
    assert upload.state == UploadState.REFUSED
    assert "without a result" in upload.refused
    read_upload(number=upload.pk)
    assert SheetUpload.objects.get().state == UploadState.REFUSED


def test_a_file_that_takes_too_long_is_refused_and_says_so(
    client: Client, ada: Any, sent: list[int], monkeypatch: Any
) -> None:
    def endless(*args: Any, **kwargs: Any) -> Any:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(uploads, "look_at", endless)
    address = send(client, many(2)).headers["Location"]
    read_upload(number=SheetUpload.objects.get().pk)
    answer = client.get(address)
    assert answer.status_code == 400
    assert "takes too long" in answer.content.decode()


def test_an_unsafe_file_is_refused_before_a_worker_sees_it(client: Client, ada: Any) -> None:
    answer = client.post("/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", b"no workbook")})
    assert answer.status_code == 400
    assert not SheetUpload.objects.exists()


def test_an_upload_is_its_owners_alone_and_is_forgotten_after_a_day(
    client: Client, ada: Any, sent: list[int]
) -> None:
    address = send(client, many(2)).headers["Location"]
    other = Client()
    other.force_login(person("bob"))
    assert other.get(address).status_code == 404
    SheetUpload.objects.update(created=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    sweep_uploads(tell=lambda _: None)
    assert client.get(address).status_code == 404


def test_nobody_keeps_all_workers_busy(ada: Any) -> None:
    for _ in range(uploads.MOST_EACH):
        take(ada, many(1))
    with pytest.raises(UnsafeFile, match="being read"):
        take(ada, many(1))
