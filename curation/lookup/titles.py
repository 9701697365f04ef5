"""Text out of the markup it travels in: JATS, HTML, MathML; and fields that say nothing."""

from __future__ import annotations

import html
import re

from molmass import ELEMENTS

from documents.schema import says_nothing
from literature.formats.latex import raised_powers

_MATH = re.compile(r"<(mml:)?math\b.*?</(mml:)?math>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
# Crossref puts the line breaks of its source around an index
_INDEX = re.compile(r"\s*<(/?)(sub|sup|jats:sub|jats:sup)>\s*(?=[^\s])", re.IGNORECASE)
_RAISED = re.compile(
    r"\s*<(?:jats:)?sup>\s*([-\u2010-\u2013\u2212]\d+)\s*</(?:jats:)?sup>", re.IGNORECASE
)
_ELEMENT_WITH_INDEX = re.compile(r"[A-Z][a-z]?\s*<(jats:)?su[bp]>")
_SYMBOLS = {element.symbol for element in ELEMENTS}
_WORDS = {"In", "As", "At", "No", "He", "I", "Be", "Am"}  # elements that are words of a title


def plain_title(marked: str) -> str:
    """``Al&lt;sub&gt;2&lt;/sub&gt;O<sub>3</sub>`` as ``Al2O3``: words without any markup."""
    text = marked
    for _ in range(2):  # escaped once, or twice
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = _MATH.sub(lambda m: re.sub(r"\s+", "", _TAG.sub("", m[0])), text)
    text = _RAISED.sub(lambda power: raised_powers(f"^{power[1]}"), text)
    text = _INDEX.sub(_joined, text)
    return " ".join(_TAG.sub("", text).split())


def _joined(match: re.Match[str]) -> str:
    """An index joins the formula before it, and the rest of the formula joins the index; words on
    either side keep their space."""
    tag = match[0].strip()
    closing = match[1] == "/"
    spaces = match[0].partition(tag)[2 if closing else 0]
    if not spaces:
        return ""
    after = match.string[match.end() :]
    if not closing:
        joins = _carries(match.string[: match.start()], after)
    elif "\n" in spaces:
        joins = _goes_on(after)
    else:
        joins = _ELEMENT_WITH_INDEX.match(after) is not None
    return "" if joins else " "


def _carries(before: str, index: str) -> bool:
    """Whether an index belongs to what stands before it: a formula, or a unit to a power."""
    word = re.search(r"\S*$", _TAG.sub("", before))
    last = word[0] if word else ""
    formula = last[-1:] in set(")]}") or last[-1:].isdigit() or re.search(r"[A-Z][a-z]?$", last)
    return bool(formula) or re.match(r"[-−–]\d", index) is not None


def _goes_on(after: str) -> bool:
    """Whether what follows an index is more of the formula, or punctuation."""
    word = re.match(r"[A-Za-z]+", after)
    if word is None:
        return after[:1] not in set("(–—+0123456789")
    if _ELEMENT_WITH_INDEX.match(after):
        return True
    symbols = re.findall(r"[A-Z][a-z]?", word[0])
    is_formula = "".join(symbols) == word[0] and all(symbol in _SYMBOLS for symbol in symbols)
    return is_formula and word[0] not in _WORDS


def said(text: str) -> str:
    """The text; empty where it is "n/a" or another way of saying nothing."""
    return "" if says_nothing(text) else text
