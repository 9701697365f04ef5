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

from science.quantities.unit_words import UnknownUnit, names_of

# One Avogadro number of electronvolts in joules: an energy per mole against one per particle.
_AVOGADRO = 6.02214076e23  # 1/mol, exact in the SI since 2019


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
    registry.define("sccm = [standard_flow]")  # of a gas at standard conditions, cm³ a minute
    return registry


_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<per>/|\bper\b)"
    r"|(?P<open>\()|(?P<close>\))(?:\s*\^?\s*(?P<outside>[+-]?\d)(?!\d))?"
    r"|(?P<one>1(?=\s*/))"
    r"|(?P<letters>(?:(?:(?:(?:PE-?)?ALD(?:/MLD)?|MLD|deposition|growth)[\s-]?)?"
    r"(?:super-?)?cycles?(?![^\W\d_])|per\s?cent|deg(?:ree)?s?\.?\s*C(?:elsius)?\b|oC\b|°\s*[CF]|(?:wt|at|mol)\.?\s?%|%|[^\W\d_]+))"
    r"(?:\s*\^\s*\(?\s*(?P<raised>[+-]?\d)(?!\d)\s*\)?|(?P<plain>\d|\s?-\d)(?!\d))?"
    r"|(?P<times>[*.]|-(?=[^\W\d_]))"
    r")"
)
_LAST_PER_CYCLE = re.compile(r"\s*(?:ALD|MLD)?\s*(?:super-?)?cycles?\s*$", re.IGNORECASE)
_NUMBERS = {"0.01", "1"}  # per cent, -fold


@dataclass(slots=True)
class _Factor:
    name: str
    power: int
    letters: str
    position: int


@lru_cache(maxsize=2048)
def parse_unit(text: str, c_means: str = "coulomb") -> Unit:
    """The unit that `text` (typography already folded) spells.

    `c_means` is what a lone `C` stands for: coulomb, but a C-rate where a rate is expected and a
    degree where a temperature is. Raises UnknownUnit.
    """
    factors = _Factors(text, c_means).read()
    for factor in factors:
        others = [other for other in factors if other is not factor]
        per_cycle = [(other.name, other.power) for other in others] in ([], [("cycle_count", -1)])
        if factor.name in _NUMBERS and not (per_cycle and factor.power == 1):
            raise UnknownUnit(
                "{} is no factor of another unit", factor.position, factor.letters.strip()
            )
    return _unit("*".join(f"({factor.name})**({factor.power})" for factor in factors))


