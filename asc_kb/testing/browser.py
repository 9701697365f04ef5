"""A real browser for tests: the system's Chromium, driven by Playwright, with an empty profile."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

_NAMES = (
    "chromium-headless-shell",  # a fifth less work than the whole browser without its window
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


_PATIENCE_MS = 30_000
"""How long a page has to come to what is expected of it, on a machine busy with other tests."""


def chromium() -> str | None:
    """Path of the installed Chromium, if there is one."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def need_chromium() -> str:
    """The path of Chromium; without one the test is left out, or fails where CI asks for all."""
    path = chromium()
    if path is None:
        reason = "Chromium is not installed, so this browser test is left out"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}; with CI=true that is a failure", pytrace=False)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; pages come from ``page``, each with an empty profile."""
    path = need_chromium()
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


def press(button: Locator) -> None:
    """Click what leads to another page, or to the same page anew, and wait until that is there."""
    with button.page.expect_navigation():
        button.click()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test on a script error or a request to another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    opened.on(
        "console",
        lambda message: (
            problems.append(f"console: {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    opened.on(
        "request",
        lambda request: (
            problems.append(f"request to {request.url}")
            if urlsplit(request.url).hostname not in {"127.0.0.1", "localhost", None}
            else None
        ),
    )
    yield opened
    context.close()
    assert not problems, problems
