"""Lists as people use them: tick, type, share the address, go back; by keyboard; on a phone."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import pytest

from asc_kb.testing.browser import press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(committed_review: None, live_server: LiveServer) -> str:
    """Address of the site over the whole review."""
    return str(live_server.url)


def test_a_filter_changes_the_list_alone_its_address_can_be_sent_and_back_undoes_it(
    site: str, page: Page, browser: Browser
) -> None:
    page.goto(f"{site}/coatings/")
    page.evaluate("document.querySelector('header.top').dataset.same = 'yes'")
    page.locator("#f-role-anode").check()
    page.wait_for_url(f"{site}/coatings/?role=anode")
    page.locator("#elements > summary").click()
    page.locator("#e-Li").check()
    page.wait_for_url(f"{site}/coatings/?role=anode&element=Li")
    assert page.locator("header.top").get_attribute("data-same") == "yes"
    assert page.locator("#elements").get_attribute("open") is not None
    assert page.evaluate("document.activeElement.id") == "e-Li"
    count = page.locator("#count").inner_text()
    assert page.locator("#said").inner_text() == count
    other = browser.new_context().new_page()
    other.goto(page.url)
    assert other.locator("#count").inner_text() == count
    assert other.locator("#f-role-anode").is_checked()
    other.context.close()
    page.go_back()
    page.wait_for_url(f"{site}/coatings/?role=anode")
    page.locator("#e-Li:not(:checked)").wait_for(state="attached")
    assert page.locator("#f-role-anode").is_checked()


def test_a_suggestion_is_taken_with_the_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}/coatings/")
    field = page.locator("#f-q")
    field.press_sequentially("alumi")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    marked = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{marked}").get_attribute("aria-selected") == "true"
    assert "Al₂O₃" in page.locator(f"#{marked}").inner_text()
    field.press("Enter")
    page.wait_for_url(f"{site}/coatings/?material=al2o3")
    assert page.locator("#f-material-al2o3").is_checked()


def test_an_element_is_asked_to_be_absent_without_a_script(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/coatings/")
    page.locator("#elements > summary").click()
    page.locator("#n-P").check()
    press(page.locator("#elements button"))
    assert page.url == f"{site}/coatings/?without_element=P"
    page.locator("#columns > summary").click()
    page.locator("#k-methods").uncheck()
    press(page.locator("#choose button"))
    assert "fields=" in page.url
    assert "Measured by" not in page.locator("table.list thead").inner_text()
    context.close()


def test_filters_stand_in_a_drawer_on_a_phone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/coatings/")
    assert not page.locator("#f-role-anode").is_visible()
    page.locator("#drawer > summary").click()
    page.locator("#f-role-anode").check()
    press(page.get_by_role("button", name="Show").last)
    assert page.url == f"{site}/coatings/?role=anode"
    assert page.locator("#drawer > summary").inner_text().split() == ["Filters", "1"]
    context.close()


def test_fifty_rows_stand_on_one_wide_screen_unless_that_is_not_wished(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 1080})
    page = context.new_page()
    page.goto(f"{site}/coatings/")
    assert page.locator("#dense").is_checked()
    height = page.locator("table.list tbody").bounding_box()
    assert page.locator("table.list tbody tr").count() == 50
    assert height is not None
    assert height["height"] <= 1000
    page.locator("#dense").uncheck()
    page.reload()
    assert not page.locator("#dense").is_checked()
    context.close()


def test_boxes_of_dense_rows_are_as_far_apart_as_a_finger_needs(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 1080})
    page = context.new_page()
    page.goto(f"{site}/coatings/")
    page.locator("#dense").check()
    places = page.locator("td.pick input").evaluate_all(
        """boxes => boxes.map((box) => {
          const at = box.getBoundingClientRect();
          return [at.x + at.width / 2, at.y + at.height / 2];
        })"""
    )
    assert len(places) == 50
    nearest = min(math.dist(one, other) for one, other in itertools.combinations(places, 2))
    assert nearest >= 24  # WCAG 2.5.8: circles of 24 px around small targets do not meet
    context.close()


def test_rows_ticked_on_two_pages_are_compared(site: str, page: Page) -> None:
    page.goto(f"{site}/coatings/?page_size=2")
    page.get_by_label("Compare ASC-C000001").check()
    page.get_by_role("link", name="Next").click()
    page.get_by_label("Compare ASC-C000003").check()
    page.get_by_role("button", name="Compare 2").click()
    page.wait_for_url("**/compare/?**")
    assert "id=ASC-C000001" in page.url
    assert "id=ASC-C000003" in page.url


def test_a_list_weighs_little_and_a_filter_asks_once(site: str, page: Page) -> None:
    page.goto(f"{site}/coatings/", wait_until="networkidle")
    assert len(page.content().encode()) < 150_000
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("""() => new Promise((done) => {
      const painted = () => requestAnimationFrame(done);
      document.addEventListener("htmx:afterSettle", painted, { once: true });
      document.getElementById("f-role-anode").click();
    })""")
    page.wait_for_load_state("networkidle")
    (address,) = asked
    assert "role=anode" in address
    assert page.url == f"{site}/coatings/?role=anode"
