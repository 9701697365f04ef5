"""Somebody who enters a paper: by keys, clicks and pastes, each of them counted.

The time of a practised person is estimated by the keystroke-level model (Card, Moran and Newell,
1980): its operators are :data:`SECONDS`. What the site takes is measured beside it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

SECONDS = {"K": 0.28, "P": 1.1, "B": 0.1, "H": 0.4, "M": 1.35}
"""A key by somebody who types 40 words a minute, pointing at something, a button of the mouse going
down or up, a hand moving to the mouse or back, and making up one's mind."""
_COPY = "MHPBBKKKKH"
"""What is pasted was selected in the paper by a drag, copied, and the site brought to the front."""

_CLIPBOARD = """async ([html, plain, png]) => {
  const kept = {};
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  if (png) kept["image/png"] = new Blob([bytes], { type: "image/png" });
  if (plain) kept["text/plain"] = new Blob([plain], { type: "text/plain" });
  if (html) kept["text/html"] = new Blob([html], { type: "text/html" });
  await navigator.clipboard.write([new ClipboardItem(kept)]);
}"""


@dataclass
class Part:
    """What one part of the work took."""

    name: str
    keys: int = 0
    clicks: int = 0
    pastes: int = 0
    operators: str = ""
    waited: float = 0.0

    @property
    def seconds(self) -> float:
        """By the keystroke-level model, without what the site takes."""
        return sum(SECONDS[one] for one in self.operators)


@dataclass
class Typist:
    """Hands on the keyboard first; the mouse only where it is nearer."""

    page: Page
    parts: list[Part] = field(default_factory=list)
    _mouse: bool = False

    def part(self, name: str) -> None:
        self.parts.append(Part(name))

    @property
    def now(self) -> Part:
        return self.parts[-1]

    @property
    def strokes(self) -> int:
        """Keys and clicks beyond pasting."""
        return sum(one.keys + one.clicks for one in self.parts)

    def _hand(self, *, mouse: bool) -> None:
        if self._mouse != mouse:
            self.now.operators += "H"
        self._mouse = mouse

    def press(self, *chords: str) -> None:
        """Keys; of a chord every one counts."""
        self._hand(mouse=False)
        for chord in chords:
            keys = chord.count("+") + 1 if len(chord) > 1 else 1
            self.now.keys += keys
            self.now.operators += "K" * keys
            self.page.keyboard.press(chord)

    def decide(self, *chords: str) -> None:
        """Keys that make up one's mind, such as those that send a page."""
        self.now.operators += "M"
        self.press(*chords)

    def type(self, text: str) -> None:
        self._hand(mouse=False)
        self.now.keys += len(text)
        self.now.operators += "M" + "K" * len(text)
        self.page.keyboard.type(text)

    def click(self, what: Locator) -> None:
        self._pointed()
        what.click()

    def choose(self, what: Locator, value: str | None = None, label: str | None = None) -> None:
        """An option of a list: one click opens it, one takes it."""
        self._pointed()
        self._pointed()
        what.select_option(value=value, label=label)

    def click_at(self, x: float, y: float) -> None:
        self._pointed()
        self.page.mouse.click(x, y)

    def _pointed(self) -> None:
        self._hand(mouse=True)
        self.now.clicks += 1
        self.now.operators += "MPBB"

    def paste(self, plain: str = "", html: str = "", png: str = "") -> None:
        """From the clipboard, where the focus is. ``png`` is base64."""
        self.page.evaluate(_CLIPBOARD, [html, plain, png])
        self.now.pastes += 1
        self.now.operators += _COPY + "KK"
        self._mouse = False
        self.page.keyboard.press("Control+v")

    @contextmanager
    def waits(self) -> Iterator[None]:
        """What the site takes to bring another page, or the same one anew."""
        began = time.perf_counter()
        with self.page.expect_navigation():
            yield
        self.now.waited += time.perf_counter() - began

    @contextmanager
    def waits_for(self, what: Locator) -> Iterator[None]:
        """What the site takes until this is there."""
        yield
        began = time.perf_counter()
        what.wait_for()
        self.now.waited += time.perf_counter() - began
