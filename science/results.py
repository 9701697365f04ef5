"""What a formula gives: a derived value with everything it rests on, or the reason for none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from science.quantities import Interval, Qualifier, corners, says_about
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

    `low` and `high` follow the qualifiers of `Quantity`. `uncertainty` is a standard one, in
    `unit`, beside the interval of what is possible; `n` the number of cells behind the value.
    `inputs` are the values used, `warnings` what a reader has to know before believing the
    number. `parts` are the shares of the uncertainty by independent input, for the next formula;
    `more` is what a page or a program needs beside the value, as JSON.
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
    uncertainty: float | None = None
    n: int | None = None
    parts: Mapping[str, float] = field(default_factory=dict, repr=False)
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def about(self) -> bool:
        """Whether it is about so much; a range is where a value that it rests on is so printed."""
        if self.qualifier != "range":
            return self.qualifier == "about"
        return any(says_about(item.value) for item in self.inputs)

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
    """An input that is there: its interval, whether it is approximate, and where it comes from.

    `parts` says by how much the value moves, with its sign, when each of the independent inputs
    that it rests on moves by its standard uncertainty. `n` is the number of cells.
    """

    interval: Interval
    about: bool
    used: tuple[UsedInput, ...]
    warnings: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    n: int | None = None

    @property
    def uncertainty(self) -> float | None:
        """Standard uncertainty; None where none is known."""
        return math.hypot(*self.parts.values()) if self.parts else None

    @property
    def centre(self) -> float:
        """The one number that stands for the interval: its middle, else its finite end."""
        low, high = self.interval.low, self.interval.high
        if math.isfinite(low) and math.isfinite(high):
            return low if low == high else (low + high) / 2.0
        return low if math.isfinite(low) else high if math.isfinite(high) else 0.0

    def scaled(self, factor: float) -> Known:
        """The same in another unit."""
        parts = {source: factor * part for source, part in self.parts.items()}
        return replace(self, interval=self.interval.scaled(factor), parts=parts)

    def __sub__(self, other: Known) -> Known:
        return apply(lambda a, b: a - b, self, other)

    def __mul__(self, other: Known) -> Known:
        return apply(lambda a, b: a * b, self, other)

    def __truediv__(self, other: Known) -> Known:
        """Quotient. Raises ZeroDivisionError like that of intervals."""
        return apply(lambda a, b: a / b, self, other)

    def noted(self, *warnings: str) -> Known:
        """The same with more warnings."""
        return replace(self, warnings=_unique((*self.warnings, *warnings)))


def through(
    function: Callable[..., float], *inputs: Known, interval: Interval | None = None
) -> Known:
    """Known inputs through a formula of plain numbers.

    The interval is `interval`, else the image of a formula that is monotone in every argument.
    Each independent source moves all the inputs that rest on it together, up and down by one
    standard uncertainty, and half of what that changes is its share: the first order where the
    formula is straight, the spread that it really makes where it bends.
    """
    if interval is None:
        interval = corners(function, *(item.interval for item in inputs))
    centres = [item.centre for item in inputs]
    sources = dict.fromkeys(source for item in inputs for source in item.parts)
    parts = {}
    for source in sources:
        steps = [item.parts.get(source, 0.0) for item in inputs]
        part = _share(function, centres, steps)
        if part:
            parts[source] = part
    counts = [item.n for item in inputs if item.n is not None]
    return Known(
        interval,
        any(item.about for item in inputs),
        _unique(used for item in inputs for used in item.used),
        _unique(warning for item in inputs for warning in item.warnings),
        parts,
        min(counts) if counts else None,
    )


def apply(formula: Callable[..., Interval], *inputs: Known) -> Known:
    """Known inputs through a formula of intervals, with their uncertainties (see `through`)."""

    def of_numbers(*values: float) -> float:
        return formula(*map(Interval.point, values)).low

    return through(of_numbers, *inputs, interval=formula(*(item.interval for item in inputs)))


def _share(function: Callable[..., float], centres: list[float], steps: list[float]) -> float:
    """Half the difference that one uncertainty up and one down make."""
    up, down = (
        _value(function, [_moved(c, sign * step) for c, step in zip(centres, steps, strict=True)])
        for sign in (1.0, -1.0)
    )
    return (up - down) / 2.0 if up is not None and down is not None else 0.0


def _moved(centre: float, step: float) -> float:
    """A step of more than half the value moves it by a factor whose two ends lie 2 × step apart:
    that leads not below zero, and of a sum or a multiple it makes the plain step."""
    if abs(step) <= abs(centre) / 2.0 or centre == 0:
        return centre + step
    return centre * math.exp(math.asinh(step / centre))


def _value(function: Callable[..., float], arguments: list[float]) -> float | None:
    try:
        value = function(*arguments)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def number(
    key: str,
    unit: str,
    value: Known,
    *,
    about: bool = False,
    floor: float = 0.0,
    warnings: Iterable[str] = (),
    text: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Result:
    """A numeric result of the recipe of `key`, in `unit`.

    An end of the interval at `floor` (the least possible value) or at infinity is no bound.
    Approximate inputs give an approximate result, exact ones an exact result. Missing when the
    inputs bound nothing.
    """
    recipe, interval = recipe_of(key), value.interval
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
        qualifier = "about" if about or value.about else "exact"
    return Derived(
        low=_rounded(low),
        high=_rounded(high),
        qualifier=qualifier,
        unit=unit,
        recipe=recipe.name,
        recipe_version=recipe.version,
        inputs=_unique(value.used),
        warnings=_unique((*value.warnings, *warnings)),
        text=text,
        uncertainty=_rounded(value.uncertainty),
        n=value.n,
        parts=value.parts,
        more=more or {},
    )


def words(
    key: str,
    *,
    text: str | None = None,
    texts: Iterable[str] = (),
    inputs: Iterable[UsedInput] = (),
    warnings: Iterable[str] = (),
    more: Mapping[str, Any] | None = None,
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
        more=more or {},
    )


def _rounded(value: float | None) -> float | None:
    """Twelve significant digits: no paper prints as many, and 0.1 + 0.2 stays 0.3."""
    return None if value is None else float(f"{value:.12g}") + 0.0


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
