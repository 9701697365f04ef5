"""One printed number with its power of ten, uncertainty and unit, brought to the canonical unit."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from science.quantities.grammar import (
    C_FRACTION,
    DIMENSION,
    FRACTION_C,
    MEANING,
    NUMBER,
    OF_PERCENT,
    PERCENT,
    PLUS_MINUS,
    ROOM,
    ROOM_NUMBER,
    SECOND_NUMBER,
    SYNTAX,
    Amount,
    Failure,
)
from science.quantities.numbers import Number, number
from science.quantities.typography import Folded
from science.quantities.units import (
    CANONICAL_UNITS,
    Unit,
    UnknownUnit,
    conversion,
    parse_unit,
    what_it_measures,
)

ORDINAL = re.compile(r"^(?:st|nd|rd|th)(?![^\W\d_])\s*")  # "100th cycle"
FASTEST_RATE = 20  # nC: below it, a C without its degree sign is rather a rate


@dataclass(frozen=True, slots=True)
class AmountReader:
    """Reads the amounts in one printed text for the canonical unit `unit`."""

    printed: str
    folded: Folded
    unit: str
    target: Unit

    # -- what is expected here ------------------------------------------------------------------
    @property
    def is_rate(self) -> bool:
        return self.unit == "1/h"

    @property
    def is_count(self) -> bool:
        return self.unit == "cycles"

    @property
    def expected(self) -> str:
        words = CANONICAL_UNITS.get(self.unit) or what_it_measures(self.target)
        return words if self.unit in {"1", "cycles"} else f"{words} in {self.unit}"

    def failure(self, rank: int, position: int, message: str, expected: str = "") -> Failure:
        return Failure(rank, position, expected or self.expected, message)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.folded.text
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        return start, end

    # -- one number with what belongs to it -----------------------------------------------------
    def amount(self, start: int, end: int) -> Amount:
        text = self.folded.text[:end]
        if self.unit == "°C" and ROOM.match(text, start):
            return Amount(ROOM_NUMBER, None, False, 1, False, None, start, room=True)
        if self.is_rate and (fraction := C_FRACTION.match(text, start)):
            below = number(text, fraction.end())
            if below is None or below.end != end or below.concise is not None:
                raise self.failure(SYNTAX, fraction.end(), "a number is expected after C/")
            return Amount(below, None, False, 1, True, None, start)
        value = number(text, start, count=self.is_count)
        if value is None:
            raise self.failure(
                SYNTAX, start, f"a number is expected, not {self._snippet(start, end)}"
            )
        position, divisor = value.end, 1
        if self.is_rate and (fraction := FRACTION_C.match(text, position)):
            divisor, position = int(fraction[1][:9]), fraction.end()
        uncertainty, percent = None, False
        if plus_minus := PLUS_MINUS.match(text, position):
            value, uncertainty, percent, position, unit = self._uncertainty(
                text, value, plus_minus.end()
            )
            if unit is not None:
                return Amount(value, uncertainty, percent, divisor, False, unit, start)
        elif written := self._unit_before_plus_minus(text, position):
            unit_span, after = written
            value, uncertainty, percent, position, unit = self._uncertainty(text, value, after)
            self._same_unit(unit_span, unit, (position, end))
            return Amount(value, uncertainty, percent, divisor, False, unit_span, start)
        span = self.trimmed(position, end)
        if SECOND_NUMBER.match(text, span[0]):
            raise self.failure(
                NUMBER, span[0], "two numbers stand side by side and nothing joins them"
            )
        if span[0] < span[1] and text[span[0]] == "-" and text[span[0] + 1 : span[0] + 2].isalpha():
            span = (span[0] + 1, span[1])  # "8-fold", "20-nm"
        unit_span_or_none = span if span[0] < span[1] else None
        return Amount(value, uncertainty, percent, divisor, False, unit_span_or_none, start)

    def _uncertainty(
        self, text: str, value: Number, position: int
    ) -> tuple[Number, Number, bool, int, tuple[int, int] | None]:
        uncertainty = number(text, position, count=self.is_count)
        if uncertainty is None or uncertainty.mantissa < 0:
            raise self.failure(SYNTAX, position, "a number is expected after ±")
        if value.concise is not None or uncertainty.concise is not None:
            raise self.failure(MEANING, position, "the uncertainty is given twice")
        rest = self.trimmed(uncertainty.end, len(text))
        percent = None if self.unit in OF_PERCENT else PERCENT.match(text, rest[0])
        if percent:
            unit = self.trimmed(percent.end(), rest[1])
            return value, uncertainty, True, unit[0], unit if unit[0] < unit[1] else None
        if value.exponent is not None and uncertainty.exponent is None:
            raise self.failure(
                MEANING,
                position,
                "it is unclear whether the power of ten belongs to the uncertainty too",
                "(value ± uncertainty) × 10ⁿ",
            )
        if value.exponent is None and uncertainty.power_is_shared:
            value = replace(value, exponent=uncertainty.exponent)
        after = rest if rest[0] < rest[1] else None
        return value, uncertainty, False, rest[0], after

    def _unit_before_plus_minus(
        self, text: str, position: int
    ) -> tuple[tuple[int, int], int] | None:
        """ "25 °C ± 2 °C" and "20 nm ± 10 %": the unit stands in front of the ±."""
        sign = re.compile(r"\s*(?:±|\+/-)\s*").search(text, position)
        if sign is None:
            return None
        span = self.trimmed(position, sign.start())
        return (span, sign.end()) if span[0] < span[1] else None

    def _same_unit(
        self, first: tuple[int, int], second: tuple[int, int] | None, rest: tuple[int, int]
    ) -> None:
        text = self.folded.text
        if second is None:
            rest = self.trimmed(*rest)
            if rest[0] < rest[1]:
                raise self.failure(SYNTAX, rest[0], "the uncertainty's unit is not readable")
            return
        if text[first[0] : first[1]].replace(" ", "") != text[second[0] : second[1]].replace(
            " ", ""
        ):
            raise self.failure(MEANING, second[0], "value and uncertainty have different units")

    # -- numbers into the canonical unit --------------------------------------------------------
    def converter(self, amount: Amount) -> tuple[float, float]:
        if amount.inverse:
            return (1.0, 0.0)
        if amount.unit is None:
            if self.unit in {"1", "cycles"}:
                return (1.0, 0.0)
            raise self.failure(MEANING, amount.value.end, "a unit is missing")
        start, end = amount.unit
        spelled = self.folded.text[start:end]
        if self.is_count:
            spelled = ORDINAL.sub("", spelled) or "cycle"
        elif self.unit == "°C" and spelled == "C" and 0 < amount.value.value() <= FASTEST_RATE:
            shown = self.as_printed(amount.position, end)
            message = f"{shown!r} may be a C-rate: a temperature has its degree sign"
            raise self.failure(MEANING, amount.position, message)
        c_means = "1/hour" if self.is_rate else "degree_Celsius" if self.unit == "°C" else "coulomb"
        try:
            unit = parse_unit(spelled, c_means)
        except UnknownUnit as unknown:
            at = start + unknown.position
            shown = self.as_printed(at, min(end, at + unknown.length))
            raise self.failure(NUMBER, at, unknown.message.format(repr(shown))) from None
        factors = conversion(unit, self.target)
        if factors is None:
            words = what_it_measures(unit)
            shown = self.as_printed(start, end)
            expected = self._dimension_words()
            of = "" if words in {"something else", expected} else f"of {words}, not "
            message = f"{shown!r} is {'' if of else 'not '}the unit {of}of {expected}"
            raise self.failure(DIMENSION, start, message)
        return factors

    def as_printed(self, start: int, end: int) -> str:
        """What was printed where the folded text has these characters."""
        return self.printed[self.folded.position(start) : self.folded.position(end)].strip()

    def _dimension_words(self) -> str:
        return CANONICAL_UNITS.get(self.unit) or what_it_measures(self.target)

    def converted(self, amount: Amount, bare: Number, factors: tuple[float, float]) -> float:
        value = bare.value()
        if amount.inverse or amount.divisor != 1:
            if (amount.inverse and value == 0) or amount.divisor == 0:
                raise self.failure(MEANING, amount.position, "a rate of C/0 does not exist")
            value = 1.0 / value if amount.inverse else value / amount.divisor
        factor, offset = factors
        result = value if (factor, offset) == (1.0, 0.0) else _tidy(value * factor + offset)
        if not math.isfinite(result) or (result == 0.0 and bare.mantissa != 0 and offset == 0.0):
            raise self.failure(MEANING, amount.position, "the number is too large or too small")
        if self.is_count and (result < 0 or not result.is_integer()):
            raise self.failure(
                MEANING, amount.position, "cycles are counted in whole numbers from 0"
            )
        return result + 0.0  # no negative zero

    def uncertainty_value(
        self, amount: Amount, factors: tuple[float, float], value: float
    ) -> float | None:
        if amount.value.concise is not None:
            exponent = amount.value.exponent or 0
            printed = float(f"{amount.value.concise:f}e{exponent}")
        elif amount.uncertainty is not None:
            if amount.uncertainty_is_percent:
                return _tidy(abs(value) * amount.uncertainty.value() / 100)
            printed = amount.uncertainty.value(amount.value.exponent)
        else:
            return None
        if amount.divisor != 1 or amount.inverse:
            raise self.failure(MEANING, amount.position, "a C-rate fraction has no uncertainty")
        scaled = printed if factors[0] == 1.0 else _tidy(printed * factors[0])
        if not math.isfinite(scaled):
            raise self.failure(MEANING, amount.position, "the number is too large or too small")
        return abs(scaled)

    def _snippet(self, start: int, end: int) -> str:
        position = self.folded.position
        shown = self.printed[position(start) : position(end)]
        return repr(shown if len(shown) <= 30 else shown[:29] + "…") if shown else "the end"


def _tidy(value: float) -> float:
    """Twelve significant digits: print has far fewer, and conversion noise stays out."""
    return float(f"{value:.12g}")
