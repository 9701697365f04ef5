"""The figures in ``fixtures/``: every series is used, and gives what the paper prints as well.

``docs/data-quality.md`` has the same comparison as a table.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from documents.files import find_files, read_file
from figures.document import FigureEntry
from figures.inputs import digitised_rows

PAPERS = settings.BASE_DIR / "fixtures" / "papers"

# paper, figure, series, x of the point, what text or table print, the share it may be off
PRINTED = (
    ("mantymaki-2013", "fig-3", "li-thd", 1, 0.7, 0.08),
    ("mantymaki-2013", "fig-3", "li-thd", 4, 1.1, 0.05),
    ("groner-2004", "fig-6", "growth", 33, 1.11, 0.005),
    ("groner-2004", "fig-6", "growth", 125, 1.34, 0.005),
    ("groner-2004", "fig-6", "growth", 177, 1.25, 0.005),
    ("groner-2004", "fig-11", "hydrogen", 177, 6.9, 0.01),
    ("groner-2004", "fig-11", "hydrogen", 33, 21.7, 0.005),
    ("groner-2004", "fig-12", "this-work", 33, 1.51, 0.001),
    ("groner-2004", "fig-12", "this-work", 177, 1.60, 0.001),
    ("aaltonen-2010", "fig-3", "xrr", 0, 0.28, 0.005),
    ("aaltonen-2010", "fig-3", "xrr", 100, 0.52, 0.01),
    ("aaltonen-2010", "fig-5", "growth", 12, 0.48, 0.005),
    ("hornsveld-2017", "fig-2a", "liotbu", 6, 0.60, 0.01),
    ("hornsveld-2017", "fig-2a", "h2o", 50, 0.60, 0.005),
    ("hornsveld-2017", "fig-2b", "liotbu", 6, 0.82, 0.01),
    ("hornsveld-2017", "fig-3b", "thermal", 150, 0.60, 0.01),
    ("hornsveld-2017", "fig-3b", "plasma", 150, 0.82, 0.01),
    ("garcia-alonso-2015", "fig-2a", "growth", 0, 0.73, 0.01),
    ("garcia-alonso-2015", "fig-2a", "growth", 50, 0.61, 0.01),
    ("pieters-2024", "fig-1", "h2o", 200, 120, 0.015),
    ("put-2019", "fig-2b", "li3po4", 200, 0.14, 0.005),
    ("wade-2007", "fig-3c", "cycles", 250, 211, 0.005),
    ("wade-2007", "fig-3c", "cycles", 200, 157, 0.005),
)


def _shipped() -> dict[str, dict[str, Any]]:
    documents = (read_file(path).data for path in find_files([PAPERS]))
    return {one["key"]: one for one in documents if "figures" in one}


SHIPPED = _shipped()


def _named(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Figure and series that a coating or a test of the document reads."""
    rows = [
        one["rows"]
        for coating in document.get("coatings", ())
        for one in coating.get("series", ())
        if isinstance(one["rows"], dict)
    ]
    points = [test["points"] for test in document.get("cycling", ()) if "points" in test]
    rows += [one["figure"] for one in points if "figure" in one]
    return {(one["figure"], one["series"]) for one in rows}


def _points(paper: str, figure: str, series: str) -> list[tuple[float, float]]:
    entry = next(one for one in SHIPPED[paper]["figures"] if one["key"] == figure)
    read = digitised_rows(FigureEntry.model_validate(entry), series)
    return [(row.x, row.y) for row in read]


@pytest.mark.parametrize("paper", SHIPPED)
def test_every_series_that_was_read_is_used(paper: str) -> None:
    read = {
        (figure["key"], series["key"])
        for figure in SHIPPED[paper]["figures"]
        for series in figure["series"]
    }
    assert _named(SHIPPED[paper]) == read


@pytest.mark.parametrize(("paper", "figure", "series", "x", "printed", "off"), PRINTED)
def test_a_figure_gives_what_the_paper_prints(
    paper: str, figure: str, series: str, x: float, printed: float, off: float
) -> None:
    points = _points(paper, figure, series)
    nearest = min(abs(at - x) for at, _ in points)
    values = [value for at, value in points if abs(at - x) < nearest + 0.5]
    assert min(abs(value - printed) for value in values) <= off * printed


def test_triangles_and_circles_of_one_film_agree() -> None:
    """Fig. 3a draws the film as triangles, Fig. 5 as circles: where a triangle has its value."""
    circles = _points("hornsveld-2017", "fig-5", "plasma-3s")
    triangles = [
        one for one in _points("hornsveld-2017", "fig-3a", "plasma-300") if one[0] < circles[-1][0]
    ]
    off = [
        thickness - min(circles, key=lambda one: abs(one[0] - cycles))[1]
        for cycles, thickness in triangles
    ]
    assert len(off) == 4
    assert max(abs(one) for one in off) < 0.15
