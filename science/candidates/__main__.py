"""Answers what is asked on standard input, one question after the other, in a process that may die.

A question and an answer are each a line with the number of bytes, then that many bytes of JSON.
Nothing of it is written anywhere else.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any, BinaryIO

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


def read_frame(stream: BinaryIO) -> bytes:
    """The next message; empty where the other side is gone."""
    head = stream.readline(20)
    return stream.read(int(head)) if head.strip().isdigit() else b""


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(b"%d\n" % len(body) + body)
    stream.flush()


def main() -> None:
    while asked := read_frame(sys.stdin.buffer):
        write_frame(sys.stdout.buffer, json.dumps(answered(json.loads(asked))).encode())


if __name__ == "__main__":
    main()
