# ruff: noqa: E501 - a pattern stands on one line, however long
"""Sentences and their clauses; nothing is read across a sentence."""

from __future__ import annotations

import re

_ABBREVIATED = re.compile(
    r"(?:(?<![^\W\d_])(?:Figs?|vs|ca|approx|e\.?g|i\.?e|et al|al|Refs?|Nos?|Eqs?|Tabs?|resp|St|Dr|Prof|cf|wt"
    r"|vol|at|max|min|temp|dep|cap|ret|Suppl|avg|av|conc|equiv|r\.t|a\.u|c|Co|Ltd|Inc|viz|i|e|p|pp|S)"
    r"|(?<![^\W\d_])[A-Z])\.$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\d\s?(?:°\s?|m|k)?[CVhsAWK]\.$")
"""The unit of a number ends a sentence where a capital follows."""
_END = re.compile(r"[.!?][)\"'”’\]]*(?=\s|$)|\n\s*\n")
_SOFT = re.compile(
    r",?\s+(?:while|whereas|against|compared (?:with|to)|in contrast to|as opposed to|but)\s+"
    r"|,?\s+versus\s+(?!Li|Na|K)",
    re.IGNORECASE,
)
_AND_NEW = re.compile(r",\s+and\s+(?=(?:the|an?|its|their|[A-Z]\w*)\s)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends. "Fig.", "vs.", "ca." end nothing."""
    found = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith("."):
            word = text[start : match.start() + 1]
            following = text[match.end() :].lstrip()
            before = text[match.start() - 1 : match.start()]
            goes_on = following[:1].islower() or (following[:1].isdigit() and not before.isalnum())
            ended = word[-3:-1].isdigit() or _UNIT.search(word)
            if _ABBREVIATED.search(word) and not (following[:1].isupper() and ended):
                continue
            if goes_on:
                continue
        if text[start : match.end()].strip():
            found.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in found]


def bracketed(text: str, start: int, at: int) -> bool:
    """Whether a place of a sentence is inside brackets: "(1500 h at 1 mA; 500 h at 10 mA)"."""
    return text.count("(", start, at) > text.count(")", start, at)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Clauses of a sentence: begin, end, and whether it leans on the one before (after "while",
    "against" …, not after a semicolon)."""
    cuts: list[tuple[int, bool]] = [(start, False)]
    for match in re.compile(r";\s*").finditer(text, start, end):
        if not bracketed(text, start, match.start()):
            cuts.append((match.end(), False))
    for match in _SOFT.finditer(text, start, end):
        cuts.append((match.start(), True))
    for match in _AND_NEW.finditer(text, start, end):
        cuts.append((match.start(), True))
    cuts.sort()
    borders = [*(c[0] for c in cuts[1:]), end]
    return [
        (a, b, leaning) for (a, leaning), b in zip(cuts, borders, strict=True) if text[a:b].strip()
    ]
