"""Reads a value as a paper prints it into a `Quantity`; never guesses.

Conventions, where print leaves two readings:

* "RT" or "room temperature" is the range 20–25 °C.
* A power of ten set as "× 10ⁿ" after a range or a ± stands for both numbers: "3.6–5 × 10⁻⁸".
  Written with "e" it belongs to its own number.
* "10-8" is two numbers, not 10⁻⁸: lost superscripts are an error, except after "×".
* "1,234" is ambiguous and an error, except in a count of cycles; "0,5" is a decimal comma,
  "1,234,567" and "12 000" are thousands.
* nC is n per hour: "C/5" and "0.2C" are both 0.2 1/h.
* "A" is ampere, never ångström.
* A growth per cycle may be printed with or without "/cycle"; an activation energy per mole.
* "almost" and "nearly" are upper bounds, "over" and a trailing "+" lower bounds. "≤" reads as
  below and "≥" as above; the printed text keeps the difference.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from science.quantities.grammar import (
    AGAINST,
    C_FRACTION,
    DIMENSION,
    FRACTION_C,
    LEADING,
    LONGEST_TEXT,
    MEANING,
    NUMBER,
    PLUS,
    PLUS_MINUS,
    RANGE_WORD,
    ROOM,
    ROOM_NUMBER,
    ROOM_TEMPERATURE,
    SEPARATOR,
    SYNTAX,
    TRAILING,
    Amount,
    Failure,
)
from science.quantities.numbers import BadNumber, Number, number, power_of_ten
from science.quantities.quantity import Qualifier, Quantity, UnreadableValue
from science.quantities.typography import Folded, fold
from science.quantities.units import (
    CANONICAL_UNITS,
    Unit,
    UnknownUnit,
    canonical,
    conversion,
    parse_unit,
    what_it_measures,
)


@dataclass(frozen=True, slots=True)
class _Reader:
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
        return words if self.unit == "1" else f"{words} in {self.unit}"

    def failure(self, rank: int, position: int, message: str, expected: str = "") -> Failure:
        return Failure(rank, position, expected or self.expected, message)

    # -- the whole text -------------------------------------------------------------------------
    def read(self) -> Quantity:
        text = self.folded.text
        start, qualifier = self._leading(0)
        end = len(text.rstrip())
        trailing = TRAILING.search(text, start, end)
        if trailing:
            qualifier = self._joined(
                qualifier, "above" if trailing["above"] else "below", trailing.start()
            )
            end = trailing.start()
        if self.unit in {"V", "mV"}:
            against = AGAINST.search(text, start, end)
            end = against.start() if against else end
        start, end = self._trimmed(start, end)
        if start >= end:
            raise self.failure(SYNTAX, start, "there is no number")
        return self._body(start, end, qualifier)

    def _leading(self, position: int) -> tuple[int, Qualifier | None]:
        qualifier: Qualifier | None = None
        while match := LEADING.match(self.folded.text, position):
            found: Qualifier = "about" if match["about"] else "below" if match["below"] else "above"
            qualifier = self._joined(qualifier, found, match.start())
            position = match.end()
        return position, qualifier

    def _joined(self, first: Qualifier | None, second: Qualifier, position: int) -> Qualifier:
        """A bound next to "about" stays a bound; two opposite bounds make no sense."""
        if first is None or first == "about":
            return second
        if second in {"about", first}:
            return first
        raise self.failure(MEANING, position, f"it says both {first} and {second}")

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.folded.text
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        return start, end

    # -- alternatives ---------------------------------------------------------------------------
    def _body(self, start: int, end: int, qualifier: Qualifier | None) -> Quantity:
        readings: dict[object, Quantity] = {}
        failures: list[Failure] = []
        for attempt in self._attempts(start, end, qualifier):
            try:
                quantity = attempt()
            except Failure as failure:
                failures.append(failure)
            except BadNumber as bad:
                failures.append(Failure(NUMBER, bad.position, bad.expected, bad.message))
            else:
                readings[quantity.meaning] = quantity
        if len(readings) > 1:
            one, two, *_ = readings.values()
            raise self.failure(
                MEANING, start, f"it can be read as {one.interval} and as {two.interval}"
            )
        if readings:
            return next(iter(readings.values()))
        raise max(failures, key=lambda failure: (failure.rank, failure.position))

    def _attempts(
        self, start: int, end: int, qualifier: Qualifier | None
    ) -> Iterator[Callable[[], Quantity]]:
        text = self.folded.text
        word = RANGE_WORD.match(text, start, end)
        if word:
            start = word.end()
        bracket = self._bracketed(start, end)
        if bracket is not None:
            yield partial(self._in_brackets, *bracket, end, qualifier)
            return
        if not word:
            yield partial(self._single, start, end, qualifier)
        for separator in SEPARATOR.finditer(text, start + 1, end):
            says_and = separator.group().strip().lower() == "and"
            if says_and != bool(word and word["between"]):
                continue
            yield partial(
                self._range, (start, separator.start()), (separator.end(), end), qualifier
            )

    def _bracketed(self, start: int, end: int) -> tuple[int, int] | None:
        text = self.folded.text
        if text[start] != "(":
            return None
        depth = 0
        for index in range(start, end):
            depth += (text[index] == "(") - (text[index] == ")")
            if depth == 0:
                return start, index
        raise self.failure(SYNTAX, start, "a bracket is not closed")

    def _in_brackets(
        self, opened: int, closed: int, end: int, qualifier: Qualifier | None
    ) -> Quantity:
        """ "(1.2 ± 0.1) × 10⁻⁷ S/cm": what follows the bracket belongs to all inside it."""
        inside = self._trimmed(opened + 1, closed)
        power = power_of_ten(self.folded.text, closed + 1)
        after = self._trimmed(power[1] if power else closed + 1, end)
        if power is None and after[0] >= after[1]:
            if inside[0] >= inside[1]:
                raise self.failure(SYNTAX, opened, "the bracket is empty")
            return self._body(*inside, qualifier)
        unit = after if after[0] < after[1] else None
        exponent = power[0] if power else None
        failures: list[Failure] = []
        text = self.folded.text
        ends: list[list[tuple[int, int]]] = [[inside]]
        for separator in SEPARATOR.finditer(text, inside[0] + 1, max(inside[0] + 1, inside[1])):
            ends.append([(inside[0], separator.start()), (separator.end(), inside[1])])
        for spans in ends:
            try:
                amounts = [self._amount(*self._trimmed(*span)) for span in spans]
                for amount in amounts:
                    if amount.unit or amount.value.exponent is not None:
                        raise self.failure(
                            SYNTAX, amount.position, "only plain numbers stand in this bracket"
                        )
                placed = [
                    replace(a, unit=unit, value=replace(a.value, exponent=exponent))
                    for a in amounts
                ]
            except Failure as failure:
                failures.append(failure)
                continue
            except BadNumber as bad:
                failures.append(Failure(NUMBER, bad.position, bad.expected, bad.message))
                continue
            if len(placed) == 1:
                return self._one(placed[0], qualifier)
            return self._two(placed[0], placed[1], qualifier)
        raise max(failures, key=lambda failure: (failure.rank, failure.position))

    def _single(self, start: int, end: int, qualifier: Qualifier | None) -> Quantity:
        text = self.folded.text
        amount = self._amount(start, end)
        plus = PLUS.match(text, amount.value.end) if not amount.room else None
        if plus and amount.unit:
            qualifier = self._joined(qualifier, "above", plus.start())
            unit = self._trimmed(plus.end(), end)
            amount = replace(amount, unit=unit if unit[0] < unit[1] else None)
        return self._one(amount, qualifier)

    def _range(
        self, left: tuple[int, int], right: tuple[int, int], qualifier: Qualifier | None
    ) -> Quantity:
        left, right = self._trimmed(*left), self._trimmed(*right)
        if left[0] >= left[1] or right[0] >= right[1]:
            raise self.failure(SYNTAX, left[1], "one end of the range is missing")
        first, second = self._amount(*left), self._amount(*right)
        if first.unit is None and not first.room and not first.inverse:
            first = replace(first, unit=second.unit)
            shared = second.value.exponent if second.value.power_is_shared else None
            if first.value.exponent is None and shared is not None:
                first = replace(first, value=replace(first.value, exponent=shared))
        return self._two(first, second, qualifier)

    # -- one number with what belongs to it -----------------------------------------------------
    def _amount(self, start: int, end: int) -> Amount:
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
        span = self._trimmed(position, end)
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
        rest = self._trimmed(uncertainty.end, len(text))
        if self.unit != "%" and text[rest[0] : rest[1]] == "%":
            return value, uncertainty, True, rest[1], None
        if value.exponent is not None and uncertainty.exponent is None:
            raise self.failure(
                MEANING,
                position,
                "it is unclear whether the power of ten belongs to the uncertainty too",
                "(value ± uncertainty) × 10ⁿ",
            )
        if value.exponent is None and uncertainty.power_is_shared:
            value = replace(value, exponent=uncertainty.exponent)
        unit = rest if rest[0] < rest[1] else None
        return value, uncertainty, False, rest[0], unit

    def _unit_before_plus_minus(
        self, text: str, position: int
    ) -> tuple[tuple[int, int], int] | None:
        """ "25 °C ± 2 °C" and "20 nm ± 10 %": the unit stands in front of the ±."""
        sign = re.compile(r"\s*(?:±|\+/-)\s*").search(text, position)
        if sign is None:
            return None
        span = self._trimmed(position, sign.start())
        return (span, sign.end()) if span[0] < span[1] else None

    def _same_unit(
        self, first: tuple[int, int], second: tuple[int, int] | None, rest: tuple[int, int]
    ) -> None:
        text = self.folded.text
        if second is None:
            rest = self._trimmed(*rest)
            if rest[0] < rest[1]:
                raise self.failure(SYNTAX, rest[0], "the uncertainty's unit is not readable")
            return
        if text[first[0] : first[1]].replace(" ", "") != text[second[0] : second[1]].replace(
            " ", ""
        ):
            raise self.failure(MEANING, second[0], "value and uncertainty have different units")

    # -- numbers into the canonical unit --------------------------------------------------------
    def _converter(self, amount: Amount) -> tuple[float, float]:
        if amount.inverse:
            return (1.0, 0.0)
        if amount.unit is None:
            if self.unit in {"1", "cycles"}:
                return (1.0, 0.0)
            raise self.failure(MEANING, amount.value.end, "a unit is missing")
        start, end = amount.unit
        spelled = self.folded.text[start:end]
        c_means = "1/hour" if self.is_rate else "degree_Celsius" if self.unit == "°C" else "coulomb"
        try:
            unit = parse_unit(spelled, c_means)
        except UnknownUnit as unknown:
            raise self.failure(NUMBER, start + unknown.position, unknown.message) from None
        factors = conversion(unit, self.target)
        if factors is None:
            words = what_it_measures(unit)
            shown = self.printed[self.folded.position(start) : self.folded.position(end)].strip()
            of = "" if words == "something else" else f"of {words}, not "
            message = (
                f"{shown!r} is {'' if of else 'not '}the unit {of}of {self._dimension_words()}"
            )
            raise self.failure(DIMENSION, start, message)
        return factors

    def _dimension_words(self) -> str:
        return CANONICAL_UNITS.get(self.unit) or what_it_measures(self.target)

    def _converted(self, amount: Amount, bare: Number, factors: tuple[float, float]) -> float:
        value = bare.value()
        if amount.inverse or amount.divisor != 1:
            if (amount.inverse and value == 0) or amount.divisor == 0:
                raise self.failure(MEANING, amount.position, "a rate of C/0 does not exist")
            value = 1.0 / value if amount.inverse else value / amount.divisor
        factor, offset = factors
        result = value if (factor, offset) == (1.0, 0.0) else _tidy(value * factor + offset)
        if not math.isfinite(result) or (result == 0.0 and bare.mantissa != 0 and offset == 0.0):
            raise self.failure(MEANING, amount.position, "the number is too large or too small")
        return result + 0.0  # no negative zero

    def _one(self, amount: Amount, qualifier: Qualifier | None) -> Quantity:
        if amount.room:
            return self._room(qualifier)
        factors = self._converter(amount)
        value = self._converted(amount, amount.value, factors)
        uncertainty = self._uncertainty_value(amount, factors, value)
        if qualifier in {"below", "above"} and uncertainty is not None:
            raise self.failure(MEANING, amount.position, "a bound has no uncertainty")
        low = None if qualifier == "below" else value
        high = None if qualifier == "above" else value
        return Quantity(self.printed, qualifier or "exact", low, high, uncertainty, self.unit)

    def _uncertainty_value(
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

    def _room(self, qualifier: Qualifier | None) -> Quantity:
        if qualifier in {"below", "above"}:
            raise self.failure(MEANING, 0, "a bound cannot stand before room temperature")
        low, high = ROOM_TEMPERATURE
        return Quantity(self.printed, "range", low, high, None, self.unit)

    def _two(self, first: Amount, second: Amount, qualifier: Qualifier | None) -> Quantity:
        if qualifier in {"below", "above"}:
            raise self.failure(
                MEANING, first.position, f"'{qualifier}' in front of a range says two things"
            )
        for end in (first, second):
            if end.uncertainty is not None or end.value.concise is not None:
                raise self.failure(MEANING, end.position, "the ends of a range have no ±")
        right = (
            ROOM_TEMPERATURE[1]
            if second.room
            else self._converted(second, second.value, self._converter(second))
        )
        left = (
            ROOM_TEMPERATURE[0]
            if first.room
            else self._converted(first, first.value, self._converter(first))
        )
        if left == right:
            return Quantity(self.printed, qualifier or "exact", left, left, None, self.unit)
        if left > right and not (first.inverse or second.inverse):
            raise self.failure(
                MEANING,
                first.position,
                f"the range goes down from {left:g} to {right:g}; a power of ten is written "
                "10^-8 or 10⁻⁸",
                "the lower end first",
            )
        return Quantity(self.printed, "range", min(left, right), max(left, right), None, self.unit)

    def _snippet(self, start: int, end: int) -> str:
        position = self.folded.position
        shown = self.printed[position(start) : position(end)]
        return repr(shown if len(shown) <= 30 else shown[:29] + "…") if shown else "the end"


def _tidy(value: float) -> float:
    """Twelve significant digits: print has far fewer, and conversion noise stays out."""
    return float(f"{value:.12g}")


def read(text: str, *, unit: str) -> Quantity:
    """The reading of printed `text` in the canonical unit `unit` ("nm", "S/cm", "°C", "1", …).

    A number without unit is readable only where `unit` is "1" or "cycles". Raises UnreadableValue
    for everything that cannot be read in exactly one way; its message says what was expected.
    """
    target = canonical(unit)
    folded = fold(text)
    reader = _Reader(text, folded, unit, target)
    if len(folded.text) > LONGEST_TEXT:
        raise UnreadableValue(
            text, LONGEST_TEXT, reader.expected, f"a value longer than {LONGEST_TEXT} characters"
        )
    try:
        return reader.read()
    except Failure as failure:
        position = min(folded.position(failure.position), len(text))
        shown = text if len(text) <= 60 else text[:59] + "…"
        message = f"cannot read {shown!r}: {failure.message}; expected {failure.expected}"
        raise UnreadableValue(
            text, position, failure.expected, message, failure.rank == DIMENSION
        ) from None


def read_bare(text: str) -> float | None:
    """The number that `text` is, when it is nothing but one finite number; otherwise None."""
    folded = fold(text).text.strip()
    try:
        found = number(folded, 0)
    except BadNumber:
        return None
    if found is None or found.end != len(folded) or found.concise is not None:
        return None
    value = found.value()
    return value if math.isfinite(value) else None
