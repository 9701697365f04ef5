"""From a reading to the points of a test: complete cycles, per what the person says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.document.invalid import DocumentInvalid, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.models import DraftFile

PER: dict[str, tuple[str, str]] = {
    "cell": ("mAh", ""),
    "active material": ("mAh/g", "mg"),
    "electrode": ("mAh/g", "mg"),
    "electrode with coating": ("mAh/g", "mg"),
    "area": ("mAh/cm²", "cm²"),
}
"""What capacities may be given per → their unit, and the unit of the amount it takes."""
_COLUMNS = {
    "charge": "charge_capacity",
    "discharge": "discharge_capacity",
    "coulombic_efficiency": "coulombic_efficiency",
    "energy_efficiency": "energy_efficiency",
    "mean_charge_voltage": "charge_mean_voltage",
    "mean_discharge_voltage": "discharge_mean_voltage",
    "time": "end_time",
}
_DIGITS = 7


def points_of(row: DraftFile, *, per: str = "cell", amount: float | None = None) -> dict[str, Any]:
    """The points of a test in its document. ``amount`` in mg or cm², unless per cell.

    Raises :class:`DocumentInvalid` where there is no complete cycle, or no amount.
    """
    if per not in PER:
        raise DocumentInvalid([Problem("per", f"expected {', '.join(PER)}")])
    unit, of = PER[per]
    if of and (amount is None or not 0 < amount < 1e9):
        raise DocumentInvalid([Problem("amount", f"expected a number of {of} above zero")])
    size = 1000.0 if not of else 1000.0 / (amount or 1) * (1000.0 if of == "mg" else 1.0)
    cycles = [one for one in row.found["per_cycle"] if one["complete"] and one["cycle"] > 0]
    if not cycles:
        raise DocumentInvalid([Problem("file", "holds no complete cycle: there are no points")])
    there = {n: k for n, k in _COLUMNS.items() if any(one[k] is not None for one in cycles)}
    rows = [
        [one["cycle"], *(_value(one, name, key, size) for name, key in there.items())]
        for one in cycles
    ]
    return {
        "unit": unit,
        "per": per,
        "columns": ["cycle", *there],
        "rows": rows,
        "sha256": row.checksums,
        "extraction": "author file",
    }


def _value(cycle: Mapping[str, Any], name: str, key: str, size: float) -> float | None:
    value = cycle[key]
    if value is None:
        return None
    scaled = value * size if name in {"charge", "discharge"} else value
    scaled = scaled / 3600 if name == "time" else scaled
    return float(f"{scaled:.{_DIGITS}g}")


def with_points(
    document: dict[str, Any], test: str, points: dict[str, Any], label: str = ""
) -> dict[str, Any]:
    """The document with these points in the test of this key; with a ``label``, as one more cell
    of it. Raises :class:`DocumentInvalid` where there is no such test."""
    tests = document.get("cycling")
    listed = tests if isinstance(tests, list) else []
    if not any(isinstance(one, dict) and one.get("key") == test for one in listed):
        raise DocumentInvalid([Problem("test", f"this draft has no test “{test}”")])
    changed = [
        _with(one, points, label) if isinstance(one, dict) and one.get("key") == test else one
        for one in listed
    ]
    return {**document, "cycling": changed}


def _with(test: dict[str, Any], points: dict[str, Any], label: str) -> dict[str, Any]:
    if not label:
        return {**test, "points": points}
    cells = test.get("replicates")
    others = [
        one
        for one in (cells if isinstance(cells, list) else [])
        if not (isinstance(one, dict) and one.get("label") == label)
    ]
    return {**test, "replicates": [*others, {"label": label, "points": points}]}
