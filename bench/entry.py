"""What entering a paper costs somebody: ``python -m bench.entry --session KEY [URL]``.

Enters a made-up paper on a running site in Chromium, by keys first, and hands it in: a thickness
series of six films, a pasted table, two coated cells beside their controls at four cycles, and a
figure. Prints keys and clicks beyond pasting, the time of a practised person by the keystroke-level
model, and what the site took. ``KEY`` is the session (cookie ``sessionid``) of a contributor; the
paper stays in the review queue until its author takes it back.
"""

from __future__ import annotations

import argparse

from playwright.sync_api import sync_playwright

from asc_kb.testing.browser import FLAGS, chromium
from curation.tests.entry.made_up_paper import enter
from curation.tests.entry.typist import SECONDS, Part, Typist

MOST_STROKES, MOST_SECONDS = 120, 600


def table_of(parts: list[Part]) -> str:
    """A row for each part of the work, and their sum."""
    rows = [
        (p.name, p.keys, p.clicks, p.pastes, f"{p.seconds:.0f} s", f"{p.waited:.1f} s")
        for p in parts
    ]
    rows.append((
        "together", sum(p.keys for p in parts), sum(p.clicks for p in parts),
        sum(p.pastes for p in parts), f"{sum(p.seconds for p in parts):.0f} s",
        f"{sum(p.waited for p in parts):.1f} s",
    ))  # fmt: skip
    heads = ("", "keys", "clicks", "pastes", "person", "site")
    lines = [heads, ("---",) + ("--:",) * 5, *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def verdict(parts: list[Part]) -> str:
    strokes = sum(p.keys + p.clicks for p in parts)
    seconds = sum(p.seconds + p.waited for p in parts)
    asked = sum(p.operators.count("M") for p in parts)
    spare = (MOST_SECONDS - seconds) / asked
    return (
        f"{strokes} keys and clicks beyond pasting (at most {MOST_STROKES}), {seconds:.0f} s with "
        f"what the site took (at most {MOST_SECONDS}): {spare:.0f} s are left for finding each of "
        f"{asked} things in the paper."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--session", required=True, help="session of a contributor")
    given = parser.parse_args()
    base = given.url.rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
        context.add_cookies([{"name": "sessionid", "value": given.session, "url": base}])
        typist = Typist(context.new_page())
        enter(typist, base)
        browser.close()
    print(table_of(typist.parts))
    print(", ".join(f"{name} {value:g} s" for name, value in SECONDS.items()))
    print(verdict(typist.parts))
    strokes = sum(p.keys + p.clicks for p in typist.parts)
    seconds = sum(p.seconds + p.waited for p in typist.parts)
    return int(strokes > MOST_STROKES or seconds > MOST_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
