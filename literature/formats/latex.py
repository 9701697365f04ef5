"""Text for LaTeX: special characters as commands, formulas and acronyms safe from lower-casing."""

from __future__ import annotations

import re
from urllib.parse import quote

from bibtexparser.latexenc import unicode_to_latex_map
from molmass import ELEMENTS

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "\u00a0": "~",
    "\u2010": "-",
    "\u2011": "-",
    "\u2013": "--",
    "\u2014": "---",
    "\u2212": "$-$",
    "\u00b5": r"$\mu$",
    "\u202f": r"\,",
}
_LOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₓᵧ", "0123456789+-xy", strict=True))
_HIGH = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗⁱⁿˢ", "0123456789+-tins", strict=True))
_RUN = re.compile(rf"(?P<low>[{''.join(_LOW)}]+)|(?P<high>[{''.join(_HIGH)}]+)|(?P<one>.)", re.S)
_GREEK = re.compile("[\u0370-\u03ff]")
_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"([-/\u2010-\u2015])")
# letters that are elements too, but words in a title
_WORDS = {"In", "As", "At", "No", "He", "I", "Be", "Am"}
_SYMBOLS = {element.symbol for element in ELEMENTS} - _WORDS


def escaped(text: str) -> str:
    """Plain text as LaTeX prints it."""
    return _RUN.sub(_command, text)


def _command(match: re.Match[str]) -> str:
    if match["low"]:
        return rf"\textsubscript{{{''.join(_LOW[c] for c in match['low'])}}}"
    if match["high"]:
        return rf"\textsuperscript{{{''.join(_HIGH[c] for c in match['high'])}}}"
    one = match["one"]
    if one in _SPECIAL:
        return _SPECIAL[one]
    if _GREEK.match(one) and one in unicode_to_latex_map:
        return f"${unicode_to_latex_map[one].strip()}$"
    return one


def verbatim(text: str) -> str:
    """A DOI or address, which is not typeset: only braces that would not balance are encoded."""
    return re.sub(r"[{}\\]", lambda match: quote(match[0]), text)


def protected(title: str) -> str:
    """A title whose words that must keep their capitals stand in braces.

    Those are formulas, acronyms and other words with a capital inside; and, where the title is
    written in the manner of a sentence, every capital but those that begin one.
    """
    words = _WORD.findall(title)
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    sentence = sum(word[0].islower() for word in long) > len(long) / 2
    done: list[str] = []
    begins = True
    for word in words:
        parts = _PARTS.split(word)
        for position, part in enumerate(parts):
            proper = sentence and part[:1].isupper() and not (begins and position == 0)
            keep = proper or _keeps_capitals(part)
            parts[position] = f"{{{escaped(part)}}}" if keep else escaped(part)
        done.append("".join(parts))
        begins = word[-1] in ".:?!"
    return " ".join(done)


def _keeps_capitals(part: str) -> bool:
    bare = part.strip("()[],.;:?!")
    if any(letter.isupper() for letter in bare[1:]) or bare in _SYMBOLS:
        return True
    return bare[:1].isupper() and any(letter.isdigit() for letter in bare)
