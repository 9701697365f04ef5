"""Numbers as print sets them: signs, thousands, decimal commas, powers of ten, uncertainties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from science.quantities.typography import THIN

_DIGITS = re.compile(rf"[0-9][0-9.,]*(?:[ {THIN}][0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?|[.][0-9]+")
_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}([ {THIN}][0-9]{{3}})+([.,][0-9]+)?")
# A blank may as well stand between two numbers, where a dash was lost; not in "12 000".
_PERHAPS_TWO = re.compile(r" (?!000)[0-9]{3}")
_E_NOTATION = re.compile(r"[eE]([+-]?[0-9]{1,3})(?![0-9.,])")
_TIMES_TEN = re.compile(
    r"\s*[x*]\s*10\s*(?:\^\s*(?:\(\s*([+-]?\s?[0-9]{1,3})\s*\)|([+-]?\s?[0-9]{1,3}))|([+-][0-9]{1,3}))"
    r"(?![0-9.,])"
)
_BARE_POWER = re.compile(
    r"10\s*\^\s*(?:\(\s*([+-]?\s?[0-9]{1,3})\s*\)|([+-]?\s?[0-9]{1,3}))(?![0-9.,])"
)
_CONCISE = re.compile(r"\(([0-9]{1,4})\)")


class BadNumber(ValueError):
    """Digits that are no number, or more than one; `position` is an index in the folded text."""

    def __init__(self, position: int, expected: str, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.expected = expected
        self.message = message


@dataclass(frozen=True, slots=True)
class Number:
    """A mantissa, a power of ten and where it was found.

    `exponent` is None where no power of ten is printed; `power_is_shared` says that the power was
    set as "× 10ⁿ", which after a range or in front of a ± stands for both numbers.
    """

    mantissa: Decimal
    exponent: int | None
    power_is_shared: bool
    concise: Decimal | None
    position: int
    end: int

    def value(self, shared_exponent: int | None = None) -> float:
        """The number as the nearest float."""
        exponent = self.exponent if self.exponent is not None else (shared_exponent or 0)
        return float(f"{self.mantissa:f}e{exponent}")


def digits(text: str, position: int, *, count: bool) -> tuple[Decimal, int, int] | None:
    """Unsigned digits at `position`: value, number of decimals, end; None where there are none.

    Thousands may be set apart by spaces or commas, decimals by a point or a comma. One comma
    before exactly three digits ("1,234") is thousands where a `count` is expected, and otherwise
    ambiguous; one point there ("1.234") is ambiguous in a count. Raises BadNumber.
    """
    match = _DIGITS.match(text, position)
    if match is None:
        return None
    raw = match.group().rstrip(",")
    end = position + len(raw)
    plain = re.sub(rf"[ {THIN}]", "", raw)
    spaced = plain != raw
    if spaced and not _SPACED.fullmatch(raw):
        # The blank does not set thousands apart: stop before it.
        raw = plain = re.split(rf"[ {THIN}]", raw)[0].rstrip(",")
        end, spaced = position + len(raw), False
    if _PERHAPS_TWO.search(raw):
        apart = raw.split(" ")
        several = f"{'two' if len(apart) == 2 else len(apart)} numbers, {' and '.join(apart)}"
        raise BadNumber(position, "one number", f"{raw!r} is ambiguous: {plain}, or {several}")
    if count and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", plain):
        whole = plain.replace(".", "")
        raise BadNumber(
            position, "a number without a point", f"{plain!r} is ambiguous: {whole} or {plain[:-4]}"
        )
    if "," in plain:
        plain = _without_commas(plain, position, count=count and not spaced, spaced=spaced)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", plain):
        raise BadNumber(position, "a number", f"{raw!r} is not a number")
    if len(plain) > 40:
        raise BadNumber(position, "a number", "a number with more than 40 digits")
    decimals = len(plain.partition(".")[2])
    return Decimal(plain), decimals, end


def _without_commas(plain: str, position: int, *, count: bool, spaced: bool) -> str:
    if spaced and plain.count(",") == 1:
        return plain.replace(",", ".")
    thousands = re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?", plain) is not None
    decimal = re.fullmatch(r"[0-9]+,[0-9]+", plain) is not None
    if thousands and decimal and not count:
        raise BadNumber(
            position,
            "a number without thousands comma",
            f"{plain!r} is ambiguous: {plain.replace(',', '')} or {plain.replace(',', '.')}",
        )
    if thousands:
        return plain.replace(",", "")
    if decimal:
        return plain.replace(",", ".")
    raise BadNumber(position, "a number", f"{plain!r} is not a number")


def number(text: str, position: int, *, count: bool = False) -> Number | None:
    """A signed number with its power of ten at `position`; None where there is none.

    Raises BadNumber for digits that cannot be read in one way only.
    """
    start = position
    negative = False
    if text[position : position + 1] in {"+", "-"}:
        negative = text[position] == "-"
        position += 1
        while text[position : position + 1] == " ":
            position += 1
    power = _BARE_POWER.match(text, position)
    if power is not None:
        one = Decimal(-1 if negative else 1)
        return Number(one, _integer(power[1] or power[2]), False, None, start, power.end())
    found = digits(text, position, count=count)
    if found is None:
        return None
    mantissa, decimals, end = found
    concise = None
    bracket = _CONCISE.match(text, end)
    if bracket is not None:
        concise = Decimal(bracket[1]).scaleb(-decimals)
        end = bracket.end()
    exponent_match = _E_NOTATION.match(text, end)
    exponent: int | None = None
    shared = False
    if exponent_match is not None:
        exponent, end = int(exponent_match[1]), exponent_match.end()
    else:
        times = _TIMES_TEN.match(text, end)
        if times is not None:
            exponent, shared = _integer(times[1] or times[2] or times[3]), True
            end = times.end()
    return Number(-mantissa if negative else mantissa, exponent, shared, concise, start, end)


def power_of_ten(text: str, position: int) -> tuple[int, int] | None:
    """The exponent of "× 10ⁿ" at `position` and where it ends; None where there is none."""
    match = _TIMES_TEN.match(text, position)
    if match is None:
        return None
    return _integer(match[1] or match[2] or match[3]), match.end()


def _integer(text: str) -> int:
    return int(text.replace(" ", ""))
