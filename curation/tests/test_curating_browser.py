"""The pages of those who curate in a real browser: both themes, a phone, without barriers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client

from asc_kb.testing.browser import press
from curation.tests.desk import lay_out
from tests.page_kinds import DESK_KINDS, DESK_STATUS
from tests.test_browser import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("words_looked_at_twice"),
]


def pages_of(browser: Browser, site: str) -> Iterator[tuple[str, Page]]:
    """Every page of the desk, open in a browser of whoever it is for."""
    told = lay_out()
    contexts: dict[str, Page] = {}
    for name, (who, address) in DESK_KINDS.items():
        if who not in contexts:
            context = browser.new_context()
            if who:
                client = Client()
                client.force_login(User.objects.get(username=who))
                value = client.cookies["sessionid"].value
                cookie: Any = {"name": "sessionid", "value": value, "url": site}
                context.add_cookies([cookie])
            contexts[who] = context.new_page()
        page = contexts[who]
        answer = page.goto(site + address.format(**told))
        assert answer
        assert answer.status == DESK_STATUS.get(name, 200), name
        if name != "invited":  # leads on to signing up
            assert page.url == site + address.format(**told), name
        yield name, page
    for page in contexts.values():
        page.context.close()


def barriers(page: Page, scheme: str) -> list[str]:
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    seen = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:140] for node in one['nodes'][:2]]}" for one in seen]


def test_pages_of_curating_have_no_barrier_in_either_theme_and_fit_a_phone(
    live_server: LiveServer, browser: Browser
) -> None:
    found: dict[str, list[str]] = {}
    for name, page in pages_of(browser, live_server.url):
        page.set_viewport_size({"width": 1280, "height": 900})
        for scheme in RULES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if wrong := barriers(page, scheme):
                found.setdefault(name, []).extend([scheme, *wrong])
        page.set_viewport_size({"width": 360, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            found.setdefault(name, []).append(f"{width} px wide on a phone")
    assert not found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_locked_account_is_told_without_a_barrier(
    live_server: LiveServer, browser: Browser, settings: Any, scheme: Any
) -> None:
    settings.AXES_FAILURE_LIMIT = 1
    User.objects.create_user("eve", "eve@example.org", "a-long-passphrase")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    for _ in range(2):
        if page.locator("[name=login]").count():
            page.locator("[name=login]").fill("eve@example.org")
            page.locator("[name=password]").fill("a guess")
            press(page.locator("main form button").last)
    assert page.locator("h1").inner_text() == "Locked for a while"
    assert not barriers(page, scheme)
    context.close()
