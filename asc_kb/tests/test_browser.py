"""The site in a real browser: no script error, nothing fetched from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("path", ["/", "/coatings/", "/papers/", "/api/", "/admin/login/"])
def test_a_page_opens_without_script_errors_or_requests_elsewhere(
    live_server: LiveServer, page: Page, path: str
) -> None:
    response = page.goto(f"{live_server.url}{path}", wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    assert page.title()


def test_an_unknown_page_says_so_and_leads_home(live_server: LiveServer, page: Page) -> None:
    response = page.goto(f"{live_server.url}/no-such-page/")
    assert response is not None
    assert response.status == 404
    assert page.locator("a[href='/']").count() >= 1
