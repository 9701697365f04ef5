"""One paper pasted, typed into the form, as a spreadsheet and over REST: the same rows."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.browser import press
from curation import actions
from curation.models import Submission
from curation.sheets.writing import workbook_of
from curation.tests.entry.made_up_paper import enter
from curation.tests.entry.test_form_browser import sign_in
from curation.tests.entry.typist import Typist
from curation.tests.test_three_ways import bare_of, rows_of, type_document
from documents.exporting import export_paper
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY
from literature.models import Paper

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.heavy,
    pytest.mark.django_db(transaction=True),
]


def test_a_paper_entered_in_four_ways_gives_the_same_rows(
    transactional_db: None, page: Page, live_server: LiveServer
) -> None:
    publish_vocabulary(VOCABULARY)
    person("ann")
    person("ben", Role.CURATOR)
    sign_in(page, live_server)
    url = str(live_server.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    typist = Typist(page)
    pasted = Submission.objects.get(pk=enter(typist, url, figure=False))
    assert typist.strokes <= 75
    document = {**pasted.document, "key": ""}
    others = [
        by_form(page, url, another(document, "b")),
        by_sheet(page, url, another(document, "c")),
        by_rest(another(document, "d")),
    ]
    ben = get_user_model().objects.get(username="ben")
    papers = []
    for number in (pasted.pk, *others):
        draft = Submission.objects.get(pk=number)
        actions.approve(submission=draft, by=ben)
        papers.append(Paper.objects.get(key=draft.paper_key))
    exported = [bare_of(export_paper(one)) for one in papers]
    rows = [rows_of(one) for one in papers]
    assert len(rows[0]["measured"]) == 6 * 3 + 4 * 4
    assert len(rows[0]["results"]) == 6 + 4 * 4
    for other in (1, 2, 3):
        assert exported[other] == exported[0]
        assert rows[other] == rows[0]


def another(document: dict[str, Any], letter: str) -> dict[str, Any]:
    """The same under another key, on other pages."""
    copied = copy.deepcopy(document)
    copied["key"] = f"nobody-2031{letter}"
    copied["citation"]["page"] = f"{ord(letter)}-{ord(letter) + 9}"
    return copied


def by_form(page: Page, url: str, document: dict[str, Any]) -> int:
    page.goto(f"{url}/curate/new/")
    page.get_by_role("button", name="Start empty").click()
    type_document(page, document)
    press(page.get_by_role("button", name="Save and check the whole paper").first)
    return hand_in(page)


def by_sheet(page: Page, url: str, document: dict[str, Any]) -> int:
    page.goto(f"{url}/curate/new/")
    file = {"name": "p.xlsx", "mimeType": "application/zip", "buffer": workbook_of(document)}
    page.get_by_label("Filled template").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    press(page.get_by_role("button", name="Make a draft of it"))
    return hand_in(page)


def by_rest(document: dict[str, Any]) -> int:
    client = APIClient()
    client.force_authenticate(get_user_model().objects.get(username="ann"))
    made = client.post("/api/v1/submissions/", {"document": document}, format="json")
    assert made.status_code == 201, made.content
    number = int(made.json()["number"])
    assert (
        client.post(f"/api/v1/submissions/{number}/submit/", {}, format="json").status_code == 200
    )
    return number


def hand_in(page: Page) -> int:
    press(page.get_by_role("button", name="Hand it in for review"))
    return int(page.url.split("/curate/")[1].split("/")[0])
