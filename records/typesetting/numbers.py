"""Readings in canonical units as the field prints them: powers of ten, true minus, thin spaces."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from science.quantities import says_about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from science.quantities import Quantity

THIN = "\u202f"  # narrow no-break space: between number and unit, and inside units
_SIGN = {"exact": "", "about": f"≈{THIN}", "below": f"<{THIN}", "above": f">{THIN}", "range": ""}
_POWERS = {"²": "<sup>2</sup>", "³": "<sup>3</sup>"}
_AT_MOST = re.compile(r"≤|⩽|≦|\bup to\b|\bat most\b")
_AT_LEAST = re.compile(r"≥|⩾|≧|\bat least\b|\+\s*$")


def unit(canonical: str) -> SafeString:
    """``mAh/cm²`` → mA h cm⁻², upright, held together; nothing for a bare number."""
    if canonical in {"", "1"}:
        return SafeString("")
    if canonical in {"%/cycle", "nm/cycle"}:
        return mark_safe(f"{escape(canonical.split('/')[0])} per cycle")
    over, _, under = canonical.partition("/")
    parts = [] if over == "1" else [_spaced(over)]
    if under:
        parts.append(_inverse(under))
    return mark_safe(THIN.join(parts))  # escaped piece by piece


def _spaced(text: str) -> str:
    """Factors of a product apart: ``mAh`` → mA h, ``Ω cm²`` → Ω cm²."""
    joined = str(escape(text)).replace("Ah", f"A{THIN}h").replace(" ", THIN)
    return "".join(_POWERS.get(char, char) for char in joined)


def _inverse(text: str) -> str:
    power = {"²": "−2", "³": "−3"}.get(text[-1])
    base = text[:-1] if power else text
    return f"{escape(base)}<sup>{power or '−1'}</sup>"


def number(value: float, digits: int = 6) -> SafeString:
    """A number of at most ``digits`` significant digits: 0.001 … 99 999 plain, else × 10ⁿ."""
    mantissa, exponent = _split(value, digits)
    if exponent is None:
        return mark_safe(mantissa)  # digits, sign and spaces only
    power = f"10<sup>{_minus(str(exponent))}</sup>"
    if mantissa == "1":
        return mark_safe(power)
    return mark_safe(f"{mantissa}{THIN}×{THIN}{power}")


_PRINTED_NUMBER = re.compile(r"[~∼≈<>≤≥±−-]*\s*(?:\d[\d.]*)")


def digits_known(
    low: float | None, high: float | None, uncertainty: float | None, inputs: Iterable[str] = ()
) -> int:
    """Significant digits of a computed value: down to the second digit of its uncertainty; where
    that is not known four, three where one of the printed inputs has no more than two."""
    largest = max((abs(end) for end in (low, high) if end is not None), default=0.0)
    if not uncertainty or not largest:
        numbers = (_PRINTED_NUMBER.match(printed) for printed in inputs)
        counts = [len(re.sub(r"\D", "", found[0]).lstrip("0")) for found in numbers if found]
        return 3 if counts and min(counts) <= 2 else 4
    return max(1, math.floor(math.log10(largest)) - math.floor(math.log10(uncertainty)) + 2)


def _split(value: float, digits: int) -> tuple[str, int | None]:
    if math.isinf(value):
        return ("−∞" if value < 0 else "∞"), None
    rounded = Decimal(f"{value:.{digits}g}")
    if rounded == 0:
        return "0", None
    magnitude = rounded.adjusted()
    if -3 <= magnitude < 6:
        return _grouped(rounded), None
    return _minus(format(rounded.scaleb(-magnitude).normalize(), "f")), magnitude


def _grouped(value: Decimal) -> str:
    """Five and more digits before the point in groups of three."""
    text = format(value.normalize(), "f")
    whole, point, rest = text.lstrip("-").partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", THIN)
    return ("−" if text.startswith("-") else "") + whole + point + rest


def _minus(text: str) -> str:
    return text.replace("-", "−")


def span(low: float, high: float, digits: int = 6) -> SafeString:
    """Two ends with an en dash; a shared power of ten stands once: (3.6–5) × 10⁻⁸."""
    first, first_power = _split(low, digits)
    last, last_power = _split(high, digits)
    if first_power is not None and first_power == last_power:
        power = f"10<sup>{_minus(str(first_power))}</sup>"
        return mark_safe(f"({first}–{last}){THIN}×{THIN}{power}")
    if first_power is None and last_power is None and low >= 0:
        return mark_safe(f"{first}–{last}")
    return mark_safe(f"{number(low, digits)} to {number(high, digits)}")


def interval(
    low: float | None, high: float | None, digits: int = 4, *, about: bool = False
) -> SafeString:
    """The bare reading of a list's cell, unit in the column's head; null or ±∞ is an open side."""
    at_least = None if low is None or math.isinf(low) else low
    at_most = None if high is None or math.isinf(high) else high
    if at_least is None and at_most is None:
        return SafeString("")
    if at_least is None:
        return mark_safe(f"&lt;{THIN}{number(at_most or 0.0, digits)}")
    if at_most is None:
        return mark_safe(f"&gt;{THIN}{number(at_least, digits)}")
    bare = number(at_least, digits) if at_least == at_most else span(at_least, at_most, digits)
    return mark_safe(f"≈{THIN}{bare}") if about else bare


def reading_text(
    qualifier: str,
    low: float | None,
    high: float | None,
    canonical: str,
    *,
    uncertainty: float | None = None,
    printed: str = "",
    digits: int = 6,
) -> SafeString:
    """A reading with its qualifier and unit: ≈ 1 Å, < 3 nm, 20–25 °C, 0.5C."""
    sign = _sign(qualifier, printed)
    if low is not None and high is not None and low != high:
        body: str = span(low, high, digits)
    else:
        value = high if low is None else low
        if value is None:
            return SafeString("")
        body = number(value, digits)
        if uncertainty is not None:
            body = f"{body}{THIN}±{THIN}{number(uncertainty, max(digits, 2))}"
    if canonical == "1/h":
        return mark_safe(f"{sign}{body}{THIN}C")
    name = unit(canonical)
    return mark_safe(f"{sign}{body}{THIN if name else ''}{name}")


def _sign(qualifier: str, printed: str) -> str:
    if qualifier == "below" and _AT_MOST.search(printed):
        return f"≤{THIN}"
    if qualifier == "above" and _AT_LEAST.search(printed):
        return f"≥{THIN}"
    if qualifier == "range" and says_about(printed):
        qualifier = "about"
    return str(escape(_SIGN.get(qualifier, "")))


def quantity(value: Quantity, digits: int = 6) -> SafeString:
    """A quantity's reading in its canonical unit."""
    return reading_text(
        value.qualifier,
        value.low,
        value.high,
        value.unit,
        uncertainty=value.uncertainty,
        printed=value.printed,
        digits=digits,
    )
