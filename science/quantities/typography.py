"""Folds the typography of print into plain characters, remembering where each one came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SUPERSCRIPTS = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True)), "⁽": "(", "⁾": ")"}
_SPECIAL = {
    "×": "x",
    "✕": "x",
    "✖": "x",
    "⨯": "x",
    "·": "*",
    "⋅": "*",
    "∙": "*",
    "•": "*",
    "‧": "*",
    "・": "*",
    "∗": "*",
    "µ": "μ",
    "\u2126": "Ω",
    "\u212b": "Å",
    "\u212a": "K",
    "˚": "°",
    "º": "°",
    "∼": "~",
    "˜": "~",
    "～": "~",
    "⁓": "~",
    "≃": "≈",
    "≅": "≈",
    "≲": "<",
    "⩽": "≤",
    "≦": "≤",
    "≳": ">",
    "⩾": "≥",
    "≧": "≥",
    "∕": "/",
    "⁄": "/",
    "′": "'",
    "…": "...",
}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Folded:
    """Plain text and, for each of its characters, the index in the original."""

    text: str
    origin: tuple[int, ...]
    length: int

    def position(self, index: int) -> int:
        """Index in the original of the plain character at `index` (its end for the end)."""
        return self.origin[index] if index < len(self.origin) else self.length


def fold(original: str) -> Folded:
    """Fold dashes, minus signs, superscripts, multiplication signs, spaces and letter variants.

    A run of superscripts becomes `^` and plain characters (`10⁻⁸` → `10^-8`); LaTeX braces after
    `^` disappear (`10^{-8}` → `10^-8`); `**` becomes `^`; every space becomes one blank.
    """
    out: list[str] = []
    origin: list[int] = []

    def emit(characters: str, index: int) -> None:
        for character in characters:
            out.append(character)
            origin.append(index)

    raised = False
    braces = False
    for index, character in enumerate(original):
        if character in _SUPERSCRIPTS:
            emit(_SUPERSCRIPTS[character] if raised else "^" + _SUPERSCRIPTS[character], index)
            raised = True
            continue
        raised = False
        if character in _INVISIBLE:
            continue
        if character == "\u030a" and out and out[-1] == "A":
            out[-1] = "Å"
        elif character == "{" and out and out[-1] == "^":
            braces = True
        elif character == "}" and braces:
            braces = False
        elif character == "*" and out and out[-1] == "*":
            out[-1] = "^"
        elif character in _DASHES:
            emit("-", index)
        elif character in _SPECIAL:
            emit(_SPECIAL[character], index)
        elif character.isspace():
            emit(" ", index)
        else:
            emit(unicodedata.normalize("NFKC", character), index)
    return Folded("".join(out), tuple(origin), len(original))
