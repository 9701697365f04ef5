"""The form by keys alone, in a real browser."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from curation.actions import create_submission
from curation.models import Submission
from curation.tests.entry.test_form_browser import document, field, saved, sign_in
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def alike() -> dict[str, Any]:
    """Five films of one kind that differ by their cycles, the third with a value to mend."""
    document = paper()
    film = document["coatings"][0]
    document["coatings"] = []
    for number in range(5):
        one = copy.deepcopy(film)
        one["key"] = f"al2o3-on-li-{number}"
        one["measurements"][1]["value"] = str(10 * (number + 1))
        document["coatings"].append(one)
    document["coatings"][2]["measurements"][0]["value"] = "one"
    for test in document["cycling"][1:]:
        test["coating"] = "al2o3-on-li-0"
    return document


@pytest.fixture
def draft(transactional_db: None) -> Submission:
    publish_vocabulary(VOCABULARY)
    ann = get_user_model().objects.create_user("ann")
    return create_submission(by=ann, document=alike())


@pytest.fixture
def form(draft: Submission, page: Page, live_server: LiveServer) -> Page:
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/curate/{draft.pk}/")
    return page


def test_enter_goes_on_makes_a_row_at_the_end_and_never_submits(
    form: Page, draft: Submission
) -> None:
    form.evaluate("window.stays = true")
    field(form, "citation.container-title").focus()
    form.keyboard.press("Enter")
    expect(field(form, "citation.issued")).to_be_focused()
    form.keyboard.press("Shift+Enter")
    expect(field(form, "citation.container-title")).to_be_focused()
    title = field(form, "citation.title")
    before = title.input_value()
    title.focus()
    form.keyboard.press("Enter")
    expect(field(form, "citation.container-title")).to_be_focused()
    assert title.input_value() == before
    field(form, "coatings[2].measurements[3].extraction").focus()
    form.keyboard.press("Enter")
    rows = form.locator("#coatings-2_measurements > .list-items > div")
    expect(rows).to_have_count(5)
    expect(rows.last.locator("select").first).to_be_focused()
    form.keyboard.press("Control+s")
    saved(form)
    assert form.evaluate("window.stays")
    assert len(document(draft)["coatings"][2]["measurements"]) >= 4


def test_many_records_fold_to_a_line_and_f8_leads_to_what_is_wrong(form: Page) -> None:
    films = form.locator("#coatings details.r-coating")
    expect(films).to_have_count(5)
    assert [one.get_attribute("open") is not None for one in films.all()] == [
        False, False, True, False, False,
    ]  # fmt: skip
    expect(films.nth(3).locator("summary .record-holds").first).to_contain_text("40 cycles")
    form.locator("body").click(position={"x": 2, "y": 2})
    form.keyboard.press("F8")
    expect(field(form, "coatings[2].measurements[0].value")).to_be_focused()
    form.keyboard.press("Alt+ArrowDown")
    expect(films.nth(3)).to_have_attribute("open", "")
    form.keyboard.press("Alt+f")
    expect(films.nth(3)).not_to_have_attribute("open", "")


def test_keys_are_listed_and_are_buttons_too(form: Page) -> None:
    form.get_by_role("button", name="Keys").click()
    expect(form.get_by_role("dialog", name="Keys of the form")).to_be_visible()
    found = Axe().run(form).response["violations"]
    assert [v["id"] for v in found] == []
    form.get_by_role("button", name="Close").click()
    form.get_by_role("button", name="1 to mend").click()
    expect(field(form, "coatings[2].measurements[0].value")).to_be_focused()


def test_the_check_page_leads_to_the_field(form: Page, draft: Submission) -> None:
    form.goto(form.url + "check/")
    form.locator(".to-mend a").first.click()
    expect(field(form, "coatings[2].measurements[0].value")).to_be_focused()


def test_a_picker_tells_alike_records_apart(form: Page) -> None:
    coating = field(form, "cycling[1].coating")
    coating.focus()
    coating.fill("")
    coating.press_sequentially("30 cyc")
    options = form.locator(".options li:visible")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("al2o3-on-li-2")
