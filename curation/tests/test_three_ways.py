"""Two people enter, review, return, mend and publish one paper: by form, by spreadsheet and over
REST, each signed in on the pages as anybody is. All three give the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.browser import press
from coatings.models import Measurement, StepValue
from curation.entry.states import form_of
from curation.sheets.writing import workbook_of
from cycling.models import TestCurve, TestResult
from documents.exporting import export_paper
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from literature.models import Paper
from tests.world import derive_stale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

    from curation.entry.states import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG, RIGHT = "90 Å", "~1 Å"
VALUE = "coatings[0].measurements[0].value"
WHY = "The growth is printed as ~1 Å."


@dataclass
class Desk:
    """Ann, who enters, and Ben, who reviews, each signed in; and a reader, who is not."""

    url: str
    ann: Page
    ben: Page
    reader: Page


@pytest.fixture
def desk(
    transactional_db: None, settings: Any, page: Page, browser: Browser, live_server: LiveServer
) -> Iterator[Desk]:
    publish_vocabulary(VOCABULARY)
    others = browser.new_context(), browser.new_context()
    people = Desk(str(live_server.url), page, *(context.new_page() for context in others))
    sign_in(people.ann, people.url, "ann", Role.CONTRIBUTOR)
    sign_in(people.ben, people.url, "ben", Role.CURATOR)
    yield people
    for context in others:
        context.close()


def sign_in(page: Page, url: str, name: str, role: Role) -> None:
    """An account with a confirmed address signs in, as anybody does."""
    user = person(name, role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page.goto(f"{url}/account/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill("a-long-passphrase")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{url}/curate/")


def entered(key: str, pages: str) -> dict[str, Any]:
    """The paper as its reader types it first: with one slip."""
    document = paper(key)
    document["citation"]["page"] = pages
    document["coatings"][0]["measurements"][0]["value"] = WRONG
    return document


def test_form_spreadsheet_and_rest_give_the_samerows_of(desk: Desk) -> None:
    by_form(desk, entered("doe-2020", "1-10"))
    readers_see_it(desk)
    by_spreadsheet(desk, entered("doe-2020b", "11-20"))
    by_rest(desk, entered("doe-2020c", "21-30"))
    papers = [Paper.objects.get(key=key) for key in ("doe-2020", "doe-2020b", "doe-2020c")]
    exported = [bare_of(export_paper(one)) for one in papers]
    assert exported[0] == exported[1] == exported[2]
    assert exported[0]["coatings"][0]["measurements"][0]["value"] == RIGHT
    rows = [rows_of(one) for one in papers]
    assert rows[0] == rows[1] == rows[2]


# --- three ways in ------------------------------------------------------------------------------
def by_form(desk: Desk, document: dict[str, Any]) -> None:
    page = desk.ann
    page.goto(f"{desk.url}/curate/new/")
    page.get_by_role("button", name="Start empty").click()
    type_document(page, document)
    page.get_by_role("button", name="Save and check the whole paper").first.click()
    hand_in(page)
    review_and_mend(desk)


def by_spreadsheet(desk: Desk, document: dict[str, Any]) -> None:
    page = desk.ann
    page.goto(f"{desk.url}/curate/new/")
    file = {"name": "p.xlsx", "mimeType": "application/zip", "buffer": workbook_of(document)}
    page.get_by_label("Filled template").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("status")).to_contain_text("Every cell can be read")
    page.get_by_role("button", name="Make a draft of it").click()
    hand_in(page)
    review_and_mend(desk)


def by_rest(desk: Desk, document: dict[str, Any]) -> None:
    ann = script_of(desk.ann, desk.url, "read", "write")
    ben = script_of(desk.ben, desk.url, "read", "write", "review")
    made = ann.post("", json={"document": document})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    tail = f"{made.json()['number']}/"
    assert ann.post(f"{tail}submit/", json={}).json()["state"] == "submitted"
    assert ann.post(f"{tail}approve/", json={}).status_code == 403
    assert ben.post(f"{tail}return/", json={"reason": WHY}).json()["state"] == "returned"
    returned = ann.get(tail)
    assert returned.json()["decision"] == WHY
    document["coatings"][0]["measurements"][0]["value"] = RIGHT
    match = {"If-Match": returned.headers["ETag"]}
    assert ann.put(tail, json={"document": document}, headers=match).status_code == 200
    assert ann.post(f"{tail}submit/", json={}).json()["state"] == "submitted"
    assert ben.post(f"{tail}approve/", json={}).json()["state"] == "approved"


def script_of(page: Page, url: str, *scopes: str) -> httpx.Client:
    """A script with a token that its owner made on the account page."""
    page.goto(f"{url}/account/")
    page.locator("[name=name]").fill("my script")
    for scope in scopes:
        page.locator(f'[name=scopes][value="{scope}"]').check()
    page.get_by_role("button", name="Make it").click()
    token = page.locator("code.secret").inner_text()
    page.goto(f"{url}/account/")
    expect(page.locator("code.secret")).to_have_count(0)
    return httpx.Client(
        base_url=f"{url}/api/v1/submissions/",
        headers={"Authorization": f"Token {token}"},
        timeout=300,
    )


def hand_in(page: Page) -> None:
    expect(page.get_by_text("Nothing is wrong with it.")).to_be_visible()
    page.get_by_role("button", name="Hand it in for review").click()
    expect(page.locator(".lead")).to_contain_text("Submitted")


def review_and_mend(desk: Desk) -> None:
    """Ben finds it in the queue and returns it with a reason, Ann mends it in the form and hands
    it in, Ben approves; Ann is offered neither."""
    ann, ben = desk.ann, desk.ben
    verdicts = ("Approve", "Return")
    press(ann.get_by_role("link", name="Review and history"))
    for verdict in verdicts:
        expect(ann.get_by_role("button", name=verdict, exact=True)).to_have_count(0)
    ben.goto(f"{desk.url}/curate/queue/")
    press(ben.locator("table.rows tbody th a"))
    assert ben.url == ann.url
    expect(ben.locator(".value .says", has_text=WRONG).first).to_be_visible()
    ben.get_by_label("What is to be mended").fill(WHY)
    ben.get_by_role("button", name="Return with these reasons").click()
    expect(ben.get_by_role("status")).to_contain_text("back with its author")
    ann.goto(f"{desk.url}/curate/")
    ann.locator("tr", has=ann.locator(".state.returned")).get_by_role("link").click()
    expect(ann.get_by_role("main")).to_contain_text(WHY)
    ann.get_by_role("link", name="Edit it").click()
    ann.locator(f'[name="{VALUE}"]').fill(RIGHT)
    ann.get_by_role("button", name="Save and check the whole paper").first.click()
    hand_in(ann)
    ben.reload()
    expect(ben.locator(".value .says", has_text=RIGHT).first).to_be_visible()
    ben.get_by_role("button", name="Approve and publish").click()
    expect(ben.get_by_role("status")).to_contain_text("It is published")


def readers_see_it(desk: Desk) -> None:
    """The paper with its permanent id, and who entered and who approved it."""
    derive_stale()
    desk.ben.get_by_role("link", name="What is public").click()
    expect(desk.ben).to_have_url(f"{desk.url}/papers/ASC-P000001/")
    page = desk.reader
    page.goto(f"{desk.url}/papers/ASC-P000001/")
    page.locator('a[href="/coatings/ASC-C000001/"]').first.click()
    expect(page.get_by_role("main")).to_contain_text(RIGHT.replace(" ", "\u202f"))
    page.goto(f"{desk.url}/history/ASC-C000001/")
    expect(page.locator("ol.versions > li")).to_have_count(1)
    expect(page.locator("ol.versions")).to_contain_text("Entered by ann, approved by ben")


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


_REMEMBERED = {"at", "extraction"}  # a new record starts with those of the one before


def fill(row: Locator, body: str, record: Record) -> None:
    more = row.locator(f"{body} > details.more")
    typed = any(said.text or said.field.name in _REMEMBERED for said in record.more)
    if typed and more.get_attribute("open") is None:
        more.locator(":scope > summary").click()
    for said in record.fields:
        if said.field.widget == "hidden" or not (said.text or said.field.name in _REMEMBERED):
            continue
        own = f'[data-field="{said.field.name}"] :is(input, select, textarea)'
        box = row.locator(f"{body} > .entry-fields > {own}, {body} > .more > .entry-fields > {own}")
        if said.field.widget == "choice":
            box.select_option(said.text)
        elif box.input_value() != said.text:
            box.fill(said.text)


# --- what is compared -----------------------------------------------------------------------------
def bare_of(document: dict[str, Any]) -> dict[str, Any]:
    """What the paper says, without the names and numbers that tell the three apart."""
    bare = {key: value for key, value in document.items() if key not in {"id", "key"}}
    bare["citation"] = {**bare["citation"], "page": ""}
    for name in ("coatings", "cycling"):
        bare[name] = [{k: v for k, v in item.items() if k != "id"} for item in bare[name]]
    return bare


def rows_of(one: Paper) -> dict[str, list[Any]]:
    """The numbers as they were read, row by row."""
    numbers = ("property", "qualifier", "low", "high", "unit", "missing")
    of_coating, of_test = {"coating__paper": one}, {"test__paper": one}
    return {
        "measured": list(Measurement.objects.filter(**of_coating).values_list(*numbers)),
        "steps": list(StepValue.objects.filter(**of_coating).values_list(*numbers)),
        "results": list(TestResult.objects.filter(**of_test).values_list(*numbers)),
        "points": list(TestCurve.objects.filter(**of_test).values_list("columns", "data")),
        "sources": list(one.source_temperatures.values_list("precursor__key", "low", "high")),
    }