class _Factors:
    """Reads the factors of a unit one after the other."""

    def __init__(self, text: str, c_means: str) -> None:
        self.text = text
        self.c_means = c_means
        self.found: list[_Factor] = []
        self.sign = 1
        self.divided = False
        self.group: tuple[int, int, int] | None = None  # its sign, its place, its first factor

    def read(self) -> list[_Factor]:
        position = 0
        while position < len(self.text.rstrip()):
            match = _TOKEN.match(self.text, position)
            if match is None:
                rest = self.text[position:].strip()
                at = self.text.index(rest, position)
                raise UnknownUnit("{} is no part of a unit", at, rest)
            start = match.end() - len(match.group().lstrip())
            if match["per"]:
                self._divide(start, match.end())
            elif match["open"]:
                if self.group is not None:
                    raise UnknownUnit("brackets inside brackets", start)
                self.group, self.sign = (self.sign, start, len(self.found)), 1
            elif match["close"]:
                self._close(start, int(match["outside"] or 1))
            elif match["letters"]:
                power = int((match["raised"] or match["plain"] or "1").replace(" ", ""))
                self._multiply(match["letters"], power, start)
            elif match["times"] and not (self.found and self.text[match.end() :].strip()):
                raise UnknownUnit("{} may be a footnote mark: leave it out", start, match["times"])
            position = match.end()
        if self.group is not None:
            raise UnknownUnit("an opening bracket without its closing one", self.group[1])
        if self.sign < 0 or not self.found:
            raise UnknownUnit("a unit is missing", len(self.text))
        return self.found

    def _divide(self, start: int, end: int) -> None:
        if self.sign < 0:
            raise UnknownUnit("two division signs in a row", start)
        last = _LAST_PER_CYCLE.match(self.text, end)  # ng/cm²/cycle
        if self.divided and self.group is None and not last:
            raise UnknownUnit("more than one division sign", start)
        self.sign, self.divided = -1, True

    def _close(self, start: int, power: int) -> None:
        if self.group is None:
            raise UnknownUnit("a closing bracket without its opening one", start)
        for factor in self.found[self.group[2] :]:
            factor.power *= power
        self.group = None

    def _multiply(self, letters: str, power: int, start: int) -> None:
        if self.divided and self.sign > 0 and self.group is None and self.found:
            raise UnknownUnit("a factor after the divisor: use brackets", start)
        names = names_of(letters, self.c_means, start)
        group_sign = self.group[0] if self.group else 1
        for name in names[:-1]:
            self.found.append(_Factor(name, self.sign * group_sign, letters, start))
        self.found.append(_Factor(names[-1], self.sign * group_sign * power, letters, start))
        self.sign = 1


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
    (a growth or mass gain per cycle is printed with and without "/cycle").
    """
    registry = _registry()
    if source.expression.startswith("degree_") or target.expression.startswith("degree_"):
        # A scale with a zero of its own has no second factor.
        scales = {source.expression, target.expression}
        if not all(re.fullmatch(r"degree_\w+|\(kelvin\)\*\*\(1\)", scale) for scale in scales):
            return None
        zero = registry.Quantity(0.0, source.expression).to(target.expression).magnitude
        one = registry.Quantity(1.0, source.expression).to(target.expression).magnitude
        return (_clean(one - zero), _clean(zero))
    scale = 1.0
    if source.dimension != target.dimension:
        if target.expression == _ELECTRON_VOLT and source.dimension == _per_mole(target.dimension):
            scale = 1.0 / _AVOGADRO
        elif not (
            target.expression in _PER_CYCLE and source.dimension == _per_cycle(target.dimension)
        ):
            return None
    try:
        ratio = _base(source) * scale / _base(target)
    except OverflowError:  # many factors that cancel out again
        return None
    return (_clean(ratio), 0.0)


_ELECTRON_VOLT = "(electron_volt)**(1)"
_PER_CYCLE = {"(angstrom)**(1)", "(nanogram)**(1)*(centimeter)**(-2)"}
"""What is printed with and without "/cycle"."""


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
    "Pa s": "an exposure",
    "sccm": "a flow of gas",
    "W": "a power",
    "ng/cm²": "a mass per area",
    "m²/g": "a specific surface area",
    "at.%": "a share of the atoms",
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
    "µm": "a length",
    "cm²": "an area",
    "µL": "a volume",
}


# units that no property has, but that print puts in the wrong place often enough to be named
_ALSO_NAMED: dict[str, str] = {
    "Å/cycle": "a growth per cycle",
    "C": "a charge",
    "Wh/kg": "a specific energy",
    "mA/cm³": "a current per volume",
    "cm": "a length",
    "g": "a mass",
    "mV/s": "a voltage per time",
    "Ω cm": "a resistivity",
    "kJ/mol": "an energy per mole",
}


@lru_cache(maxsize=256)
def rescaling(unit: str, target: str) -> tuple[float, float]:
    """`(factor, offset)` that brings numbers in `unit`, as printed, into the canonical `target`.

    Raises UnknownUnit for what is no unit, or one of something else.
    """
    from science.quantities.typography import fold

    if unit == target:
        return (1.0, 0.0)
    wanted = canonical(target)
    c_means = "degree_Celsius" if target == "°C" else "1/hour" if target == "1/h" else "coulomb"
    found = conversion(parse_unit(fold(unit).text, c_means), wanted)
    if found is None:
        raise UnknownUnit(f"{{}} is not the unit of {what_it_measures(wanted)}", 0, unit)
    return found


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
        if canonical(text).dimension == unit.dimension and text not in {
            "%",
            "points",
            "at.%",
            "Å",
            "GPa",
        }:
            return words
    return "something else"
