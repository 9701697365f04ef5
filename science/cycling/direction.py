"""Which half cycle is useful: what a cell gives, and what it took before."""

from __future__ import annotations

from dataclasses import dataclass

from science.declaring import Gap
from science.inputs import TestInputs


@dataclass(frozen=True, slots=True)
class Direction:
    """The columns of what comes out and of what went in, and how the efficiency is labelled."""

    out: str
    into: str
    efficiency: str


FULL = Direction("discharge", "charge", "discharge ÷ charge")
# On discharge an anode against its metal takes up the ion: what it gives back is the charge.
ANODE_HALF_CELL = Direction("charge", "discharge", "half cell: delithiation ÷ lithiation")
PLATED = Direction("stripped", "plated", "stripped ÷ plated")
NAMED = Direction("delithiation", "lithiation", "half cell: delithiation ÷ lithiation")


UNKNOWN = "which half cycle is the useful one is unknown"


class DirectionUnknown(Gap):
    """Cell or electrode do not say which half cycle is the useful one."""


def direction_of(test: TestInputs) -> Direction:
    """Which of charge and discharge is useful. Raises DirectionUnknown where nothing says.

    A half cell of an anode keeps what it gives back, its delithiation; a half cell of a cathode
    and a full cell keep their discharge; of metal on a current collector what is stripped counts.
    """
    if test.points is not None and {"lithiation", "delithiation"} & set(test.points.columns):
        return NAMED
    if test.cell_type == "full":
        return FULL
    if test.cell_type == "symmetric":
        raise DirectionUnknown(
            "a symmetric cell has no direction: what one electrode gives the other takes"
        )
    if test.points is not None and {"plated", "stripped"} & set(test.points.columns):
        return PLATED
    if test.cell_type == "half" and test.electrode_role in {"anode", "cathode"}:
        return ANODE_HALF_CELL if test.electrode_role == "anode" else FULL
    if test.cell_type == "unspecified" or not test.electrode:
        lacking = "cell" if test.cell_type == "unspecified" else "electrode"
        raise DirectionUnknown(f"the {lacking} is not stated: {UNKNOWN}")
    raise DirectionUnknown(f"{test.electrode} is no anode or cathode on record: {UNKNOWN}")
