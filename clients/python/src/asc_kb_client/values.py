"""Values with their units: what is printed, how it is read, and who says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal, cast

Json = Mapping[str, Any]
Qualifier = Literal["exact", "about", "below", "above", "range"]
_WORDS = {"exact": "", "about": "~", "below": "<", "above": ">", "range": ""}
_NO_AMOUNT = frozenset({"points"})  # a difference of percentages, which no library of units knows


@dataclass(frozen=True)
class Source:
    """The paper that reports a value, the review it was read in, the place, and how it was read."""

    paper: str
    via: str | None = None
    at: str = ""
    extraction: str = ""
    section: str = ""
    url: str | None = None
    read_on: str | None = None


@dataclass(frozen=True)
class Input:
    """What a computed value was computed from."""

    what: str
    id: str | None
    value: Any


@dataclass(frozen=True)
class Missing:
    """A value that is not there. ``reason`` is ``not reported``, ``not checked``,
    ``not applicable``, or for a computed one what its formula lacks. It counts as false."""

    reason: str
    source: Source | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Value:
    """A number, an interval or a bound in ``unit``; ``low`` or ``high`` is None on an open side.

    ``printed`` is the text of the paper, None for what was computed; then ``recipe``, its version,
    ``inputs`` and ``warnings`` say how. A computed value that is no number has it as ``word``.
    """

    low: float | None
    high: float | None
    unit: str | None = None
    qualifier: Qualifier = "exact"
    printed: str | None = None
    uncertainty: float | None = None
    conditions: Json = field(default_factory=dict)
    source: Source | None = None
    note: str = ""
    word: Any = None
    recipe: str | None = None
    recipe_version: int | None = None
    inputs: tuple[Input, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """One number, stated without a sign for about."""
        return self.qualifier == "exact" and self.low is not None

    @property
    def is_bound(self) -> bool:
        """Open on one side."""
        return self.qualifier in ("below", "above")

    @property
    def is_computed(self) -> bool:
        return self.recipe is not None

    @property
    def bounds(self) -> tuple[float, float]:
        """Both ends in ``unit``; infinite on an open side."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return low, high

    @property
    def number(self) -> float:
        """The one number of an exact or approximate value. Raises ValueError for any other."""
        if self.low is None or self.low != self.high:
            message = f"{self} is not one number; its ends are .bounds"
            raise ValueError(message)
        return self.low

    def to(self, unit: str) -> Value:
        """The same value in another unit; needs pint. Raises ValueError where none can be."""
        if unit == self.unit:
            return self
        if self.unit is None or _NO_AMOUNT & {self.unit, unit}:
            message = f"a value in {self.unit or 'no unit'} cannot be given in {unit}"
            raise ValueError(message)
        low = None if self.low is None else _convert(self.low, self.unit, unit)
        high = None if self.high is None else _convert(self.high, self.unit, unit)
        spread = self.uncertainty
        if spread is not None:
            zero = _convert(0.0, self.unit, unit)
            spread = abs(_convert(spread, self.unit, unit) - zero)
        return replace(self, low=low, high=high, unit=unit, uncertainty=spread)

    def __str__(self) -> str:
        if self.word is not None:
            return ", ".join(self.word) if isinstance(self.word, list) else str(self.word)
        ends = [f"{end:g}" for end in (self.low, self.high) if end is not None]
        number = "–".join(ends if self.qualifier == "range" else ends[:1])
        spread = f" ± {self.uncertainty:g}" if self.uncertainty is not None else ""
        unit = f" {self.unit}" if self.unit and self.unit != "1" else ""
        return f"{_WORDS[self.qualifier]}{number}{spread}{unit}"


def _source(given: Json) -> Source:
    """Members that a later edition of the interface adds are passed over."""
    known = {one.name for one in fields(Source)}
    return Source(**{name: value for name, value in given.items() if name in known})


def read(given: Json | None) -> Value | Missing:
    """A value as REST gives it, printed or computed; null is a value that was not reported."""
    if given is None:
        return Missing("not reported")
    source = _source(given["source"]) if given.get("source") else None
    if given.get("missing"):
        return Missing(given["missing"], source, given.get("note", ""))
    return Value(
        low=given["low"],
        high=given["high"],
        unit=given["unit"],
        qualifier=cast("Qualifier", given["qualifier"]),
        printed=given.get("printed"),
        uncertainty=given.get("uncertainty"),
        conditions=given.get("conditions", {}),
        source=source,
        note=given.get("note", ""),
        word=given.get("value"),
        recipe=given.get("recipe"),
        recipe_version=given.get("recipe_version"),
        inputs=tuple(Input(**one) for one in given.get("inputs", ())),
        warnings=tuple(given.get("warnings", ())),
    )


def _convert(number: float, unit: str, other: str) -> float:
    import pint

    try:
        quantity = _registry().Quantity(number, unit)
        return float(quantity.to(other).magnitude)
    except (pint.PintError, AttributeError) as error:
        message = f"a value in {unit} cannot be given in {other}: {error}"
        raise ValueError(message) from error


@cache
def _registry() -> Any:
    try:
        import pint
    except ModuleNotFoundError as error:
        message = "other units need pint: pip install 'asc-kb-client[units]'"
        raise ModuleNotFoundError(message) from error
    return pint.UnitRegistry()
