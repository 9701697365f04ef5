"""The form in a real browser: read as typed, completed, moved, undone, saved by itself, offline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from curation.actions import create_submission, save_submission
from curation.models import Submission
from curation.tests.lookup.crossref_server import crossref_stand_in
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(transactional_db: None, settings: Any) -> Submission:
    publish_vocabulary(VOCABULARY)
    ann = get_user_model().objects.create_user("ann")
    return create_submission(by=ann, document=paper())


def sign_in(page: Page, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(username="ann"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": str(live_server.url)}]
    )


@pytest.fixture
def form(draft: Submission, page: Page, live_server: LiveServer) -> Page:
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/curate/{draft.pk}/")
    return page


def saved(page: Page) -> None:
    """Wait until everything typed so far is kept, in however many steps."""
    page.wait_for_function(
        """() => {
          const saver = document.querySelector(".entry-state").closest("form").saver;
          return saver && !saver.dirty && !saver.busy;
        }"""
    )


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def document(draft: Submission) -> dict[str, Any]:
    draft.refresh_from_db()
    return draft.document


def test_a_value_is_read_beside_its_field_and_saved_by_itself(
    form: Page, draft: Submission
) -> None:
    value = field(form, "coatings[0].measurements[0].value")
    value.fill("(1.2 ± 0.1) Å")
    reading = value.locator("xpath=following-sibling::output")
    expect(reading).to_have_text("1.2 ± 0.1 Å".replace(" ", "\u202f"))
    expect(form.locator(".entry-state")).to_have_text("Saved, revision 2")
    value.fill("5 mbar")
    expect(reading).to_contain_text("cannot read")
    saved(form)
    expect(form.locator(".entry-wrong")).to_have_text("1 to mend")
    assert document(draft)["coatings"][0]["measurements"][0]["value"] == "5 mbar"


def test_an_implausible_value_is_doubted_beside_its_field(form: Page) -> None:
    field(form, "coatings[0].measurements[1].value").fill("3")
    form.locator("#coatings-0_measurements button[data-do=add]").last.click()
    row = form.locator("#coatings-0_measurements > .list-items > div").last
    row.locator("select").first.select_option("thickness")
    row.locator("[data-of]").fill("400 nm")
    doubt = form.locator("#coatings-0_measurements .doubt", has_text="off cycles")
    expect(doubt).to_be_visible()


def test_a_word_completes_from_the_keyboard_and_the_place_is_remembered(
    form: Page, draft: Submission
) -> None:
    field(form, "coatings[0].measurements[3].at").fill("Fig. 9")
    form.locator("#coatings-0_steps button[data-do=add]").last.click()
    row = form.locator("#coatings-0_steps > .list-items > div").last
    row.locator("select").first.select_option("dose")
    word = row.locator("[data-field=precursors] input")
    word.press_sequentially("trimethylal")
    expect(form.locator(".options li:visible").first).to_contain_text("tma")
    word.press("ArrowDown")
    word.press("Enter")
    expect(word).to_have_value("tma")
    form.locator("#coatings-0_measurements button[data-do=add]").last.click()
    place = form.locator("#coatings-0_measurements > .list-items > div [data-field=at] input").last
    expect(place).to_have_value("Fig. 9")
    saved(form)
    assert document(draft)["coatings"][0]["steps"][-1] == {"dose": "tma"}


def test_steps_move_by_keyboard_and_every_change_is_taken_back(
    form: Page, draft: Submission
) -> None:
    first = form.locator("#coatings-0_steps > .list-items > div").first.locator("select").first
    first.focus()
    form.keyboard.press("Alt+Shift+ArrowDown")
    saved(form)
    assert document(draft)["coatings"][0]["steps"][0] == {"purge": True, "time": "10 s"}
    form.locator("#coatings-0_steps [data-do=remove]").first.click()
    form.get_by_role("button", name="Undo: removed row").click()
    form.get_by_role("button", name="Undo: moved row").click()
    saved(form)
    assert document(draft)["coatings"] == paper()["coatings"]


def test_a_family_of_coatings_is_made_from_one(form: Page, draft: Submission) -> None:
    for _ in range(4):
        form.get_by_role("button", name="Make another like this").first.click()
    expect(form.locator("#coatings details.r-coating")).to_have_count(6)
    saved(form)
    keys = [coating["key"] for coating in document(draft)["coatings"]]
    assert len(set(keys)) == 6
    expect(form.locator("#coatings details.r-coating [data-field=key] input").nth(1)).to_have_value(
        keys[1]
    )


def test_without_a_connection_nothing_is_lost(form: Page, draft: Submission) -> None:
    form.context.set_offline(True)
    field(form, "citation.title").fill("Typed in a tunnel")
    expect(form.locator(".entry-state")).to_contain_text("No connection")
    form.locator("#coatings > button[data-do=add]").click()
    form.locator("details.r-coating").last.locator("[data-field=material] input").fill("al2o3")
    form.context.set_offline(False)
    saved(form)
    assert document(draft)["citation"]["title"] == "Typed in a tunnel"
    assert document(draft)["coatings"][2]["material"] == "al2o3"


def test_a_citation_that_crossref_did_not_give_at_first_is_filled_in_and_taken_back(
    form: Page, settings: Any
) -> None:
    title = field(form, "citation.title")
    title.fill("")
    field(form, "citation.DOI").fill("10.1234/asc.test.2017")
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    button = form.get_by_role("button", name="Fill in from the DOI")
    button.click()
    expect(form.get_by_text("Type or paste the rest")).to_be_visible()
    with crossref_stand_in() as crossref:
        settings.CROSSREF_URL = crossref.address
        button.click()
        expect(title).to_have_value(re.compile("Atomic layer deposition"))
    expect(field(form, "citation.page")).to_have_value("1-10")  # what was typed stays
    form.get_by_role("button", name="Undo: citation from the DOI").click()
    expect(title).to_have_value("")
    saved(form)


def test_the_same_paper_is_found_while_its_citation_is_typed(form: Page) -> None:
    other = {**paper("roe-2019"), "cycling": []}
    other["citation"] = {**other["citation"], "page": "77-90"}
    publish_paper(other)
    expect(form.locator("#same")).to_be_hidden()
    field(form, "citation.page").fill("77-90")
    offered = form.locator("#same")
    expect(offered).to_be_visible()
    expect(offered).to_contain_text("ASC-P000001")
    offered.get_by_role("button", name="Change what it says").click()
    expect(form.locator(".entry-state")).to_have_text("Saved, revision 1")
    expect(field(form, "id")).to_have_value("ASC-P000001")
    saved(form)


def test_without_a_connection_a_proposal_waits_and_says_so(form: Page) -> None:
    word = field(form, "coatings[0].steps[0].precursors")
    word.fill("diethylzinc")
    option = form.get_by_role("option", name="Propose")
    expect(option).to_be_visible()
    form.context.set_offline(True)
    option.click()
    expect(form.locator(".entry-state")).to_contain_text("proposed when it is back")
    form.context.set_offline(False)
    field(form, "citation.title").fill("Back again")
    saved(form)


def test_two_people_in_one_draft_are_shown_both(form: Page, draft: Submission) -> None:
    ann = draft.author
    theirs = {**draft.document, "note": "theirs"}
    save_submission(submission=draft, by=ann, document=theirs, vocabulary=None, expected_revision=1)
    field(form, "citation.title").fill("Mine")
    expect(form.locator(".entry-state")).to_contain_text("Press Save to see both")
    form.get_by_role("button", name="Save", exact=True).first.click()
    expect(form.get_by_role("alert")).to_contain_text("saved this draft meanwhile")
    expect(field(form, "note")).to_have_value("theirs")
    expect(field(form, "citation.title")).to_have_value("Mine")
    form.get_by_role("button", name="Save", exact=True).first.click()
    expect(form.locator(".entry-state")).to_have_text("Saved, revision 3")
    assert document(draft)["note"] == "theirs"
    assert document(draft)["citation"]["title"] == "Mine"


def test_a_precursor_is_proposed_in_place_and_drawn(form: Page, draft: Submission) -> None:
    word = field(form, "coatings[0].steps[0].precursors")
    word.fill("diethylzinc")
    form.get_by_role("option", name="Propose").click()
    dialog = form.get_by_role("dialog")
    dialog.get_by_label("SMILES").fill("CC[Zn]CC")
    expect(dialog.get_by_text("C4H10Zn")).to_be_visible()
    dialog.get_by_label("Acronym").fill("DEZ")
    dialog.get_by_label("Kind").select_option("metal")
    dialog.get_by_role("button", name="Propose it").click()
    expect(word).to_have_value("dez")
    saved(form)
    assert document(draft)["coatings"][0]["steps"][0]["dose"] == "dez"
    assert draft.vocabulary["precursors"][0]["key"] == "dez"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend_and_nothing_scrolls_sideways(
    draft: Submission, browser: Browser, live_server: LiveServer, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_server)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found, wide = [], []
    draft.document["coatings"][0]["measurements"][0]["value"] = "5 mbar"
    draft.save()
    pages = ("new/", f"{draft.pk}/", f"{draft.pk}/check/", f"{draft.pk}/propose/")
    for part in pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}/curate/{part}")
        options = {"runOnly": {"type": "tag", "values": tags}}
        for violation in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"]][:3]
            found.append((part, violation["id"], nodes))
        page.set_viewport_size({"width": 360, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(part)
    context.close()
    assert not found
    assert not wide
