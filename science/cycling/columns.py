"""What can be recorded of each cycle: the columns, their units, and what a capacity is per."""

from __future__ import annotations

from typing import Literal, get_args

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
