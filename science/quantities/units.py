"""Units in every usual spelling, and exact conversion between them.

The vocabulary is closed: a spelling that is not in it is an error, so no text reaches pint's own
parser. pint supplies definitions, dimensions and conversion factors (CODATA, SI brochure).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

# One Avogadro number of electronvolts in joules: an energy per mole against one per particle.
_AVOGADRO = 6.02214076e23  # 1/mol, exact in the SI since 2019

_PREFIXES = {
    "p": "pico",
    "n": "nano",
    "μ": "micro",
    "u": "micro",
    "m": "milli",
    "c": "centi",
    "h": "hecto",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
}

# symbol → (name for pint, prefixes that print uses with it)
_BASES: dict[str, tuple[str, str]] = {
    "S": ("siemens", "nμum"),
    "m": ("meter", "pnμumck"),
    "Å": ("angstrom", ""),
    "g": ("gram", "nμumk"),
    "A": ("ampere", "pnμum"),
    "Ah": ("ampere*hour", "nμumk"),
    "s": ("second", "nμum"),
    "h": ("hour", ""),
    "min": ("minute", ""),
    "d": ("day", ""),
    "Ω": ("ohm", "μumkMG"),
    "V": ("volt", "μumk"),
    "eV": ("electron_volt", "mk"),
    "J": ("joule", "mk"),
    "cal": ("calorie", "k"),
    "mol": ("mole", "mμu"),
    "W": ("watt", "nμumk"),
    "Wh": ("watt*hour", "mk"),
    "Pa": ("pascal", "mhkMG"),
    "bar": ("bar", "mμu"),
    "Torr": ("torr", "m"),
    "torr": ("torr", "m"),
    "atm": ("standard_atmosphere", ""),
    "C": ("coulomb", "μum"),
    "K": ("kelvin", ""),
    "°C": ("degree_Celsius", ""),
    "degC": ("degree_Celsius", ""),
    "°F": ("degree_Fahrenheit", ""),
    "Hz": ("hertz", "mkM"),
    "N": ("newton", "nμum"),
    "L": ("liter", "mμu"),
    "%": ("0.01", ""),
    "wt%": ("0.01", ""),
    "x": ("1", ""),
    "points": ("0.01", ""),
    "cy": ("cycle_count", ""),
    "cyc": ("cycle_count", ""),
}

_WORDS: dict[str, str] = {
    "siemens": "S",
    "meter": "m",
    "metre": "m",
    "centimeter": "cm",
    "centimetre": "cm",
    "millimeter": "mm",
    "millimetre": "mm",
    "micrometer": "μm",
    "micrometre": "μm",
    "micron": "μm",
    "nanometer": "nm",
    "nanometre": "nm",
    "angstrom": "Å",
    "ångström": "Å",
    "ångstrom": "Å",
    "angström": "Å",
    "gram": "g",
    "milligram": "mg",
    "microgram": "μg",
    "hour": "h",
    "hr": "h",
    "hrs": "h",
    "minute": "min",
    "mins": "min",
    "second": "s",
    "sec": "s",
    "secs": "s",
    "millisecond": "ms",
    "day": "d",
    "ohm": "Ω",
    "kiloohm": "kΩ",
    "volt": "V",
    "millivolt": "mV",
    "electronvolt": "eV",
    "millibar": "mbar",
    "pascal": "Pa",
    "kelvin": "K",
    "celsius": "°C",
    "percent": "%",
    "cycle": "cy",
    "fold": "x",
    "pp": "points",
    "point": "points",
    "times": "x",
    "mole": "mol",
    "kohm": "kΩ",
    "mohm": "mΩ",
}


def _vocabulary() -> dict[str, str]:
    table: dict[str, str] = {}
    for symbol, (name, prefixes) in _BASES.items():
        table[symbol] = name
        for prefix in prefixes:
            # "mAh" is milli(ampere·hour): the prefix belongs to the first factor.
            table[prefix + symbol] = _PREFIXES[prefix] + name
    return table


_SYMBOLS = _vocabulary()


class UnknownUnit(ValueError):
    """A spelling that is no unit of the vocabulary; `position` is its index in the unit text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as pint knows it: `expression` for pint and `dimension` as a sorted tuple."""

    expression: str
    dimension: tuple[tuple[str, float], ...]


_making = Lock()


def _registry() -> Any:
    """The one registry. Two threads that ask first at the same time get the same one: quantities
    of different registries cannot be multiplied."""
    with _making:
        return _make_registry()


@lru_cache(maxsize=1)
def _make_registry() -> Any:
    # Imported on first use: pint and its definitions take half a second to load.
    import pint

    registry: Any = pint.UnitRegistry()
    registry.define("cycle_count = [cycle_count]")
    return registry


def _symbol(run: str) -> list[str] | None:
    """The pint names of a run of letters: one symbol, one word, or two symbols run together."""
    known = _SYMBOLS.get(run)
    if known is not None:
        return [known]
    word = run.lower()
    if len(word) >= 2:
        for candidate in (word, word[:-1] if word.endswith("s") else word):
            if candidate in _WORDS:
                return [_SYMBOLS[_WORDS[candidate]]]
    splits = [
        [_SYMBOLS[run[:cut]], _SYMBOLS[run[cut:]]]
        for cut in range(1, len(run))
        if run[:cut] in _SYMBOLS and run[cut:] in _SYMBOLS
    ]
    return splits[0] if len(splits) == 1 else None


_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<per>/|\bper\b)"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<one>1(?=\s*/))"
    r"|(?P<letters>(?:per\s?cent|deg(?:ree)?s?\.?\s*C(?:elsius)?\b|oC\b|°\s*[CF]|wt\s?%|%|[^\W\d_]+))"
    r"(?:\s*\^\s*\(?\s*(?P<raised>[+-]?\d{1,2})\s*\)?|(?P<plain>\d|\s?-\d)(?!\d))?"
    r"|(?P<times>[*.]|-(?=[^\W\d_]))"
    r")"
)


@lru_cache(maxsize=2048)
def parse_unit(text: str, c_means: str = "coulomb") -> Unit:
    """The unit that `text` (typography already folded) spells.

    `c_means` is what a lone `C` stands for: coulomb, but a C-rate where a rate is expected and a
    degree where a temperature is. Raises UnknownUnit.
    """
    factors: list[str] = []
    position = 0
    sign = 1
    group_sign: int | None = None
    group_opened_at = -1
    divided = False
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise UnknownUnit(f"{text[position:].strip()!r} is no part of a unit", position)
        start = match.end() - len(match.group().lstrip())
        if match["per"]:
            if sign < 0:
                raise UnknownUnit("two division signs in a row", start)
            if divided and group_sign is None:
                raise UnknownUnit("more than one division sign", start)
            sign, divided = -1, True
        elif match["open"]:
            if group_sign is not None:
                raise UnknownUnit("brackets inside brackets", start)
            group_sign, sign, group_opened_at = sign, 1, start
        elif match["close"]:
            if group_sign is None:
                raise UnknownUnit("a closing bracket without its opening one", start)
            group_sign = None
        elif match["letters"]:
            if divided and sign > 0 and group_sign is None and factors:
                raise UnknownUnit("a factor after the divisor: use brackets", start)
            names = _names(match["letters"], c_means, start)
            exponent = int(match["raised"] or match["plain"] or 1)
            exponents = [1] * (len(names) - 1) + [exponent]
            for name, power in zip(names, exponents, strict=True):
                factors.append(f"({name})**({sign * (group_sign or 1) * power})")
            sign = 1
        position = match.end()
    if group_sign is not None:
        raise UnknownUnit("an opening bracket without its closing one", group_opened_at)
    if sign < 0 or not factors:
        raise UnknownUnit("a unit is missing", len(text))
    return _unit("*".join(factors))


def _names(letters: str, c_means: str, position: int) -> list[str]:
    compact = letters.replace(" ", "")
    if letters == "C":
        return [c_means]
    if compact.lower().startswith("deg") or compact == "oC":
        return ["degree_Celsius"]
    if compact.lower() == "percent":
        return ["0.01"]
    names = _symbol(compact)
    if names is None:
        raise UnknownUnit(f"{letters!r} is no unit that is known here", position)
    return names


@lru_cache(maxsize=2048)
def _unit(expression: str) -> Unit:
    # A lone temperature keeps its offset; anywhere else a degree is a difference.
    single = re.fullmatch(r"\((degree_\w+)\)\*\*\(1\)", expression)
    if single:
        return Unit(single[1], (("[temperature]", 1.0),))
    scaled = expression.replace("(degree_", "(delta_degree_")
    quantity = _registry().Quantity(1.0, "dimensionless") * _registry().parse_expression(scaled)
    dimension = tuple(sorted((str(k), float(v)) for k, v in quantity.dimensionality.items() if v))
    return Unit(scaled, dimension)


def _per_mole(dimension: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((*dimension, ("[substance]", -1.0))))


def _per_cycle(dimension: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((*dimension, ("[cycle_count]", -1.0))))


@lru_cache(maxsize=2048)
def conversion(source: Unit, target: Unit) -> tuple[float, float] | None:
    """`(factor, offset)` with value_in_target = value_in_source × factor + offset.

    None when the dimensions differ. An energy per mole converts to an energy per particle (the
    two ways an activation energy is printed), and a length per cycle to a length in ångström
    (a growth per cycle is printed with and without "/cycle").
    """
    registry = _registry()
    if source.expression.startswith("degree_") or target.expression.startswith("degree_"):
        if source.dimension != target.dimension:
            return None
        zero = registry.Quantity(0.0, source.expression).to(target.expression).magnitude
        one = registry.Quantity(1.0, source.expression).to(target.expression).magnitude
        return (_clean(one - zero), _clean(zero))
    scale = 1.0
    if source.dimension != target.dimension:
        if target.expression == _ELECTRON_VOLT and source.dimension == _per_mole(target.dimension):
            scale = 1.0 / _AVOGADRO
        elif not (
            target.expression == _ANGSTROM and source.dimension == _per_cycle(target.dimension)
        ):
            return None
    ratio = _base(source) * scale / _base(target)
    return (_clean(ratio), 0.0)


_ELECTRON_VOLT = "(electron_volt)**(1)"
_ANGSTROM = "(angstrom)**(1)"


def _base(unit: Unit) -> float:
    registry = _registry()
    quantity = registry.Quantity(1.0, "dimensionless") * registry.parse_expression(unit.expression)
    return float(quantity.to_base_units().magnitude)


def _clean(value: float) -> float:
    """The number without the binary noise of a chain of conversions."""
    return float(f"{value:.13g}")


# canonical unit → what it measures, in words for error messages
CANONICAL_UNITS: dict[str, str] = {
    "1": "a number without unit",
    "cycles": "a number of cycles",
    "%": "a percentage",
    "points": "a difference of percentages",
    "%/cycle": "a percentage per cycle",
    "Å": "a growth per cycle",
    "nm": "a length",
    "nm/h": "a growth rate",
    "s": "a time",
    "h": "a time",
    "°C": "a temperature",
    "S/cm": "a conductivity",
    "eV": "an energy",
    "g/cm³": "a density",
    "g/mol": "a molar mass",
    "µg/cm²": "a mass per area",
    "mg/cm²": "a mass per area",
    "GPa": "a pressure or stiffness",
    "mbar": "a pressure",
    "V": "a voltage",
    "mV": "a voltage",
    "Ω": "a resistance",
    "Ω cm²": "an area-specific resistance",
    "1/h": "a rate",
    "mA/g": "a specific current",
    "mA/cm²": "a current density",
    "mAh/g": "a specific capacity",
    "mAh/cm²": "an areal capacity",
    "µAh/cm²": "an areal capacity",
    "mAh": "a charge",
    "mA": "a current",
}


# units that no property has, but that print puts in the wrong place often enough to be named
_ALSO_NAMED: dict[str, str] = {
    "Å/cycle": "a growth per cycle",
    "C": "a charge",
    "Wh/kg": "a specific energy",
    "mA/cm³": "a current per volume",
    "cm": "a length",
    "cm²": "an area",
    "g": "a mass",
    "mV/s": "a voltage per time",
    "Ω cm": "a resistivity",
    "kJ/mol": "an energy per mole",
}


@lru_cache(maxsize=256)
def canonical(unit: str) -> Unit:
    """The unit behind a canonical unit string. Raises UnknownUnit for a string that is none."""
    from science.quantities.typography import fold

    if unit == "1":
        return Unit("dimensionless", ())
    return parse_unit(fold(unit).text)


@lru_cache(maxsize=512)
def what_it_measures(unit: Unit) -> str:
    """In words, what a unit measures ("an areal capacity"); "something else" when unnamed."""
    for text, words in (*CANONICAL_UNITS.items(), *_ALSO_NAMED.items()):
        if canonical(text).dimension == unit.dimension and text not in {"%", "points", "Å", "GPa"}:
            return words
    return "something else"
