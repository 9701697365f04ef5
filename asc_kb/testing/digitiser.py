"""The digitiser of the site on picture files, without the site: its own JavaScript in Chromium.

    python -m asc_kb.testing.digitiser PLAN.yaml PICTURE [--overlay OVERLAY.png]

prints the entry of the paper document as YAML, and notes on standard error; ``docs/digitising.md``
says what a plan holds. Tests drive the same class.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.browser import FLAGS, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

_ADDRESS = "http://digitiser.localhost/"
_MODULES = BASE_DIR / "static" / "js" / "digitise"
_NAMES = ("calibration", "pixels", "extract", "plan", "imports", "overlay")
_LOAD = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  window.picture = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return [bitmap.width, bitmap.height];
}"""
_IMPORT = """async (names) => {
  for (const name of names) window[name] = await import(`./${name}.js`);
}"""


class Digitiser:
    """A page of its own with the modules of ``static/js/digitise`` as ``window.extract`` …"""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.image: dict[str, Any] = {}
        page.route(f"{_ADDRESS}**", _serve)
        page.goto(_ADDRESS)
        page.evaluate(_IMPORT, [name for name in _NAMES if (_MODULES / f"{name}.js").exists()])

    def load(self, picture: bytes) -> None:
        """The picture (PNG, JPEG, GIF, WebP) that is read from now on."""
        width, height = self.page.evaluate(_LOAD, base64.b64encode(picture).decode())
        digest = hashlib.sha256(picture).hexdigest()
        self.image = {"sha256": digest, "width": width, "height": height}

    def digitise(self, plan: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The ``figures`` entry that a plan gives, and notes on what was left out."""
        found = self.page.evaluate("(it) => plan.digitise(picture, it)", plan)
        kept = {name: plan[name] for name in ("key", "at", "note") if name in plan}
        return {**kept, "image": self.image, **found["figure"]}, found["notes"]

    def overlay(self, figure: dict[str, Any]) -> bytes:
        """The picture with what was read drawn over it, as PNG."""
        drawn = self.page.evaluate("(it) => overlay.overlaid(picture, it)", figure)
        return base64.b64decode(drawn)


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(_ADDRESS)
    if not name:
        route.fulfill(content_type="text/html", body="<!doctype html><title>digitiser</title>")
    elif (_MODULES / name).is_file():
        route.fulfill(content_type="text/javascript", body=(_MODULES / name).read_text())
    else:
        route.abort()


@contextmanager
def digitiser(browser: Browser | None = None) -> Iterator[Digitiser]:
    """A digitiser in ``browser``, or in one started for as long as it is needed."""
    if browser is not None:
        context = browser.new_context()
        yield Digitiser(context.new_page())
        context.close()
        return
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise SystemExit("Chromium is not installed (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Digitiser(started.new_page())
        started.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Digitise a figure by a plan.")
    parser.add_argument("plan", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--overlay", type=Path, help="PNG of what was read over the picture")
    arguments = parser.parse_args()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 100
    with digitiser() as tool:
        tool.load(arguments.picture.read_bytes())
        figure, notes = tool.digitise(YAML(typ="safe").load(arguments.plan))
        if arguments.overlay:
            arguments.overlay.write_bytes(tool.overlay(figure))
    yaml.dump([figure], sys.stdout)
    for note in notes:
        sys.stderr.write(f"{note}\n")


if __name__ == "__main__":
    main()
