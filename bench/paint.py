"""How long a change of a filter takes to paint in Chromium: ``python -m bench.paint [URL]``.

Against a running site with the review's data, on a machine that does nothing else. Ticks filters
of the lists and prints, in milliseconds from the click, when the answer was there, when the list
was exchanged and when the new one was painted; and when a list first shows anything.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from asc_kb.testing.browser import FLAGS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 10
TICKED = {"coatings": ("f-role-anode", "f-technique-ald"), "cycling": ("f-control-coated",)}
_FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_CLICK = """(id) => new Promise((done) => {
  const begun = performance.now(), at = [];
  const note = () => at.push(performance.now() - begun);
  for (const name of ["htmx:beforeSwap", "htmx:afterSwap"])
    document.addEventListener(name, note, { once: true });
  document.addEventListener("htmx:afterSettle",
    () => requestAnimationFrame(() => setTimeout(() => { note(); done(at); })), { once: true });
  document.getElementById(id).click();
})"""


def changes(page: Page, ids: tuple[str, ...]) -> list[tuple[float, float, float]]:
    """Milliseconds to the answer, the exchange and the paint, of each tick on and off again."""
    found: list[tuple[float, float, float]] = []
    for _ in range(ROUNDS):
        for ident in ids:
            for _ in ("on", "off"):
                answered, exchanged, painted = page.evaluate(_CLICK, ident)
                found.append((answered, exchanged, painted))
                page.wait_for_timeout(100)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    base = parser.parse_args().url.rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, ids in TICKED.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{base}/{name}/", wait_until="load")
            page.wait_for_timeout(200)
            first, weight = page.evaluate(_FIRST), len(page.content().encode())
            found = changes(page, ids)
            middle = " / ".join(f"{median(part):.0f}" for part in zip(*found, strict=True))
            best = " / ".join(f"{min(part):.0f}" for part in zip(*found, strict=True))
            print(f"{name}: {weight / 1000:.0f} kB, first content {first:.0f} ms; a filter's")
            print(f"  answer / exchange / paint: median {middle} ms, least {best} ms")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
