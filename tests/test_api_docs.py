"""The page of the REST documentation in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_description_opens_and_nothing_in_it_is_blocked(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/api/reference/")
    for summary in ("List coatings", "One coating", "Counts of coatings by facet"):
        page.get_by_text(summary, exact=True).wait_for()
    page.get_by_text("Counts of coatings by facet").click()
    page.get_by_text("The film holds every one of these elements").first.wait_for()
