"""Pictures of every kind of page: ``python -m tests.screenshots [URL [OUT [NAME…]]]``.

Each at desktop and phone width, light and dark, as OUT/NAME-WIDTH-SCHEME.png. Pages of those who
curate are taken by name: ``--session KEY`` is the session of whoever sees them, ``--set draft=3``
fills what their addresses leave open.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from asc_kb.testing.browser import FLAGS, chromium
from tests.page_kinds import DESK_KINDS, PAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser

WIDTHS = {"desktop": 1280, "phone": 390}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 3200


def addresses(names: Iterable[str], told: dict[str, str]) -> dict[str, str]:
    """The addresses of kinds of page by their names."""
    desk = {name: address for name, (_, address) in DESK_KINDS.items()}
    return {name: {**desk, **PAGE_KINDS}[name].format(**told) for name in names}


def take(browser: Browser, base: str, out: Path, pages: dict[str, str], session: str = "") -> int:
    """Take the pictures of pages, given by name and address; returns how many."""
    taken = 0
    for width_name, width in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            if session:
                context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
            page = context.new_page()
            for name, address in pages.items():
                page.goto(base.rstrip("/") + address, wait_until="load")
                height = int(page.evaluate("document.documentElement.scrollHeight"))
                page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
                page.screenshot(path=out / f"{name}-{width_name}-{scheme}.png")
                page.set_viewport_size({"width": width, "height": 900})
                taken += 1
            context.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "url", nargs="?", default="http://127.0.0.1:8000", help="address of a running site"
    )
    parser.add_argument(
        "out", nargs="?", type=Path, default=Path("screenshots"), help="folder for the pictures"
    )
    parser.add_argument("names", nargs="*", help="kinds of page; all where none is named")
    parser.add_argument("--session", default="", help="key of the session of who is signed in")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="part of an address"
    )
    given = parser.parse_args()
    unknown = set(given.names) - set(PAGE_KINDS) - set(DESK_KINDS)
    if unknown:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    executable = chromium()
    if executable is None:
        sys.stderr.write("Chromium is not installed\n")
        return 1
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        told = dict(one.split("=", 1) for one in given.set)
        pages = addresses(given.names or list(PAGE_KINDS), told)
        taken = take(browser, given.url, given.out, pages, given.session)
        browser.close()
    sys.stdout.write(f"{taken} pictures in {given.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
