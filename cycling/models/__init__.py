"""How it performed: cycling tests, their controls, conditions, stated results and points."""

from cycling.models.curve import SeriesPart, SeriesReading, SeriesState, TestCurve
from cycling.models.read_row import TestRead
from cycling.models.test import (
    CellType,
    Control,
    CyclingTest,
    Outcome,
    OutcomeDirection,
    TestCoating,
    TestCondition,
    TestResult,
)

__all__ = [
    "CellType",
    "Control",
    "CyclingTest",
    "Outcome",
    "OutcomeDirection",
    "SeriesPart",
    "SeriesReading",
    "SeriesState",
    "TestCoating",
    "TestCondition",
    "TestCurve",
    "TestRead",
    "TestResult",
]
