"""What no sheet holds is not lost when a workbook comes back."""

from __future__ import annotations

from typing import Any

from curation.sheets.looking import with_figures
from figures.tests.examples import FIGURE

READ_OFF = {
    "unit": "mAh/g",
    "columns": ["cycle", "discharge"],
    "figure": {"figure": "fig-3b", "series": {"discharge": "coated"}},
}


def test_figures_and_the_points_read_off_them_stay_with_a_paper() -> None:
    before: dict[str, Any] = {
        "figures": [FIGURE],
        "cycling": [{"key": "coated", "points": READ_OFF}, {"key": "bare"}],
    }
    typed = {"unit": "mAh/g", "columns": ["cycle", "discharge"], "rows": [[1, 150]]}
    filled = {"key": "a", "cycling": [{"key": "coated"}, {"key": "bare", "points": typed}]}
    together = with_figures(filled, before)
    assert together["figures"] == [FIGURE]
    assert together["cycling"] == [
        {"key": "coated", "points": READ_OFF},
        {"key": "bare", "points": typed},
    ]


def test_points_typed_into_the_sheet_take_the_place_of_those_of_a_figure() -> None:
    typed = {"unit": "mAh/g", "columns": ["cycle", "discharge"], "rows": [[1, 150]]}
    before = {"figures": [FIGURE], "cycling": [{"key": "coated", "points": READ_OFF}]}
    together = with_figures({"cycling": [{"key": "coated", "points": typed}]}, before)
    assert together["cycling"] == [{"key": "coated", "points": typed}]
