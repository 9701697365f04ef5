"""Amounts in a phrase: a property with its bound, a year, so many cycles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.phrases import words as say
from records.search import fold, squash
from science.properties import parse_bound
from science.quantities import UnreadableValue, read_bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from records.filtering.filters import StrictFilter
    from records.phrases.lexicon import Lexicon
    from records.phrases.spoken import Filters, Spoken
    from records.phrases.tokens import Token

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–]((?:19|20)\d\d)")
_NUMBER = re.compile(r"[-−+]?\d|\.\d|[-+]?C/\d", re.I)
_RANGE = re.compile(r"(.*?\d)\s*[–-]\s*(\d.*)")
_SUNK = re.compile(r"\b10([-−]\d{1,2})(?!\d)")  # "10-6 S/cm" can be no range here
_WORDS_OF_AMOUNT = 4
_WORDS_OF_NAME = 6
_BETWEEN = {"of", "is", "with", "at", "in", "was", "the", "a", "an", "value", "values", "be", "to"}


@dataclass(frozen=True)
class Bound:
    """Filters that stand for tokens up to ``end``."""

    filters: Filters
    end: int


def bound_at(
    tokens: Sequence[Token],
    at: int,
    names: Lexicon,
    spoken: Spoken,
    filters: Mapping[str, StrictFilter],
) -> Bound | None:
    """What begins at a token, if it is an amount, a year, or a property."""
    reader = _Amounts(tokens, names, spoken, filters)
    return reader.years(at) or reader.named(at) or reader.unnamed(at)


class _Amounts:
    def __init__(
        self,
        tokens: Sequence[Token],
        names: Lexicon,
        spoken: Spoken,
        filters: Mapping[str, StrictFilter],
    ) -> None:
        self.tokens = tokens
        self.names = names
        self.spoken = spoken
        self.filters = filters

    def _text(self, at: int, end: int) -> str:
        """The words between two places as they would be typed, a gap as one space."""
        part, last = "", None
        for token in self.tokens[at:end]:
            gap = last is not None and token.start > last
            part += (" " if gap else "") + token.text
            last = token.end
        return part

    def _says(self, at: int, sayings: Sequence[str]) -> int:
        """The place behind one of these sayings, the longest first; 0 where none stands here."""
        for end in range(min(at + 3, len(self.tokens)), at, -1):
            if fold(self._text(at, end)) in sayings:
                return end
        return 0

    # --- years ----------------------------------------------------------------------------

    def years(self, at: int) -> Bound | None:
        if "year_min" not in self.filters:
            return None
        if match := _YEARS.fullmatch(self.tokens[at].text):
            return self._span(match[1], match[2], at + 1)
        for sayings, side, shift in (
            (say.SINCE, "min", 0), (say.AFTER, "min", 1), (say.BEFORE, "max", -1),
            (say.UNTIL, "max", 0),
        ):  # fmt: skip
            if (end := self._says(at, sayings)) and (year := self._year(end)):
                to = side == "min" and self._says(end + 1, ("to", "until", "till"))
                if to and (last := self._year(to)):
                    return self._span(year, last, to + 1)
                return Bound(((f"year_{side}", str(int(year) + shift)),), end + 1)
        if end := self._says(at, ("between",)):
            year, join = self._year(end), self._says(end + 1, ("and",))
            if year and join and (last := self._year(join)):
                return self._span(year, last, join + 1)
        year = self._year(at)
        return self._span(year, year, at + 1) if year else None

    def _year(self, at: int) -> str:
        """A year that stands alone: with a unit behind it, it is an amount."""
        if at >= len(self.tokens) or not _YEAR.fullmatch(self.tokens[at].text):
            return ""
        return "" if at + 1 < len(self.tokens) and self._unnamed(at) else self.tokens[at].text

    def _span(self, first: str, last: str, end: int) -> Bound:
        return Bound((("year_min", first), ("year_max", last)), end)

    # --- properties -----------------------------------------------------------------------

    def named(self, at: int) -> Bound | None:
        """A property with its bound behind it, or alone: then it is asked whether it is known."""
        keys, end = self._property(at)
        if not keys:
            return None
        start = end
        while start < len(self.tokens) and fold(self.tokens[start].text) in _BETWEEN:
            start += 1
        if bound := self._amount(start, keys):
            return bound
        has = self.filters.get("has")
        known = getattr(has, "words", None)
        for key in keys:
            if known and known.known([key]):
                return Bound((("has", key),), end)
        return None

    def _property(self, at: int) -> tuple[tuple[str, ...], int]:
        for end in range(min(at + _WORDS_OF_NAME, len(self.tokens)), at, -1):
            if any(t.quoted for t in self.tokens[at:end]) or not squash(self.tokens[end - 1].text):
                continue
            if keys := self.names.properties.get(squash(self._text(at, end))):
                return keys, end
        return (), at

    def unnamed(self, at: int) -> Bound | None:
        """An amount with its unit; the property may stand behind it, or the unit tells it."""
        return self._behind(at) or self._unnamed(at)

    def _behind(self, at: int) -> Bound | None:
        """ "above 80 % retention" """
        for place in range(at + 1, min(at + 8, len(self.tokens))):
            keys, end = self._property(place)
            if not keys:
                continue
            before = place
            while before > at and fold(self.tokens[before - 1].text) in _BETWEEN:
                before -= 1
            bound = self._amount(at, keys)
            return Bound(bound.filters, end) if bound and bound.end == before else None
        return None

    def _unnamed(self, at: int) -> Bound | None:
        if counted := self._cycles(at):
            return counted
        return self._amount(at, self.spoken.measures, bare=False)

    def _cycles(self, at: int) -> Bound | None:
        """ "after 100 cycles", "more than 500 cycles" """
        if "cycles_min" not in self.filters:
            return None
        start = self._says(at, say.AT_LEAST) or self._says(at, ("after", "for")) or at
        if start + 1 >= len(self.tokens) or not self.tokens[start].text.isdigit():
            return None
        if fold(self.tokens[start + 1].text) not in {"cycles", "cycle"}:
            return None
        return Bound((("cycles_min", self.tokens[start].text),), start + 2)

    # --- one amount -----------------------------------------------------------------------

    def _amount(self, at: int, keys: Sequence[str], *, bare: bool = True) -> Bound | None:
        """A comparison, if any, and an amount of one of these properties."""
        keys = [key for key in keys if f"{key}_min" in self.filters]
        if start := self._says(at, ("between", "from")):
            return self._between(start, keys)
        side, start = "", at
        for sayings, of in ((say.AT_LEAST, "min"), (say.AT_MOST, "max")):
            if end := self._says(at, sayings):
                side, start = of, end
        near = not side and bool(self._says(at, say.ABOUT))
        if near or (not side and self._says(at, ("=", "at", "of"))):
            start = at + 1
        if start >= len(self.tokens) or not _NUMBER.match(self.tokens[start].text):
            return None
        for end in range(min(start + _WORDS_OF_AMOUNT, len(self.tokens)), start, -1):
            text = self._text(start, end)
            for key in keys:
                if filters := self._filters(key, text, side, bare=bare, near=near):
                    return Bound(filters, end)
        return None

    def _between(self, at: int, keys: Sequence[str]) -> Bound | None:
        for middle in range(at + 1, min(at + _WORDS_OF_AMOUNT, len(self.tokens) - 1)):
            if fold(self.tokens[middle].text) not in {"and", "to"}:
                continue
            last = min(middle + 1 + _WORDS_OF_AMOUNT, len(self.tokens))
            for end in range(last, middle + 1, -1):
                pair = self._text(at, middle), self._text(middle + 1, end)
                for key in keys:
                    if filters := _range(key, *pair):
                        return Bound(filters, end)
        return None

    def _filters(self, key: str, text: str, side: str, *, bare: bool, near: bool) -> Filters | None:
        text = _SUNK.sub(r"10^\1", text)
        if (
            not side
            and (match := _RANGE.fullmatch(text))
            and (found := _range(key, *match.groups()))
        ):
            return found
        if not _reads(key, text) or (read_bare(text) is not None and not bare):
            return None
        if near:
            return _nearby(key, text)
        sides = (side,) if side else ("min", "max")
        return tuple((f"{key}_{one}", text) for one in sides)


def _reads(key: str, text: str) -> bool:
    try:
        parse_bound(key, text)
    except UnreadableValue:
        return False
    return True


def _nearby(key: str, text: str) -> Filters:
    """A tenth on either side of "about" so much; the chip shows how far that is."""
    value = parse_bound(key, text)
    low, high = sorted((value * 0.9, value * 1.1))
    return (f"{key}_min", f"{low:.6g}"), (f"{key}_max", f"{high:.6g}")


def _range(key: str, low: str, high: str) -> Filters | None:
    """Both ends in the unit of the last where the first has none."""
    if not _reads(key, high) or not _reads(key, low):
        return None
    if read_bare(high) is not None:
        return None
    if read_bare(low) is not None:
        unit = re.sub(r"^[-−+\d.,\s]*(?:[eE][-+]?\d+)?\s*", "", high)
        low = f"{low} {unit}"
    if not _reads(key, low) or parse_bound(key, low) > parse_bound(key, high):
        return None
    return (f"{key}_min", low), (f"{key}_max", high)
