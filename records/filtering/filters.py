"""The kinds of filters. Each reads its raw values strictly and says itself as one condition."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q

from records.filtering.vocabularies import hint
from records.search import search_condition
from science.properties import PROPERTIES, parse_bound
from science.quantities import UnreadableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from records.filtering.vocabularies import Words

_WHOLE = re.compile(r"[0-9]{1,9}")


class Unreadable(ValueError):
    """A value that a filter cannot read; the message says what was expected."""


class StrictFilter(django_filters.Filter):
    """A filter of the contract: ``read`` takes the raw values, ``condition`` gives the question.

    ``doc`` is what OpenAPI says about the parameter. ``many`` parameters may be repeated.
    """

    many = False
    joined = "or"

    def __init__(self, field_name: str | None = None, *, doc: str, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.doc = doc

    def read(self, raw: Sequence[str]) -> Any:
        """The value asked for. Raises :class:`Unreadable`."""
        raise NotImplementedError

    def condition(self, value: Any) -> Q:
        """The rows that match ``value``."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """JSON schema of one value."""
        return {"type": "string"}

    def options(self) -> list[tuple[str, str]]:
        """Valid values with labels, where there is a vocabulary."""
        return []


class WordFilter(StrictFilter):
    """Words of a vocabulary: any of those asked for (``column = one of``)."""

    many = True
    lookup = "in"

    def __init__(self, field_name: str, words: Words, *, doc: str, **kwargs: Any) -> None:
        super().__init__(field_name, doc=doc, **kwargs)
        self.words = words

    def read(self, raw: Sequence[str]) -> list[str]:
        known = self.words.known(raw)
        for value in raw:
            if value not in known:
                raise Unreadable(f"there is no {value!r} here{self.words.hint(value)}")
        return list(dict.fromkeys(known[value] for value in raw))

    def condition(self, value: list[str]) -> Q:
        return Q(**{f"{self.field_name}__{self.lookup}": value})

    def schema(self) -> dict[str, Any]:
        fixed = self.words.fixed()
        return {"type": "string", "enum": fixed} if fixed else {"type": "string"}

    def options(self) -> list[tuple[str, str]]:
        return self.words.options()


class AllOfFilter(WordFilter):
    """Every one of the words asked for is in the array column."""

    joined = "and"
    lookup = "contains"


class AnyOfFilter(WordFilter):
    """At least one of the words asked for is in the array column."""

    lookup = "overlap"


class NoneOfFilter(AnyOfFilter):
    """None of the words asked for is in the array column."""

    joined = "nor"

    def condition(self, value: list[str]) -> Q:
        return ~super().condition(value)


class CustomWordFilter(WordFilter):
    """Words of a vocabulary whose condition the room gives."""

    def __init__(
        self, words: Words, build: Callable[[list[str]], Q], *, doc: str, joined: str = "or"
    ) -> None:
        super().__init__("", words, doc=doc)
        self.build = build
        self.joined = joined

    def condition(self, value: list[str]) -> Q:
        return self.build(value)


class FlagFilter(StrictFilter):
    """``true`` or ``false``; ``words`` gives other names for the two."""

    def __init__(
        self, field_name: str, *, doc: str, words: tuple[str, str] = ("true", "false")
    ) -> None:
        super().__init__(field_name, doc=doc)
        self.words = words

    def read(self, raw: Sequence[str]) -> bool:
        if raw[0] not in self.words:
            yes, no = self.words
            best = hint(raw[0], {yes: yes, no: no})
            raise Unreadable(f"expected {yes!r} or {no!r}, not {raw[0]!r}{best}")
        return raw[0] == self.words[0]

    def condition(self, value: bool) -> Q:  # the value read, not an option
        return Q(**{self.field_name or "": value})

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    def options(self) -> list[tuple[str, str]]:
        return [(word, word) for word in self.words]


class WholeNumberFilter(StrictFilter):
    """A whole number ≥ 0, compared by ``lookup`` or by a condition that the room gives."""

    def __init__(
        self,
        field_name: str,
        *,
        doc: str,
        lookup: str = "exact",
        build: Callable[[int], Q] | None = None,
    ) -> None:
        super().__init__(field_name, doc=doc)
        self.lookup = lookup
        self.build = build

    def read(self, raw: Sequence[str]) -> int:
        text = raw[0].strip()
        if not _WHOLE.fullmatch(text):
            raise Unreadable(f"expected a whole number, not {raw[0]!r}")
        return int(text)

    def condition(self, value: int) -> Q:
        if self.build is not None:
            return self.build(value)
        return Q(**{f"{self.field_name}__{self.lookup}": value})

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


class NumberFilter(StrictFilter):
    """A bare number in the unit that ``doc`` names."""

    def __init__(self, field_name: str, *, doc: str, lookup: str) -> None:
        super().__init__(field_name, doc=doc)
        self.lookup = lookup

    def read(self, raw: Sequence[str]) -> float:
        try:
            value = float(raw[0])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise Unreadable(f"expected a number, not {raw[0]!r}")
        return value

    def condition(self, value: float) -> Q:
        return Q(**{f"{self.field_name}__{self.lookup}": value})

    def schema(self) -> dict[str, Any]:
        return {"type": "number"}


class BoundFilter(StrictFilter):
    """One side of the interval asked of a property. The set of filters pairs the two sides: a
    condition on an interval needs both at once."""

    def __init__(self, key: str, side: str) -> None:
        declared = PROPERTIES[key]
        word = "At least" if side == "min" else "At most"
        unit = "" if declared.unit == "1" else f" In {declared.unit}, or with its own unit."
        super().__init__(key, doc=f"{declared.label}: {word.lower()} this.{unit} {declared.doc}")
        self.key = key
        self.side = side

    def read(self, raw: Sequence[str]) -> float:
        try:
            return parse_bound(self.key, raw[0])
        except UnreadableValue as error:
            raise Unreadable(error.message) from error

    def condition(self, value: float) -> Q:
        raise TypeError("a bound is no question by itself: StrictFilterSet.range_condition asks")


class SearchFilter(StrictFilter):
    """Full text: every word asked for begins some word of ``search_text``."""

    def read(self, raw: Sequence[str]) -> str:
        return raw[0].strip()

    def condition(self, value: str) -> Q:
        return search_condition(value)


class TextFilter(StrictFilter):
    """A text that a column must equal, letter case apart."""

    many = True

    def read(self, raw: Sequence[str]) -> list[str]:
        return [value.strip() for value in raw]

    def condition(self, value: list[str]) -> Q:
        asked = Q()
        for text in value:
            asked |= Q(**{f"{self.field_name}__iexact": text})
        return asked


class MatchFilter(StrictFilter):
    """How an interval must meet the asked one: ``possible`` (touch it) or ``certain`` (inside)."""

    WORDS = ("possible", "certain")

    def read(self, raw: Sequence[str]) -> str:
        if raw[0] not in self.WORDS:
            near = hint(raw[0], {word: word for word in self.WORDS})
            raise Unreadable(f"expected 'possible' or 'certain', not {raw[0]!r}{near}")
        return raw[0]

    def condition(self, value: str) -> Q:
        return Q()  # it changes the meaning of the bounds beside it

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.WORDS), "default": "possible"}
