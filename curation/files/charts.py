"""What a file looks like: capacities by cycle, voltage in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts.chart import Axis, Chart, Line, Mark, Series
from charts.scales import around

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKED = 200
"""more cycles than this are drawn as a line alone"""
_SIZES = ((1.0, "Ah"), (1e-3, "mAh"), (1e-6, "µAh"))


def capacity_chart(found: Mapping[str, Any]) -> Chart | None:
    """Charge and discharge capacity of every cycle; None where there is none."""
    values = [
        one[side]
        for one in found["per_cycle"]
        for side in ("charge_capacity", "discharge_capacity")
        if one[side] is not None
    ]
    if not values:
        return None
    size, unit = next((pair for pair in _SIZES if max(values) >= pair[0]), _SIZES[-1])
    series = [
        _side(found, f"{side}_capacity", side, slot, size, unit)
        for slot, side in enumerate(("charge", "discharge"))
    ]
    cycles = [one["cycle"] for one in found["per_cycle"]]
    return Chart(
        x=Axis(around(min(cycles), max(cycles), log=False, whole=True), "Cycle"),
        y=Axis(around(0.0, max(values) / size, log=False), f"Capacity ({unit})"),
        series=series,
        description=f"Charge and discharge capacity in {unit} of {len(cycles)} cycles",
        height=360,
    )


def _side(
    found: Mapping[str, Any], key: str, side: str, slot: int, size: float, unit: str
) -> Series:
    points = [(one["cycle"], one[key] / size) for one in found["per_cycle"] if one[key] is not None]
    marks = [
        Mark(x, x, y, y, f"cycle {x}: {y:.4g} {unit} of {side}", "") for x, y in points[:_MARKED]
    ]
    line = [Line([(float(x), y) for x, y in points], side, "")] if len(points) > _MARKED else []
    return Series(side, slot, marks if len(points) <= _MARKED else [], line)


def voltage_chart(found: Mapping[str, Any]) -> Chart | None:
    """Voltage in time, as thinned for looking; None for a table of cycles."""
    preview = found.get("preview") or {}
    hours, volts = preview.get("hours") or [], preview.get("volts") or []
    if len(hours) < 2:
        return None
    drawn = len(hours)
    thinned = f", drawn by {drawn} of {preview['of']} rows" if drawn < preview["of"] else ""
    return Chart(
        x=Axis(around(hours[0], hours[-1], log=False), "Time (h)"),
        y=Axis(around(min(volts), max(volts), log=False), "Voltage (V)"),
        series=[Series("voltage", 0, lines=[Line(list(zip(hours, volts, strict=True)), "", "")])],
        description=f"Voltage in V over {hours[-1] - hours[0]:.3g} h{thinned}",
        legend=False,
        height=360,
    )
