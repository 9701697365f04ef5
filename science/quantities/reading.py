"""Reads a value as a paper prints it into a `Quantity`; never guesses.

Conventions, where print leaves two readings:

* "RT" or "room temperature" is the range 20–25 °C.
* A power of ten set as "× 10ⁿ" after a range or a ± stands for both numbers: "3.6–5 × 10⁻⁸".
  Written with "e" it belongs to its own number.
* "10-8" is an error, except after "×": its exponent is no longer raised. "10-12" is a range where
  10 to 12 is a usual magnitude and 10⁻¹² is not ("10-12 nm"), else an error ("10-12 S/cm").
* "1,234" is ambiguous and an error, except in a count of cycles; "0,5" is a decimal comma,
  "1,234,567" and "12 000" are thousands. "150 200" may be a range whose dash was lost: an error,
  unless the space is a thin one. Cycles are whole numbers.
* "5 ± 10% nm" is an uncertainty of 0.5 nm; of a percentage, ± % is absolute.
* nC is n per hour: "C/5" and "0.2C" are both 0.2 1/h.
* A C without degree sign is a temperature above 20 only: "1C" is a rate.
* "A" is ampere, never ångström. A sign of multiplication with nothing before or behind it
  ("500* h") is a footnote mark, and an error.
* A growth per cycle may be printed with or without "/cycle"; an activation energy per mole.
* "almost" and "nearly" are upper bounds, "over" and a trailing "+" lower bounds. "≤" reads as
  below and "≥" as above; the printed text keeps the difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from science.quantities.amounts import AmountReader
from science.quantities.causes import is_doubtful, likely_cause, sunk, sunk_exponent
from science.quantities.grammar import (
    ABOUT_AGAIN,
    AGAINST,
    DIMENSION,
    LEADING,
    LONGEST_TEXT,
    MEANING,
    NUMBER,
    PLUS,
    RANGE_WORD,
    ROOM_TEMPERATURE,
    SEPARATOR,
    SYNTAX,
    TRAILING,
    Amount,
    Failure,
)
from science.quantities.numbers import BadNumber, number, power_of_ten
from science.quantities.quantity import Qualifier, Quantity, UnreadableValue
from science.quantities.typography import fold
from science.quantities.units import (
    canonical,
)


class _Reader(AmountReader):
    """Reads a whole printed text: qualifiers, ranges, brackets, and the amounts in them."""

    __slots__ = ()

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
        start, end = self.trimmed(start, end)
        if start >= end:
            raise self.failure(SYNTAX, start, "there is no number")
        bounded = qualifier in {"below", "above"}
        if lost := sunk_exponent(self.folded, self.printed, may_be_range=not bounded):
            raise lost
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
        if start >= end:
            raise self.failure(SYNTAX, start, "there is no number")
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
            left, right = (start, separator.start()), (separator.end(), end)
            if about := ABOUT_AGAIN.match(text, separator.end(), end):
                right = (about.end(), end)
            yield partial(self._range, left, right, qualifier)

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
        inside = self.trimmed(opened + 1, closed)
        power = power_of_ten(self.folded.text, closed + 1)
        after = self.trimmed(power[1] if power else closed + 1, end)
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
                amounts = [self.amount(*self.trimmed(*span)) for span in spans]
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
        amount = self.amount(start, end)
        plus = PLUS.match(text, amount.value.end) if not amount.room else None
        if plus and amount.unit:
            qualifier = self._joined(qualifier, "above", plus.start())
            unit = self.trimmed(plus.end(), end)
            amount = replace(amount, unit=unit if unit[0] < unit[1] else None)
        return self._one(amount, qualifier)

    def _range(
        self, left: tuple[int, int], right: tuple[int, int], qualifier: Qualifier | None
    ) -> Quantity:
        left, right = self.trimmed(*left), self.trimmed(*right)
        if left[0] >= left[1] or right[0] >= right[1]:
            raise self.failure(SYNTAX, left[1], "one end of the range is missing")
        first, second = self.amount(*left), self.amount(*right)
        if first.unit is None and not first.room and not first.inverse:
            first = replace(first, unit=second.unit)
            self._not_a_power(left, first, right, second)
            shared = second.value.exponent if second.value.power_is_shared else None
            if first.value.exponent is None and shared is not None:
                first = replace(first, value=replace(first.value, exponent=shared))
        return self._two(first, second, qualifier)

    def _not_a_power(
        self, left: tuple[int, int], first: Amount, right: tuple[int, int], second: Amount
    ) -> None:
        """ "10-12 S/cm" may be 10⁻¹² S/cm, "10-12 nm" may not."""
        dash = self.folded.text[left[1] : right[0]].strip() == "-"
        numbers = str(first.value.mantissa), str(second.value.mantissa)
        plain = first.value.exponent is None and second.value.exponent is None
        if not (dash and plain and numbers[0] == "10" and numbers[1].isdecimal()):
            return
        factors = self.converter(second)
        low, high = (self.converted(end, end.value, factors) for end in (first, second))
        power = int(numbers[1][:4])
        if is_doubtful(self.unit, low, high, power, 10.0**-power * factors[0] + factors[1]):
            shown = self.as_printed(left[0], second.value.end)
            raise sunk(left[0], shown, power)

    # -- the reading ---------------------------------------------------------------------------
    def _one(self, amount: Amount, qualifier: Qualifier | None) -> Quantity:
        if amount.room:
            return self._room(qualifier)
        factors = self.converter(amount)
        value = self.converted(amount, amount.value, factors)
        uncertainty = self.uncertainty_value(amount, factors, value)
        if qualifier in {"below", "above"} and uncertainty is not None:
            raise self.failure(MEANING, amount.position, "a bound has no uncertainty")
        low = None if qualifier == "below" else value
        high = None if qualifier == "above" else value
        return Quantity(self.printed, qualifier or "exact", low, high, uncertainty, self.unit)

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
            else self.converted(second, second.value, self.converter(second))
        )
        left = (
            ROOM_TEMPERATURE[0]
            if first.room
            else self.converted(first, first.value, self.converter(first))
        )
        if left == right:
            return Quantity(self.printed, qualifier or "exact", left, left, None, self.unit)
        if left > right and not (first.inverse or second.inverse):
            raise self.failure(
                MEANING,
                first.position,
                f"the range goes down from {left:g} to {right:g}",
                f"the lower end first ({right:g} to {left:g})",
            )
        return Quantity(self.printed, "range", min(left, right), max(left, right), None, self.unit)


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
    except Failure as found:
        failure = found
        if found.rank < DIMENSION:
            failure = likely_cause(folded.text, reader.expected) or found
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
