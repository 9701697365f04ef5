"""``make screenshots``: pictures of the main pages, light and dark, into ``screenshots/``."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from asc_kb.settings import environment
from asc_kb.testing.browser import FLAGS, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = {
    "home": "/",
    "coatings": "/coatings/",
    "coating": "/coatings/ASC-C000001/",
    "precursors": "/precursors/",
    "precursor": "/precursors/tma/",
    "materials": "/materials/",
    "processes": "/processes/",
    "substrates": "/substrates/",
    "methods": "/methods/",
    "cycling": "/cycling/",
    "test": "/cycling/ASC-T000001/",
    "papers": "/papers/",
    "paper": "/papers/ASC-P000045/",
    "api": "/api/",
}
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@contextmanager
def site() -> Iterator[str]:
    """The address of the running stack, started for as long as it is needed if none runs."""
    address = f"http://127.0.0.1:{environment.port()}"
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
    except OSError:
        pass
    else:
        yield address
        return
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=environment.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        if not any("Serving at" in line for line in process.stdout):
            raise SystemExit("The stack did not start; the lines above say why.")
        yield address
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    """Exit status 1 when a page did not answer with 200."""
    path = chromium()
    if path is None:
        sys.stdout.write("Chromium is not installed: no pictures (Debian: apt install chromium).\n")
        return 1
    from playwright.sync_api import sync_playwright

    folder = environment.BASE_DIR / "screenshots"
    folder.mkdir(exist_ok=True)
    failed = False
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for scheme in _SCHEMES:
            context = browser.new_context(
                viewport={"width": 1280, "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            for name, place in PAGES.items():
                response = page.goto(address + place, wait_until="networkidle")
                status = response.status if response else 0
                failed = failed or status != 200
                picture = folder / f"{name}-{scheme}.png"
                page.screenshot(path=picture, full_page=True)
                sys.stdout.write(f"{status} {place} → {picture.name}\n")
            context.close()
        browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
