"""Printed values as papers write them, read once by the product's own parser and drawn from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from records.presentation import quantity_json
from science.properties import property_value
from science.quantities import read

if TYPE_CHECKING:
    from random import Random

    from science.quantities import Quantity

POOL = 240
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Span(NamedTuple):
    """Where the values of a property lie, how its unit is printed, and how they are spread."""

    low: float
    high: float
    unit: str
    logarithmic: bool = False


COATING = {
    "thickness": Span(0.5, 80, " nm", True),
    "growth_per_cycle": Span(0.3, 6, " Å", True),
    "deposition_temperature": Span(50, 330, " °C"),
    "cycles": Span(5, 800, "", True),
    "ionic_conductivity": Span(1e-10, 1e-5, " S cm⁻¹", True),
    "electronic_conductivity": Span(1e-14, 1e-10, " S cm⁻¹", True),
    "activation_energy": Span(0.3, 0.9, " eV"),
    "density": Span(1.1, 4.2, " g cm⁻³"),
    "sei_thickness": Span(5, 200, " nm", True),
    "roughness": Span(0.1, 8, " nm", True),
    "refractive_index": Span(1.3, 2.6, ""),
    "youngs_modulus": Span(2, 200, " GPa", True),
}
STEP = {"time": Span(0.05, 40, " s", True), "temperature": Span(80, 250, " °C")}
SOURCE = {"source_temperature": Span(60, 240, " °C")}
CONDITION = {
    "rate": Span(0.05, 5, "C", True),
    "current_density": Span(0.1, 5, " mA cm⁻²", True),
    "specific_current": Span(20, 3000, " mA g⁻¹", True),
    "areal_capacity": Span(0.5, 5, " mAh cm⁻²", True),
    "temperature": Span(20, 60, " °C"),
    "loading": Span(1, 20, " mg cm⁻²"),
    "formation_cycles": Span(1, 5, ""),
}
RESULT = {
    "retention": Span(40, 99, " %"),
    "capacity": Span(100, 2500, " mAh g⁻¹", True),
    "coulombic_efficiency": Span(90, 99.9, " %"),
    "lifetime": Span(50, 2000, "", True),
    "lifetime_hours": Span(50, 3000, " h", True),
    "lifetime_ratio": Span(1.2, 12, "-fold", True),
    "overpotential": Span(8, 300, " mV", True),
    "impedance": Span(20, 900, " Ω", True),
    "stable_cycles": Span(50, 1500, "", True),
}
_COUNTS = {"cycles", "formation_cycles", "lifetime", "stable_cycles"}
_BARE = {"rate", "lifetime_ratio"}  # neither ± nor a bound is printed with these


def pool(random: Random, key: str, span: Span) -> list[Quantity]:
    """Readings of this property, every qualifier among them, as the parser gives them."""
    return [property_value(key, text) for text in _texts(random, key, span)]


def _texts(random: Random, key: str, span: Span) -> list[str]:
    if key == "temperature" and span is CONDITION["temperature"]:
        return ["RT", "25 °C", "60 °C", "~30 °C", "20–25 °C", "45 °C"]
    return [_text(random, key, span) for _ in range(POOL)]


def _text(random: Random, key: str, span: Span) -> str:
    low = _draw(random, span)
    whole = key in _COUNTS
    kind = "exact" if key in _BARE else random.choices(_KINDS, _SHARES)[0]
    if low < 1e-3:
        return _power_of_ten(low, kind, span.unit)
    one = _number(low, whole=whole)
    match kind:
        case "about":
            return f"~{one}{span.unit}"
        case "below":
            return f"<{one}{span.unit}"
        case "above":
            return f">{one}{span.unit}"
        case "range":
            other = _number(low * 1.6 + (2 if whole else 0), whole=whole)
            return f"{one}–{other}{span.unit}"
        case "uncertain" if not whole:
            return f"({one} ± {_number(low * 0.1, whole=False)}){span.unit}"
        case _:
            return f"{one}{span.unit}"


_KINDS = ("exact", "about", "range", "below", "above", "uncertain")
_SHARES = (50, 20, 14, 6, 5, 5)


def _draw(random: Random, span: Span) -> float:
    if span.logarithmic:
        return math.exp(random.uniform(math.log(span.low), math.log(span.high)))
    return random.uniform(span.low, span.high)


def _number(value: float, *, whole: bool) -> str:
    if whole or value >= 100:
        return str(max(1, round(value)))
    return f"{value:.3g}" if value >= 1 else f"{max(value, 0.01):.2f}"


def _power_of_ten(value: float, kind: str, unit: str) -> str:
    power = math.floor(math.log10(value))
    mantissa = round(value / 10**power, 1)
    tail = f" × 10{str(power).translate(_SUPERSCRIPTS)}{unit}"
    match kind:
        case "about":
            return f"~{mantissa}{tail}"
        case "below":
            return f"<{mantissa}{tail}"
        case "above":
            return f">{mantissa}{tail}"
        case "range":
            return f"{mantissa}–{round(mantissa * 1.5, 1)}{tail}"
        case "uncertain":
            return f"({mantissa} ± 0.1){tail}"
        case _:
            return f"{mantissa}{tail}"


def windows(random: Random) -> list[Quantity]:
    """Voltage windows of cells, in V."""
    lows, highs = (0.01, 0.05, 2.5, 2.7, 3.0), (1.5, 3.0, 4.2, 4.3, 4.6, 4.9)
    pairs = [(low, high) for low in lows for high in highs if low < high]
    return [property_value("voltage_window", f"{low}–{high} V") for low, high in pairs]


def cycle_counts() -> list[Quantity]:
    """The cycles at which results are stated."""
    return [read(text, unit="cycles") for text in ("50", "100", "~150", "200", ">300", "500")]


def temperature_conditions() -> list[dict[str, object]]:
    """Conditions of a measurement, as the product keeps them; most state none."""
    readings = [property_value("temperature", text) for text in _MEASURED]
    stated: list[dict[str, object]] = [{"temperature": quantity_json(q)} for q in readings]
    return [{}, {}, {}, {}, *stated]


_MEASURED = ("RT", "25 °C", "30 °C", "100 °C")
