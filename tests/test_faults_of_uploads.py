"""A worker that is killed while it reads a workbook costs time alone: nothing of it is lost or
kept by halves, and its page says where it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client

from accounts.tests.people import person
from asc_kb.testing.markup import as_shown
from curation.actions.uploads import take_in
from curation.models import SheetUpload, Submission, UploadState
from curation.sheets.writing import workbook_of
from curation.tasks import enqueue_sheet
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from asc_kb.testing.fixtures import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

FILMS = 700
PATIENCE_S = 120.0


def films() -> dict[str, Any]:
    one = paper()["coatings"][0]
    return paper(coatings=[{**one, "key": f"film-{n}"} for n in range(FILMS)], cycling=[])


def now(upload: SheetUpload, wanted: Callable[[SheetUpload], bool]) -> SheetUpload:
    """The upload as soon as it is as wanted."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = SheetUpload.objects.get(pk=upload.pk)
        if wanted(found):
            return found
        assert time.monotonic() < deadline, (found.state, found.step, found.done, found.refused)
        time.sleep(0.02)


def test_a_workbook_whose_reader_is_killed_is_read_again_to_the_end(
    worker: Worker, transactional_db: None
) -> None:
    publish_vocabulary(VOCABULARY)
    ada = person("ada")
    data = workbook_of(films())
    upload = take_in(data=data, name="films.xlsx", by=ada, tell=enqueue_sheet)
    web = Client()
    web.force_login(ada)
    worker.start()
    now(upload, lambda one: one.state == UploadState.READING and one.done > 0)
    worker.kill()
    left = SheetUpload.objects.get()
    assert (left.state, left.attempts) == (UploadState.READING, 1), "killed in the middle of it"
    assert bytes(left.data) == data, "the file is still whole"
    assert left.found == {}
    assert not Submission.objects.exists(), "nothing was kept half"
    page = web.get(left.get_absolute_url()).content.decode()
    assert "films.xlsx</b> is read" in page
    assert 'data-waiting="1"' in page

    worker.start()
    done = now(upload, lambda one: not one.runs)
    assert (done.state, done.attempts) == (UploadState.READ, 2)
    shown = web.get(done.get_absolute_url())
    assert f"{FILMS} coatings" in as_shown(shown.content.decode())
    kept = web.post("/curate/sheet/", {"looked_at": shown.context["looked_at"]})
    assert kept.status_code == 302
    draft = Submission.objects.get()
    assert [film["key"] for film in draft.document["coatings"]] == [
        f"film-{n}" for n in range(FILMS)
    ]
    connection.close()
