"""Reads what was pasted, in a process that may die (:mod:`science.answering`)."""

from __future__ import annotations

import base64
from typing import Any

from science.answering import serve
from science.candidates import TooLarge, Wanted, from_csv, from_html, from_text, from_workbook


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """The candidates of what is asked, or ``{"error": sentence}``."""
    at = str(asked.get("at") or "")
    wanted = Wanted(
        asked.get("head_rows"),
        asked.get("orientation"),
        {int(k): v for k, v in (asked.get("mapping") or {}).items()},
        asked.get("memory") or {},
        {(int(r), int(c)): str(text) for r, c, text in asked.get("edits") or []},
    )
    try:
        if "html" in asked:
            plain = asked.get("plain") or ""
            return from_html(asked["html"], plain, at, wanted).as_json()
        if "csv" in asked:
            return from_csv(asked["csv"], at, wanted).as_json()
        if "workbook" in asked:
            data = base64.b64decode(asked["workbook"])
            return from_workbook(data, at, asked.get("sheet") or "", wanted).as_json()
        return from_text(asked["text"], at).as_json()
    except (TooLarge, ValueError) as error:
        return {"error": str(error)}


if __name__ == "__main__":
    serve(answered)
