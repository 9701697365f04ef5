"""Folds the typography of print into plain characters, remembering where each one came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# hyphens, dashes, minus signs, and what stands in their place: macrons, lines, long-vowel marks
_DASHES = frozenset(
    "-\u00ad\u00af\u02c9\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u203e\u2043\u2212"
    "\u2500\u2501\u2796\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d"
)
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
    "◦": "°",
    "∘": "°",
    "○": "°",
    "∼": "~",
    "∽": "~",
    "〜": "~",
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
# Print sets thousands apart with these; an ordinary blank may also stand between two numbers.
THIN = "\u2009"
_THIN_SPACES = "\u2009\u202f"


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

    A run of superscripts becomes `^` and plain characters (`10⁻⁸` → `10^-8`), also after a minus
    that is not raised (`10−⁸`); LaTeX braces after `^` disappear (`10^{-8}` → `10^-8`); `**`
    becomes `^`; `½` becomes `1/2`; every space becomes one blank, but a thin one between digits
    stays thin.
    """
    folder = _Folder([], [])
    for index, character in enumerate(original):
        folder.take(character, index, original[index + 1 : index + 2])
    return Folded("".join(folder.out), tuple(folder.origin), len(original))


@dataclass(slots=True)
class _Folder:
    out: list[str]
    origin: list[int]
    raised: bool = False
    braces: bool = False

    def emit(self, characters: str, index: int) -> None:
        self.out.extend(characters)
        self.origin.extend([index] * len(characters))

    def take(self, character: str, index: int, following: str) -> None:
        degree = character == "⁰" and following in {"C", "F"} and not self.raised
        if character in _SUPERSCRIPTS and not degree:
            self._raise(_SUPERSCRIPTS[character], index)
            return
        self.raised = False
        last = self.out[-1] if self.out else ""
        if degree:
            self.emit("°", index)
        elif character in _INVISIBLE:
            return
        elif character == "\u030a" and last == "A":
            self.out[-1] = "Å"
        elif character == "{" and last == "^":
            self.braces = True
        elif character == "}" and self.braces:
            self.braces = False
        elif character == "*" and last == "*":
            self.out[-1] = "^"
        elif character in _THIN_SPACES and last.isdecimal() and following.isdecimal():
            self.emit(THIN, index)
        else:
            self._plain(character, index)

    def _raise(self, plain: str, index: int) -> None:
        if not self.raised:
            self.raised = True
            minus_on_the_line = self.out[-1:] == ["-"] and self.origin[-1] == index - 1
            if minus_on_the_line and (self.out[-2:-1] or [" "])[0] not in " -^":
                self.out[-1:], self.origin[-1:] = ["^", "-"], [index - 1, index - 1]
            else:
                self.emit("^", index)
        self.emit(plain, index)

    def _plain(self, character: str, index: int) -> None:
        if character in _DASHES or character in _SPECIAL:
            self.emit("-" if character in _DASHES else _SPECIAL[character], index)
            return
        normal = unicodedata.normalize("NFKC", character)
        if "\u2044" in normal and self.out and self.out[-1].isdecimal():
            self.emit(" ", index)  # "1½" is no "11/2"
        for one in normal:
            folded = "-" if one in _DASHES else _SPECIAL.get(one, one)
            self.emit(" " if folded.isspace() else folded, index)
