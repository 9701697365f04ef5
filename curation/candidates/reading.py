"""Reads what was pasted in a child process that is bounded in size, time and memory."""

from __future__ import annotations

import base64
import json
from typing import Any

from curation.bounded import Bounded

LARGEST = 12_000_000
"""Bytes of a question."""
LONGEST_S = 10.0
SOURCES = ("text", "html", "csv", "workbook")


class Unreadable(ValueError):
    """What was sent cannot be read; the message says why, and nothing of what was sent."""


def candidates_of(asked: dict[str, Any], *, longest: float = LONGEST_S) -> dict[str, Any]:
    """The answer of `science.candidates` as JSON. Raises :class:`Unreadable`.

    `asked` has one of ``text``, ``html`` (with ``plain``), ``csv`` and ``workbook`` (bytes), and
    may have ``at``, ``head_rows``, ``orientation``, ``mapping``, ``memory``, ``edits``, ``sheet``.
    """
    if isinstance(asked.get("workbook"), bytes):
        asked = {**asked, "workbook": base64.b64encode(asked["workbook"]).decode()}
    body = json.dumps(asked).encode()
    if len(body) > LARGEST:
        raise Unreadable(f"at most {LARGEST // 1_000_000} MB can be read at once")
    answer = _child.ask(body, longest)
    if answer is None:
        raise Unreadable("reading it took too long, or too much memory: paste less at once")
    if "error" in answer:
        raise Unreadable(answer["error"])
    return answer


_child = Bounded("science.candidates")
