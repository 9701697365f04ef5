"""Prints readings the way the field prints them; what is printed reads back to the same."""

from __future__ import annotations

from decimal import Decimal

from science.quantities.quantity import Quantity

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGN = {"exact": "", "about": "~", "below": "<", "above": ">", "range": ""}


def write(quantity: Quantity) -> str:
    """The canonical print: "~1 Å", "<3 nm", "3.6 × 10⁻⁸ to 5 × 10⁻⁸ S/cm", "80–200 °C"."""
    sign = _SIGN[quantity.qualifier]
    low, high = quantity.low, quantity.high
    if quantity.qualifier == "range":
        sign = _SIGN["about"] if quantity.about else ""
        assert low is not None, "a range has both ends"
        assert high is not None, "a range has both ends"
        return sign + _join(_range(low, high), quantity.unit)
    value = high if low is None else low
    assert value is not None, "every qualifier has at least one bound"
    if quantity.uncertainty is not None:
        return sign + _join(_with_uncertainty(value, quantity.uncertainty), quantity.unit)
    return sign + _join(write_number(value), quantity.unit)


def write_number(value: float) -> str:
    """The shortest digits that give the same float, with "× 10ⁿ" outside 0.001 … 10⁶."""
    exponent = _exponent(value)
    if exponent is None:
        return _plain(Decimal(repr(value))).replace("-", "−")
    mantissa = _plain(Decimal(repr(value)).scaleb(-exponent)).replace("-", "−")
    return f"{mantissa} × 10{str(exponent).translate(_RAISED)}"


def _exponent(value: float) -> int | None:
    """The power of ten to split off, None where plain digits read better."""
    if value == 0:
        return None
    magnitude = Decimal(repr(value)).adjusted()
    return None if -3 <= magnitude < 6 else magnitude


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _range(low: float, high: float) -> str:
    ends = (write_number(low), write_number(high))
    if low < 0 or "×" in ends[0] or "×" in ends[1]:
        # A power of ten behind the dash would be read as shared by both ends.
        if "×" in ends[1] and "×" not in ends[0]:
            return f"{ends[0]} to {_e_notation(high)}"
        return f"{ends[0]} to {ends[1]}"
    if ends[0] == "10" and ends[1].isdecimal():
        return f"10 to {ends[1]}"  # "10–12" would be taken for 10⁻¹²
    return f"{ends[0]}–{ends[1]}"


def _e_notation(value: float) -> str:
    exponent = Decimal(repr(value)).adjusted() if value else 0
    mantissa = _plain(Decimal(repr(value)).scaleb(-exponent)).replace("-", "−")
    return f"{mantissa}e{exponent}"


def _with_uncertainty(value: float, uncertainty: float) -> str:
    leading = value if value != 0 else uncertainty
    exponent = _exponent(leading)
    apart = Decimal(repr(uncertainty)).adjusted() - Decimal(repr(leading)).adjusted()
    if uncertainty != 0 and abs(apart) > 6:
        # One power of ten for both would need a long row of digits.
        return f"{_e_notation(value)} ± {_e_notation(uncertainty)}"
    shift = -(exponent or 0)
    numbers = [
        _plain(Decimal(repr(x)).scaleb(shift)).replace("-", "−") for x in (value, uncertainty)
    ]
    together = f"({numbers[0]} ± {numbers[1]})"
    if exponent is None:
        return together
    return f"{together} × 10{str(exponent).translate(_RAISED)}"


def _join(number: str, unit: str) -> str:
    if unit == "1":
        return number
    if unit == "1/h":
        return f"{number}C"
    return f"{number} {unit}"
