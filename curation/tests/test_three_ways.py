"""Two people enter, review, return, mend and publish one paper: by form, by spreadsheet and as a
document. All three give the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from coatings.models import Measurement, StepValue
from curation.actions import (
    approve,
    create_submission,
    return_submission,
    save_submission,
    submit,
)
from curation.entry.states import form_of
from curation.exporting import export_paper
from curation.models import Submission
from curation.publishing import publish_vocabulary
from curation.sheets.writing import workbook_of
from curation.tests.documents import VOCABULARY, paper
from cycling.models import TestPoint, TestResult
from literature.models import Paper

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

    from curation.entry.states import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG, RIGHT = "90 Å", "~1 Å"
VALUE = "coatings[0].measurements[0].value"


@pytest.fixture
def site(transactional_db: None, settings: Any, page: Page, live_server: LiveServer) -> str:
    """The site, with Ann signed in."""
    settings.ZEAL_RAISE = False  # publishing, and its rehearsal, write record by record
    publish_vocabulary(VOCABULARY)
    people = get_user_model().objects
    ann = people.create_user("ann")
    people.create_superuser("ben")
    client = Client()
    client.force_login(ann)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return str(live_server.url)


def entered(key: str, pages: str) -> dict[str, Any]:
    """The paper as its reader types it first: with one slip."""
    document = paper(key)
    document["citation"]["page"] = pages
    document["coatings"][0]["measurements"][0]["value"] = WRONG
    return document


def test_form_spreadsheet_and_document_give_the_same_rows(site: str, page: Page) -> None:
    by_form(page, site, entered("doe-2020", "1-10"))
    by_spreadsheet(page, site, entered("doe-2020b", "11-20"))
    by_document(entered("doe-2020c", "21-30"))
    papers = [Paper.objects.get(key=key) for key in ("doe-2020", "doe-2020b", "doe-2020c")]
    exported = [_bare(export_paper(one)) for one in papers]
    assert exported[0] == exported[1] == exported[2]
    assert exported[0]["coatings"][0]["measurements"][0]["value"] == RIGHT
    rows = [_rows(one) for one in papers]
    assert rows[0] == rows[1] == rows[2]


# --- three ways in ------------------------------------------------------------------------------
def by_form(page: Page, site: str, document: dict[str, Any]) -> None:
    page.goto(f"{site}/curate/new/")
    page.get_by_role("button", name="Start empty").click()
    type_document(page, document)
    page.get_by_role("button", name="Save and check the whole paper").first.click()
    hand_in(page)
    review_and_mend(page, site)


def by_spreadsheet(page: Page, site: str, document: dict[str, Any]) -> None:
    page.goto(f"{site}/curate/new/")
    file = {"name": "p.xlsx", "mimeType": "application/zip", "buffer": workbook_of(document)}
    page.get_by_label("Filled template").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("status")).to_contain_text("Every cell can be read")
    page.get_by_role("button", name="Make a draft of it").click()
    hand_in(page)
    review_and_mend(page, site)


def by_document(document: dict[str, Any]) -> None:
    ann, ben = people()
    draft = create_submission(by=ann, document=document)
    submit(submission=draft, by=ann)
    return_submission(submission=draft, by=ben, reason="The growth is printed as ~1 Å.")
    document["coatings"][0]["measurements"][0]["value"] = RIGHT
    draft.refresh_from_db()
    save_submission(
        submission=draft, by=ann, document=document, vocabulary=None, expected_revision=1
    )
    submit(submission=draft, by=ann)
    approve(submission=draft, by=ben)


def people() -> tuple[Any, Any]:
    users = get_user_model().objects
    return users.get(username="ann"), users.get(username="ben")


def hand_in(page: Page) -> None:
    expect(page.get_by_text("Nothing is wrong with it.")).to_be_visible()
    page.get_by_role("button", name="Hand it in for review").click()
    expect(page.locator(".lead")).to_contain_text("Submitted")


def review_and_mend(page: Page, site: str) -> None:
    """Ben returns it with a reason, Ann mends it in the form and hands it in, Ben approves."""
    _, ben = people()
    draft = Submission.objects.latest("pk")
    return_submission(submission=draft, by=ben, reason="The growth is printed as ~1 Å.")
    page.goto(f"{site}/curate/{draft.pk}/")
    page.locator(f'[name="{VALUE}"]').fill(RIGHT)
    page.get_by_role("button", name="Save and check the whole paper").first.click()
    hand_in(page)
    draft.refresh_from_db()
    approve(submission=draft, by=ben)


# --- somebody who types -------------------------------------------------------------------------
def type_document(page: Page, document: dict[str, Any]) -> None:
    """Type everything a document says into the empty form, record by record."""
    form = form_of(document)
    fill(page.locator("#paper"), ":scope", form)
    for listed in form.lists:
        type_list(page.locator(f"#{listed.id}"), listed.items)


def type_list(box: Locator, records: list[Record]) -> None:
    for record in records:
        box.locator(":scope > button[data-do=add]").click()
        row = box.locator(":scope > .list-items > [data-record]").last
        fill(row, ":scope > .record-body", record)
        for listed in record.lists:
            short = listed.name.rpartition(".")[2]
            inner = row.locator(f":scope > .record-body > [data-list$='.{short}']")
            type_list(inner, listed.items)


def fill(row: Locator, body: str, record: Record) -> None:
    more = row.locator(f"{body} > details.more")
    if any(said.text for said in record.more) and more.get_attribute("open") is None:
        more.locator(":scope > summary").click()
    for said in record.fields:
        remembered = said.field.name in {"at", "extraction"}
        if said.field.widget == "hidden" or not (said.text or remembered):
            continue
        own = f'[data-field="{said.field.name}"] :is(input, select, textarea)'
        box = row.locator(f"{body} > .entry-fields > {own}, {body} > .more > .entry-fields > {own}")
        if said.field.widget == "choice":
            box.select_option(said.text)
        elif box.input_value() != said.text:
            box.fill(said.text)


# --- what is compared -----------------------------------------------------------------------------
def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """What the paper says, without the names and numbers that tell the three apart."""
    bare = {key: value for key, value in document.items() if key not in {"id", "key"}}
    bare["citation"] = {**bare["citation"], "page": ""}
    for name in ("coatings", "cycling"):
        bare[name] = [{k: v for k, v in item.items() if k != "id"} for item in bare[name]]
    return bare


def _rows(one: Paper) -> dict[str, list[Any]]:
    """The numbers as they were read, row by row."""
    numbers = ("property", "qualifier", "low", "high", "unit", "missing")
    of_coating, of_test = {"coating__paper": one}, {"test__paper": one}
    return {
        "measured": list(Measurement.objects.filter(**of_coating).values_list(*numbers)),
        "steps": list(StepValue.objects.filter(**of_coating).values_list(*numbers)),
        "results": list(TestResult.objects.filter(**of_test).values_list(*numbers)),
        "points": list(TestPoint.objects.filter(**of_test).values_list("cycle", "values")),
        "sources": list(one.source_temperatures.values_list("precursor__key", "low", "high")),
    }
