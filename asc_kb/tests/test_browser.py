"""The administration site and the error page in a real browser, under the strict policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_administration_site_opens_without_script_errors_or_requests_elsewhere(
    live_server: LiveServer, page: Page
) -> None:
    response = page.goto(f"{live_server.url}/admin/login/", wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    assert page.locator("input[name='login']").is_visible()


def test_an_unknown_page_says_so_and_leads_home(live_server: LiveServer, page: Page) -> None:
    response = page.goto(f"{live_server.url}/no-such-page/")
    assert response is not None
    assert response.status == 404
    assert page.locator("a[href='/']").count() >= 1
