"""What the entered film costs in a cell, and what it would take to cost less.

Everything is computed by :mod:`science.transport`, as for a coating on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.typesetting import reading_text
from science import formulas
from science.quantities import Interval
from science.results import Derived
from science.transport import area_specific_resistance, ionic_conductivity_25c, ohmic_drop_in_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explore.placing.entered import Entered, Entry
    from science.quantities import Quantity
    from science.results import Result

_LEAST_AREA = (
    "The film's area is taken as the electrode's geometric one: a rough electrode, whose film "
    "carries less current on each cm², allows more."
)


@dataclass(frozen=True)
class Line:
    """A computed value in words, or why there is none."""

    label: str
    value: str
    why: str
    notes: tuple[str, ...] = ()
    assumed: tuple[Entry, ...] = ()
    """inputs that were not entered, and what was taken for them"""


_AT, _FLOWS = ("temperature",), ("current_density",)


def computed(entered: Entered) -> list[Line]:
    """Conductivity at 25 °C, resistance and voltage drop of the film."""
    film = entered.film
    return [
        _line("Ionic conductivity at 25 °C", ionic_conductivity_25c(film), entered, _AT),
        _line("Area-specific resistance", area_specific_resistance(film), entered, _AT),
        _line("Ohmic drop in the cell", ohmic_drop_in_cell(film), entered, _AT + _FLOWS),
    ]


def at_25c(entered: Entered) -> Result:
    """The entered conductivity at 25 °C."""
    return ionic_conductivity_25c(entered.film)


def _assumed(entered: Entered, names: Sequence[str]) -> tuple[Entry, ...]:
    return tuple(entered.entries[name] for name in names if entered.entries[name].assumed)


def _line(label: str, result: Result, entered: Entered, used: Sequence[str]) -> Line:
    if not isinstance(result, Derived):
        return Line(label, "", result.why)
    shown = reading_text(result.qualifier, result.low, result.high, result.unit or "", digits=3)
    return Line(label, str(shown), "", result.warnings, _assumed(entered, used))


def wanted(entered: Entered) -> list[Line]:
    """The thickness and the conductivity for the wanted drop, each from the other."""
    drop, current = entered.value("ohmic_drop"), entered.value("current_density")
    if drop is None or current is None:
        return []
    factor = entered.value("roughness_factor")
    notes = () if factor else (_LEAST_AREA,)
    try:
        local = current.interval / (factor.interval if factor else Interval.point(1.0))
        limit = formulas.resistance_for_drop_ohm_cm2(_most(drop), local)
    except ZeroDivisionError:
        return [Line("Resistance", "", "without a current there is no drop")]
    flows, both = _assumed(entered, _FLOWS), _assumed(entered, _AT + _FLOWS)
    conductivity, thickness = at_25c(entered), entered.value("thickness")
    lines = [Line("Resistance at most", _shown("below", limit.low, "Ω cm²"), "", notes, flows)]
    if isinstance(conductivity, Derived):
        most = formulas.thickness_for_resistance_nm(limit, conductivity.interval)
        lines.append(Line("Thickness at most", _shown("below", most.low, "nm"), "", (), both))
    else:
        lines.append(Line("Thickness at most", "", conductivity.why))
    if thickness is None:
        lines.append(Line("Conductivity at least", "", "thickness is not entered"))
    elif limit.low > 0:
        least = formulas.conductivity_for_resistance_s_cm(thickness.interval, limit)
        shown = _shown("above", least.high, "S/cm")
        lines.append(Line("Conductivity at least", shown, "", (), flows))
    return lines


def _most(drop: Quantity) -> Interval:
    """The wanted drop: "10 mV" and "below 10 mV" mean the same."""
    return Interval.point(drop.high if drop.high is not None else drop.low or 0.0)


def _shown(qualifier: str, end: float, unit: str) -> str:
    below = qualifier == "below"
    low, high = (None, end) if below else (end, None)
    printed = "at most" if below else "at least"
    return str(reading_text(qualifier, low, high, unit, printed=printed, digits=3))
