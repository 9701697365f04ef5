"""Why printed text cannot be read: exponents no longer raised, and other likely causes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from science.quantities.grammar import LOST, Failure

if TYPE_CHECKING:
    from science.quantities.typography import Folded

# "10-8", "10-12", "3.10-8": a range, or a power of ten whose exponent sank. Behind "×" it is read.
_SUNK = re.compile(
    r"(?P<times>[x*]\s*)?(?<![\d.,^/])(?:[1-9]\.)?10 ?- ?(?P<power>\d{1,2})(?![\d.,]|e[-+\d])"
)
_POWER_BEHIND = re.compile(r"[x*]\s*10\s*[\^+-]")
_LARGEST_POWER = 30
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

# canonical unit → the magnitudes its values have in print; what is missing spans all of them
_MAGNITUDES: dict[str, tuple[float, float]] = {
    "1": (1e-6, 1e12),
    "cycles": (0.1, 1e7),
    "%": (1e-4, 1e5),
    "points": (1e-4, 1e5),
    "%/cycle": (1e-6, 100),
    "Å": (1e-4, 1e4),
    "nm": (1e-4, 1e8),
    "nm/h": (1e-6, 1e8),
    "s": (1e-6, 1e8),
    "h": (1e-6, 1e6),
    "°C": (0.1, 5e3),
    "S/cm": (0, 1),
    "eV": (1e-4, 100),
    "g/cm³": (1e-3, 100),
    "g/mol": (1, 1e6),
    "µg/cm²": (1e-4, 1e6),
    "mg/cm²": (1e-4, 1e3),
    "GPa": (1e-6, 1e4),
    "mbar": (1e-12, 1e7),
    "V": (1e-4, 1e3),
    "mV": (1e-4, 1e6),
    "Ω": (1e-3, 1e15),
    "Ω cm²": (1e-3, 1e15),
    "1/h": (1e-5, 1e5),
    "mA/g": (1e-3, 1e6),
    "mA/cm²": (1e-9, 1e3),
    "mAh/g": (1e-3, 1e5),
    "mAh/cm²": (1e-6, 1e3),
    "µAh/cm²": (1e-4, 1e6),
    "mAh": (1e-6, 1e6),
    "mA": (1e-9, 1e6),
}


def sunk_exponent(folded: Folded, printed: str, *, may_be_range: bool) -> Failure | None:
    """The failure for a power of ten whose exponent is no longer raised; None where there is none.

    A range from 10 up to a larger number is a failure only where the text has another such pair,
    or says a bound too (not `may_be_range`).
    """
    text = folded.text
    found = [match for match in _SUNK.finditer(text) if not match["times"]]
    if not found or _POWER_BEHIND.search(text, found[-1].end()):
        return None
    first = found[0]
    if len(found) == 1 and may_be_range and int(first["power"]) > 10:
        return None
    shown = printed[folded.position(first.start()) : folded.position(first.end())].strip()
    return sunk(first.start(), shown, int(first["power"]))


def sunk(position: int, shown: str, power: int) -> Failure:
    """The failure that says how a power of ten is written, and how a range."""
    exponent = f"10^-{power}, 10⁻{str(power).translate(_RAISED)}"
    if power == 10:
        way_out = f"raise the exponent ({exponent})"
    elif power < 10:
        way_out = f"raise the exponent ({exponent}); a range has its lower end first"
    else:
        way_out = f'raise the exponent ({exponent}), or write the range with "to" (10 to {power})'
    message = f"{shown!r} can be a power of ten whose exponent is no longer raised: {way_out}"
    return Failure(LOST, position, f"10^-{power}", message)


def is_doubtful(unit: str, low: float, high: float, power: int, as_power: float) -> bool:
    """Whether a range `low` to `high`, printed "10-`power`", can be the one number `as_power`.

    It is a range where its ends have a usual magnitude in the canonical `unit`, and the power of
    ten has not.
    """
    smallest, largest = _MAGNITUDES.get(unit, (0.0, float("inf")))
    usual = smallest <= low and high <= largest
    return power <= _LARGEST_POWER and (not usual or smallest <= abs(as_power) <= largest)


_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"[\d)][^+\d]{{0,8}}\+\s?{_NUMBER}[^\d+e^-]{{0,9}}-\s?{_NUMBER}"),
        "an uncertainty that differs up and down is not read: give the range, or one ±",
    ),
    (
        re.compile(rf"[\d)][^+\d]{{0,8}}-\s?{_NUMBER}[^\d+e^-]{{0,9}}\+\s?{_NUMBER}"),
        "an uncertainty that differs up and down is not read: give the range, or one ±",
    ),
    (
        re.compile(r"[x*]\s*10\s?(?P<power>-?\s?[0-9]{1,2})(?![0-9.])"),
        "the exponent is no longer raised: write × 10^{power} or × 10{raised}",
    ),
    (
        re.compile(r"(?:[0-9]\s?C|C/[0-9.]+)\b.*?[,;/\s](?:[0-9.]+\s?C|C/[0-9.]+)(?![\w°])"),
        "more than one rate: a condition has one, several are parts of the protocol",
    ),
    (
        re.compile(r"^\W*(?:n\.?\s?[ad]\.?|n/a|not \w+|none|unknown|-{1,3})\W*$", re.IGNORECASE),
        "no number: leave the value empty, and say which kind of missing it is",
    ),
    (
        re.compile(rf"{_NUMBER}\s?[^\s\d,;]+\s?(?:,|;|and|or)\s{_NUMBER}\s?[^\s\d]"),
        "more than one value: each has a row of its own",
    ),
    (
        re.compile(r"[0-9]\s*/\s*[0-9]"),
        "fractions are read in rates alone (C/5, 1/5 C): write a decimal number",
    ),
)


def likely_cause(text: str, expected: str) -> Failure | None:
    """What most likely keeps folded text from being read, where that is known."""
    for pattern, message in _CAUSES:
        if message.startswith("more than one rate") and "rate" not in expected:
            continue
        if found := pattern.search(text):
            power = (found.groupdict().get("power") or "").replace(" ", "")
            message = message.format(power=power, raised=power.translate(_RAISED))
            return Failure(LOST, found.start(), expected, message)
    return None
