"""What can be recorded of each cycle: the columns, their units, and what a capacity is per."""

from __future__ import annotations

from typing import Literal, get_args

from science.quantities import UnknownUnit, rescaling

CAPACITIES = (
    "charge", "discharge", "lithiation", "delithiation", "plated", "stripped", "capacity",
)  # fmt: skip
"""in the unit of the points"""
_OTHERS = {
    "coulombic_efficiency": "%",
    "energy_efficiency": "%",
    "retention": "%",
    "mean_charge_voltage": "V",
    "mean_discharge_voltage": "V",
    "overpotential": "mV",
    "plating_overpotential": "mV",
    "stripping_overpotential": "mV",
    "time": "h",
    "rate": "1/h",
    "specific_current": "mA/g",
    "current_density": "mA/cm²",
    "current": "mA",
}
POINT_COLUMNS = ("cycle", *CAPACITIES, *_OTHERS)
POINT_UNITS = ("mAh/g", "mAh/cm²", "mAh", "%")
PROFILE_UNITS = (*POINT_UNITS, "h")
"""What a voltage can stand against: a capacity, its share of a whole, or time."""

Denominator = Literal["active material", "electrode", "electrode with coating", "area", "cell"]
PER: dict[str, tuple[Denominator, ...]] = {
    "mAh/g": ("active material", "electrode", "electrode with coating"),
    "mAh/cm²": ("area",),
    "mAh": ("cell",),
    "%": (),
}
"""What a capacity in this unit can be counted per."""
DENOMINATORS: tuple[str, ...] = get_args(Denominator)


def column_unit(column: str, capacities: str) -> str:
    """The unit of a column, where capacities are in `capacities`; "" of the cycle's number."""
    return capacities if column in CAPACITIES else _OTHERS.get(column, "")


def column_title(column: str, capacities: str) -> str:
    """Name and unit as the head of a table: ``discharge (mAh/g)``."""
    unit = column_unit(column, capacities)
    return f"{column} ({unit})" if unit else column


def profile_scale(unit: str) -> tuple[str, float]:
    """The one of `PROFILE_UNITS` that a unit as printed is of, and the factor into it. Raises
    UnknownUnit for what is none of them."""
    for known in PROFILE_UNITS:
        try:
            factor, offset = rescaling(unit, known)
        except UnknownUnit:
            continue
        if not offset:
            return known, factor
    raise UnknownUnit("{} is no unit of capacity or time", 0, unit)
