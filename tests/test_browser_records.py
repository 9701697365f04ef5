"""Records in a real browser: comparing by keyboard, going back, printing, copying a citation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A4 = 680
"""Width of an A4 sheet between its margins, in CSS pixels."""

# What sticks out of the sheet or is cut off at the edge of a part that scrolls on screen.
_CUT = """() => [...document.querySelectorAll("main *")].filter(e => {
  const box = e.getBoundingClientRect();
  const hidden = e.closest("details:not([open])") || e.closest(".away");
  return box.width > 0 && !hidden && box.right > innerWidth + 1;
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def site(committed_review: None, live_server: LiveServer) -> str:
    """Address of the site over the whole review."""
    return str(live_server.url)


def test_two_coatings_are_compared_with_the_keyboard_alone_and_back_takes_one_away(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/compare/")
    page.locator("#add").focus()
    page.keyboard.type("alumina")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/compare/?add=alumina")
    _tab_to(page, "?id=ASC-C000001")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/compare/?id=ASC-C000001")
    page.locator("#add").focus()
    page.keyboard.type("ASC-C000028")
    page.keyboard.press("Enter")
    both = f"{site}/compare/?id=ASC-C000001&id=ASC-C000028"
    page.wait_for_url(both)
    assert page.locator("table.coatings-beside thead th").count() == 2
    _tab_to(page, "?id=ASC-C000028")  # the chip that takes the first one out
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/compare/?id=ASC-C000028")
    page.go_back()
    assert page.url == both
    assert page.locator("table.coatings-beside thead th").count() == 2


def _tab_to(page: Page, address: str) -> None:
    """Walk on with the tabulator until the link has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == address:
            return
    pytest.fail(f"the keyboard does not reach {address}")


@pytest.mark.parametrize(
    "address",
    [
        "/papers/ASC-P000084/",
        "/papers/ASC-P000083/",
        "/coatings/ASC-C000029/",
        "/cycling/ASC-T000029/",
    ],
)
def test_a_printed_record_fits_its_sheet_and_says_everything(
    site: str, page: Page, address: str, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": A4, "height": 1000})
    page.goto(site + address)
    said = page.locator("main .v").all_inner_texts()
    page.emulate_media(media="print")
    assert page.evaluate(_CUT) == []
    assert page.locator("main .v").all_inner_texts() == said
    assert not page.locator(".tools").is_visible()
    sheet = tmp_path / "record.pdf"
    page.pdf(path=sheet, format="A4")
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_citation_is_copied_by_its_button(site: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/coatings/ASC-C000001/")
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@article{")
    assert "Chen" in copied
    context.close()


def test_the_browser_takes_the_block_for_data_under_the_strict_policy(
    site: str, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/coatings/ASC-C000024/")
    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content() or "")["identifier"] == "ASC-C000024"
    assert said == []
