"""Raised runs of a workbook's texts as raised characters: without their font, 10⁻⁸ reads 10-8."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from xml.sax.saxutils import escape

_RUN = re.compile(rb"<(?P<prefix>(?:\w+:)?)r>.*?</(?P=prefix)r>", re.DOTALL)
_RAISED = re.compile(rb"""vertAlign\b[^>]*\bval\s*=\s*["']superscript""")
_TEXT = re.compile(rb"(<(?:\w+:)?t\b[^>]*>)([^<]*)")
_TEXTS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml$")
_CHARACTERS = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")


def with_raised_characters(data: bytes) -> bytes:
    """The same workbook, every raised digit and sign a character of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            part.filename: text
            for part in archive.infolist()
            if _TEXTS.search(part.filename) and _RAISED.search(text := archive.read(part))
        }
        if not parts:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in archive.infolist():
                text = parts.get(part.filename, b"")
                copy.writestr(part, _RUN.sub(_raised, text) or archive.read(part))
    return out.getvalue()


def _raised(run: re.Match[bytes]) -> bytes:
    return _TEXT.sub(_characters, run[0]) if _RAISED.search(run[0]) else run[0]


def _characters(text: re.Match[bytes]) -> bytes:
    raised = unescape(text[2].decode()).translate(_CHARACTERS)
    return text[1] + escape(raised).encode("ascii", "xmlcharrefreplace")
