"""What a record of answers leaves out, keeps, and says of another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from asc_kb.testing.answers_text import compared, readable, settled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("updated 2026-11-26T00:40:42.481833Z.", "updated TODAY."),
        ("until 26 December 2026", "until TODAY"),
        ("26 Nov 2026, 01:21; a new paper", "TODAY; a new paper"),
        ("version 2026-11-26.225", "version TODAY"),
        ("published 2017-05-03, 3 May 2017", "published 2017-05-03, 3 May 2017"),
        ("10.1000/2026-99-99", "10.1000/2026-99-99"),
        ("ab" * 32, "SHA256"),
        ("?precursor=tma&element=Li", "?precursor=tma&element=Li"),
        ("?cursor=WzY0LCJwayIsWzJdXQ&page_size=7", "?cursor=CURSOR&page_size=7"),
    ],
)
def test_only_what_two_runs_say_differently_is_left_out(text: str, kept: str) -> None:
    assert settled(text, date(2026, 11, 26)) == kept


def test_a_page_is_its_text_its_links_and_its_fields_in_order() -> None:
    html = """<main><p class="x">20 nm of <a href="/materials/al2o3/">Al<sub>2</sub>O</a>
      </p><script src="/static/js/rooms/browse.js"></script>
      <input name="csrfmiddlewaretoken" value="abc"><input name="q" value="li"></main>"""
    assert readable("text/html; charset=utf-8", html.encode()).split("\n") == [
        "20 nm of <a href=/materials/al2o3/>Al2O",
        "<script src=browse.js>",
        "<input name=q value=li>",
    ]


def test_two_records_are_compared_by_kind_and_spaces_are_told_apart(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    answers = {"same": ("a", "a"), "moved": ("a b", "a  b"), "other": ("a", "b"), "gone": ("a", "")}
    for name, texts in answers.items():
        for folder, text in zip((before, after), texts, strict=True):
            (folder / "pages").mkdir(parents=True, exist_ok=True)
            if text:
                (folder / "pages" / f"{name}.txt").write_text(text)
    report, same = compared(before, after)
    assert report.split("\n")[0] == "pages: 1 different, 1 missing, 1 same, 1 spaces"
    assert "different: pages/other.txt\n    -a\n    +b" in report
    assert not same
    assert compared(before, before) == ("pages: 4 same\n", True)
