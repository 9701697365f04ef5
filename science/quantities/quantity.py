"""A value as a paper prints it, together with its reading."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from science.quantities.grammar import says_about
from science.quantities.interval import INF, Interval

Qualifier = Literal["exact", "about", "below", "above", "range"]
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)


class UnreadableValue(ValueError):
    """Printed text that cannot be read without guessing.

    `text` is what was printed, `position` the index in it where reading stopped, `expected` what
    would have been readable there, `message` the whole sentence for a person. `wrong_dimension`
    is True when the text is a value, but one of another kind of quantity.
    """

    def __init__(
        self,
        text: str,
        position: int,
        expected: str,
        message: str,
        wrong_dimension: bool = False,
    ) -> None:
        super().__init__(message)
        self.text = text
        self.position = position
        self.expected = expected
        self.message = message
        self.wrong_dimension = wrong_dimension

    def __reduce__(self) -> tuple[type[UnreadableValue], tuple[str, int, str, str, bool]]:
        arguments = (self.text, self.position, self.expected, self.message, self.wrong_dimension)
        return (type(self), arguments)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Printed text and its reading in the canonical unit `unit`.

    `below` has no low, `above` has no high, `exact` and `about` have `low == high`, `range` has
    `low < high`. `uncertainty` is absolute, in `unit`. Raises ValueError when these are broken.
    """

    printed: str
    qualifier: Qualifier
    low: float | None
    high: float | None
    uncertainty: float | None
    unit: str

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if any(x is not None and not math.isfinite(x) for x in (low, high, self.uncertainty)):
            raise ValueError("bounds and uncertainty are finite numbers")
        well_formed = {
            "exact": low is not None and low == high,
            "about": low is not None and low == high,
            "below": low is None and high is not None,
            "above": high is None and low is not None,
            "range": low is not None and high is not None and low < high,
        }
        if not well_formed.get(self.qualifier, False):
            raise ValueError(f"{self.qualifier} does not go with {low} to {high}")
        if self.uncertainty is not None and self.uncertainty < 0:
            raise ValueError("an uncertainty is not negative")

    @property
    def about(self) -> bool:
        """Whether it is printed as about so much; of a range the printed text alone keeps that."""
        return self.qualifier == "about" or (self.qualifier == "range" and says_about(self.printed))

    @property
    def interval(self) -> Interval:
        """The reading as an interval: a missing bound is infinite; an uncertainty stays out."""
        return Interval(
            -INF if self.low is None else self.low, INF if self.high is None else self.high
        )

    @property
    def meaning(self) -> tuple[Qualifier, float | None, float | None, float | None, str]:
        """Everything but the printed text: equal for two prints that say the same."""
        return (self.qualifier, self.low, self.high, self.uncertainty, self.unit)
