"""What a formula gives: a derived value with everything it rests on, or the reason for none."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from science.quantities import Interval, Qualifier
from science.registry import recipe_of

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class UsedInput:
    """One input of a result: the property it is, the record it comes from, its printed value."""

    what: str
    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived value in its canonical unit, or (for words) `text` and `texts`.

    `low` and `high` follow the qualifiers of `Quantity`. `inputs` are the values used, `warnings`
    what a reader has to know before believing the number.
    """

    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str | None
    recipe: str
    recipe_version: int
    inputs: tuple[UsedInput, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str | None = None
    texts: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        """The value as an interval, a missing bound infinite. Raises ValueError for words."""
        if self.low is None and self.high is None:
            raise ValueError("words have no interval")
        return Interval(
            -math.inf if self.low is None else self.low,
            math.inf if self.high is None else self.high,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, and why."""

    why: str


Result = Derived | Missing


@dataclass(frozen=True, slots=True)
class Known:
    """An input that is there: its interval, whether it is approximate, and where it comes from."""

    interval: Interval
    about: bool
    used: tuple[UsedInput, ...]
    warnings: tuple[str, ...] = ()

    def scaled(self, factor: float) -> Known:
        """The same in another unit."""
        return replace(self, interval=self.interval.scaled(factor))


def number(
    key: str,
    unit: str,
    interval: Interval,
    inputs: Iterable[Known] = (),
    *,
    about: bool = False,
    floor: float = 0.0,
    warnings: Iterable[str] = (),
    text: str | None = None,
) -> Result:
    """A numeric result of the recipe of `key`, in `unit`.

    An end of `interval` at `floor` (the least possible value) or at infinity is no bound.
    Approximate inputs give an approximate result, exact ones an exact result. Missing when the
    inputs bound nothing.
    """
    known = list(inputs)
    recipe = recipe_of(key)
    low = interval.low if math.isfinite(interval.low) and interval.low > floor else None
    high = interval.high if math.isfinite(interval.high) else None
    if interval.is_point and high is not None:
        low = high
    if low is None and high is None:
        return Missing("the inputs leave the value unbounded on both sides")
    qualifier: Qualifier
    if low is None:
        qualifier = "below"
    elif high is None:
        qualifier = "above"
    elif low < high:
        qualifier = "range"
    else:
        approximate = about or any(item.about for item in known)
        qualifier = "about" if approximate else "exact"
    return Derived(
        low=_rounded(low),
        high=_rounded(high),
        qualifier=qualifier,
        unit=unit,
        recipe=recipe.name,
        recipe_version=recipe.version,
        inputs=_unique(used for item in known for used in item.used),
        warnings=_unique((*(w for item in known for w in item.warnings), *warnings)),
        text=text,
    )


def words(
    key: str,
    *,
    text: str | None = None,
    texts: Iterable[str] = (),
    inputs: Iterable[UsedInput] = (),
    warnings: Iterable[str] = (),
) -> Derived:
    """A result of the recipe of `key` that is a word or a list of words."""
    recipe = recipe_of(key)
    return Derived(
        low=None,
        high=None,
        qualifier="exact",
        unit=None,
        recipe=recipe.name,
        recipe_version=recipe.version,
        inputs=_unique(inputs),
        warnings=_unique(warnings),
        text=text,
        texts=tuple(texts),
    )


def _rounded(value: float | None) -> float | None:
    """Twelve significant digits: no paper prints as many, and 0.1 + 0.2 stays 0.3."""
    return None if value is None else float(f"{value:.12g}") + 0.0


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
