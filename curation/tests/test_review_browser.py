"""A review in a real browser: with the keyboard, and without scripts."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.browser import press
from curation import actions
from curation.models import Remark, SectionMark, Submission
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def draft() -> Submission:
    publish_vocabulary(VOCABULARY)
    ada, bea = person("ada"), person("bea", Role.CURATOR)
    first = actions.create_submission(by=ada, document=paper())
    actions.submit(submission=first, by=ada)
    actions.approve(submission=first, by=bea)
    document = copy.deepcopy(paper())
    document["coatings"][0]["measurements"][0]["value"] = "2 Å"
    document["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    draft = actions.create_submission(by=ada, document=document)
    return actions.submit(submission=draft, by=ada)


def signed_in(context: BrowserContext, site: str) -> None:
    client = Client()
    from django.contrib.auth.models import User

    client.force_login(User.objects.get(username="bea"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    context.add_cookies([cookie])  # type: ignore[list-item]


def marks() -> dict[str, str]:
    return dict(SectionMark.objects.values_list("section", "mark"))


def test_sections_are_passed_with_the_keyboard_without_a_reload(
    live_server: LiveServer, page: Page, draft: Submission
) -> None:
    signed_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/curate/{draft.pk}/review/")
    page.evaluate("window.same = true")
    page.locator("#coatings-al2o3-on-li").focus()
    page.keyboard.press("p")
    page.locator("#coatings-li-eg-on-si:focus").wait_for()
    page.keyboard.press("p")
    page.wait_for_selector("section[data-mark=passed] #coatings-li-eg-on-si")
    assert page.evaluate("window.same") is True
    expect(page.locator("[data-passed]")).to_have_text("2")
    assert marks() == {"coatings[al2o3-on-li]": "passed", "coatings[li-eg-on-si]": "passed"}
    # what is typed is no command
    page.locator("#why").fill("")
    page.locator("#why").press("t")
    assert set(marks().values()) == {"passed"}


def test_a_review_without_scripts_asks_settles_marks_and_publishes(
    live_server: LiveServer, browser: Browser, draft: Submission
) -> None:
    context = browser.new_context(java_script_enabled=False)
    signed_in(context, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/curate/{draft.pk}/review/")
    value = page.locator("li.value.changed").first
    value.locator("summary").click()
    value.get_by_role("textbox").fill("Per supercycle?")
    press(value.get_by_role("button", name="Ask"))
    assert page.get_by_role("button", name="Approve and publish").is_disabled()
    assert Remark.objects.get().place.endswith("measurements[growth_per_cycle].value")
    press(page.get_by_role("button", name="Settled"))
    film = page.locator("section", has=page.locator("#coatings-al2o3-on-li")).last
    press(film.get_by_role("button", name="passed"))
    assert page.url.endswith("#coatings-al2o3-on-li")
    press(page.get_by_role("button", name="Return with these reasons"))
    assert "say what is to be mended" in page.locator(".said").inner_text()
    page.locator("#why").fill("as printed")
    press(page.get_by_role("button", name="Approve and publish"))
    draft.refresh_from_db()
    assert (draft.state, draft.decision) == ("approved", "as printed")
    context.close()
