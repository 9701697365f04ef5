"""Units as OPTIMADE wants them: symbols with powers, each defined by a code of UCUM.

UCUM is the Unified Code for Units of Measure.

The form of `x-optimade-unit` and of its definitions: OPTIMADE 1.2, *Physical Units in Property
Definitions*.
"""

from __future__ import annotations

import re
from typing import Any

_SCHEMA = "https://schemas.optimade.org/meta/v1.2/optimade/physical_unit_definition.json"
_PREFIXES = {"G": "giga", "k": "kilo", "m": "milli", "µ": "micro", "n": "nano", "c": "centi"}
# What we print: its symbol there, its code in UCUM, its name.
_UNITS = {
    "%": ("percent", "%", "per cent"),
    "at.%": ("atomic_percent", "%{atoms}", "atomic per cent"),
    "points": ("percentage_point", "%{points}", "percentage point"),
    "cycles": ("cycle", "{cycle}", "cycle"),
    "cycle": ("cycle", "{cycle}", "cycle"),
    "°C": ("degC", "Cel", "degree Celsius"),
    "Å": ("angstrom", "Ao", "ångström"),
    "sccm": ("sccm", "cm3/min{standard}", "standard cubic centimetre per minute"),
    "bar": ("bar", "bar", "bar"),
    "eV": ("eV", "eV", "electronvolt"),
    "Ω": ("ohm", "Ohm", "ohm"),
    "Pa": ("Pa", "Pa", "pascal"),
    "A": ("A", "A", "ampere"),
    "S": ("S", "S", "siemens"),
    "V": ("V", "V", "volt"),
    "W": ("W", "W", "watt"),
    "L": ("L", "L", "litre"),
    "g": ("g", "g", "gram"),
    "h": ("h", "h", "hour"),
    "m": ("m", "m", "metre"),
    "s": ("s", "s", "second"),
    "mol": ("mol", "mol", "mole"),
}
_POWERS = {"²": 2, "³": 3}


def _unit(text: str) -> tuple[str, str, str]:
    if text in _UNITS:
        return _UNITS[text]
    prefix = "u" if text[0] == "µ" else text[0]
    symbol, code, title = _UNITS[text[1:]]
    return prefix + symbol, prefix + code, _PREFIXES[text[0]] + title


def _factors(unit: str) -> list[tuple[tuple[str, str, str], int]]:
    """``mAh/cm²`` as its units with their powers: mA 1, h 1, cm -2. Raises KeyError."""
    found = []
    above, _, below = unit.replace("Ah", "A h").partition("/")
    for part, sign in ((above, 1), (below, -1)):
        for piece in part.split():
            if piece != "1":
                power = _POWERS.get(piece[-1])
                found.append((_unit(piece[:-1] if power else piece), sign * (power or 1)))
    return found


def expression(unit: str | None) -> str | None:
    """``Ω cm²`` is ``cm^2*ohm``; a pure number, and words, have no unit."""
    if unit is None or unit == "1":
        return None
    factors = sorted((symbol, power) for (symbol, _, _), power in _factors(unit))
    return "*".join(symbol if power == 1 else f"{symbol}^{power}" for symbol, power in factors)


def definitions(unit: str, address: str) -> list[dict[str, Any]]:
    """The units in the expression of ``unit``; their ids are ``address`` with a fragment."""
    return [
        {
            "$schema": _SCHEMA,
            "$id": f"{address}#unit-{symbol}",
            "x-optimade-definition": {
                "kind": "unit",
                "format": "1.2",
                "name": symbol,
                "label": f"{symbol}_unit_asc",
            },
            "symbol": symbol,
            "title": title,
            "description": f"The unit that UCUM writes `{code}`.",
            "standard": {"name": "ucum", "version": "2.1", "symbol": code},
        }
        for (symbol, code, title), _ in _factors(unit)
    ]


_SYMBOLS = {
    "Å": "Ao",
    "°C": "Cel",
    "Ω": "Ohm",
    "µ": "u",
    "μ": "u",
    "²": "2",
    "³": "3",
    " ": ".",
    "cycles": "{cycle}",
    "cycle": "{cycle}",
}
_AMPERE_HOURS = re.compile(r"([mkuµμ]?)Ah")


def ucum(unit: str | None) -> str | None:
    """``Ω cm²`` is ``Ohm.cm2``; a pure number, and words, have no unit. What the member `unit` of
    1.0 and 1.1 holds."""
    if unit is None or unit == "1":
        return None
    found = _AMPERE_HOURS.sub(r"\1A.h", unit)
    for symbol, code in _SYMBOLS.items():
        if code not in found:
            found = found.replace(symbol, code)
    return found
