"""The site in a real browser: a visit, no scripts, narrow screens, accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from asc_kb.testing.heavy import HEAVY
from coatings.models import CoatingRead
from cycling.models import TestRead
from tests.page_kinds import PAGE_KINDS, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# WCAG 2.2 AA and good practice; what changes from light to dark is colour alone
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


LISTS = (
    *("coatings", "cycling", "precursors", "materials"),
    *("processes", "substrates", "methods", "papers"),
)


@pytest.fixture
def site(committed_review: None, live_server: LiveServer) -> str:
    """Address of the site over the whole review."""
    return str(live_server.url)


def test_a_visit_from_home_over_a_filter_and_a_record_to_its_paper_and_back(
    site: str, page: Page
) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Coatings").click()
    page.locator("#f-material-al2o3").check()
    page.wait_for_url(f"{site}/coatings/?material=al2o3")
    page.locator("#f-substrate-li-metal").check()
    page.wait_for_url(f"{site}/coatings/?material=al2o3&substrate=li-metal")
    assert page.locator("#count").inner_text().startswith("1 coating")
    page.locator("table.rows tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url("**/coatings/ASC-C*/")
    assert page.locator("h1").inner_text() == "Al2O3 on Li metal"
    page.get_by_role("link", name="Chen et al. 2017").first.click()
    page.wait_for_url(f"{site}/papers/ASC-P000045/")
    assert "12297–12309" in page.locator(".lead").inner_text()
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Material Al2O3 – remove this filter").click()
    page.wait_for_url(f"{site}/coatings/?substrate=li-metal")


def test_every_list_works_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in LISTS:
        page.goto(f"{site}/{name}/")
        word = "sem" if name == "methods" else "li"
        page.get_by_label("Search", exact=True).fill(word)
        page.get_by_role("button", name="Show").last.click()
        page.wait_for_url(f"{site}/{name}/?q={word}")
        assert page.locator("table.rows tbody tr").count() > 0
    context.close()


def test_a_record_is_reached_with_the_keyboard_alone(site: str, page: Page) -> None:
    page.goto(f"{site}/coatings/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "count", "the filters are skipped"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "/coatings/ASC-C000001/":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/coatings/ASC-C000001/")


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    """The narrowest phone that is promised."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_no_page_scrolls_sideways_at_360_pixels(site: str, narrow: Page) -> None:
    wide = {}
    for name, address in PAGE_KINDS.items():
        narrow.goto(site + address)
        width = narrow.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[name] = width
    assert not wide


@pytest.mark.heavy
def test_axe_finds_nothing_to_mend(site: str, browser: Browser) -> None:
    """Every kind of page, in both themes; their variants (``coatings-wrong``) in a heavy run."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found: dict[str, list[str]] = {}
    kinds = {n: a for n, a in PAGE_KINDS.items() if HEAVY or "-" not in n}
    for name, address in kinds.items():
        few = "?page_size=10" if name in LISTS else ""  # more rows of a table are no other page
        answer = page.goto(site + address + few)
        assert answer is not None
        assert answer.status == STATUS.get(name, 200)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            options = {"runOnly": rules, "resultTypes": ["violations"]}
            for violation in Axe().run(page, options=options).response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"]][:3]
                found.setdefault(f"{name}, {scheme}", []).append(f"{violation['id']}: {nodes}")
    context.close()
    assert not found


def test_the_page_in_print_shows_the_record_and_not_the_navigation(site: str, page: Page) -> None:
    page.goto(f"{site}/papers/ASC-P000084/")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.get_by_text("J. Fang, J. Li, L. Qin").is_visible()
    assert page.locator("table.beside").is_visible()


def test_the_progress_of_a_running_job_is_followed_without_a_reload(site: str, page: Page) -> None:
    CoatingRead.objects.update(stale_since=timezone.now())
    page.goto(f"{site}/data/doubts/")
    section = page.locator("#derived-values")
    assert f"{CoatingRead.objects.count()} wait" in section.inner_text()
    CoatingRead.objects.filter(pk__gt=10).update(stale_since=None)
    section.get_by_text("10 wait").wait_for()
    CoatingRead.objects.update(stale_since=None)
    every = CoatingRead.objects.count() + TestRead.objects.count()
    section.get_by_text(f"{every} of {every} records are up to date.").wait_for()
