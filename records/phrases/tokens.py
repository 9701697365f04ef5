"""A phrase in pieces that may be words, numbers or signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')
_PIECE = re.compile(r"[<>≤≥=~≈]+|[^\s<>≤≥=~≈]+")
_TAIL = re.compile(
    r"[-‐‑–](?=(?:coated|free|based|protected|modified|containing|rich|type|like|derived)\b)", re.I
)
_JOINTS = re.compile(r"[/+,–|]|(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")
_EDGES = ",;:?!.()[]{}'"


@dataclass(frozen=True)
class Token:
    """A piece of a phrase. ``quoted`` ones are to be found as they stand."""

    text: str
    start: int
    end: int
    quoted: bool = False


def tokens(phrase: str) -> list[Token]:
    """The pieces of a phrase in order."""
    found, at = [], 0
    for match in _QUOTED.finditer(phrase):
        found += _pieces(phrase, at, match.start())
        if match[1].strip():
            found.append(Token(match[1].strip(), match.start(), match.end(), quoted=True))
        at = match.end()
    return found + _pieces(phrase, at, len(phrase))


def _pieces(phrase: str, start: int, end: int) -> list[Token]:
    plain = _TAIL.sub(" ", phrase)
    found = []
    for match in _PIECE.finditer(plain, start, end):
        text = match[0]
        first = match.start() + len(text) - len(text.lstrip(_EDGES))
        last = match.end() - (len(text) - len(text.rstrip(_EDGES)))
        if text.startswith("(") and ")" in text[1:-1]:  # "(CH3)3Al" keeps its brackets
            first = match.start()
        if text.endswith(")") and text.count("(") == text.count(")"):
            last = match.end()
        if first < last:
            found.append(Token(phrase[first:last], first, last))
    return found


def parts(token: Token) -> list[Token]:
    """The pieces of one that is joined by signs ("TMA/H2O"); itself alone where it is not."""
    found, at = [], 0
    for match in _JOINTS.finditer(token.text):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, len(token.text)))
    return [Token(token.text[a:b], token.start + a, token.start + b) for a, b in found if a < b]
