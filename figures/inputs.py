"""Values that were read off figures, computed from pixels and calibration: here and nowhere else.

Whoever keeps something that names ``{figure: fig-3b, series: coated}`` (the points of a test, the
growth series of a coating) calls :func:`digitised_rows` when its document is published, with what
:func:`figures_of` gives: the figures of a document are written before the records that name them,
and a record that names a changed figure is written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures.document import FigureEntry, figure_entry
from science.digitised import PIXEL_SD, Row

if TYPE_CHECKING:
    from literature.models import Paper


def digitised_rows(figure: FigureEntry, series: str) -> list[Row]:
    """``(x, x_error, y, y_error)`` of each point of a series, in the order it is kept in, in the
    units of its axes; errors are standard errors of the reading alone.

    Raises KeyError for a series that the figure does not have.
    """
    found = figure.one(series)
    if found is None:
        raise KeyError(series)
    calibration = figure.calibration(found)
    rows = zip(found.column("x"), found.column("y"), found.column("sd"), strict=True)
    return [
        calibration.row(x or 0.0, y or 0.0, PIXEL_SD if sd is None else sd) for x, y, sd in rows
    ]


def digitised_bars(figure: FigureEntry, series: str) -> list[tuple[float | None, float | None]]:
    """The values at the lower and upper end of each point's error bar; None where there is none."""
    found = figure.one(series)
    if found is None:
        raise KeyError(series)
    calibration = figure.calibration(found)

    def value(x: float | None, end: float | None) -> float | None:
        return None if end is None else calibration.row(x or 0.0, end).y

    ends = zip(found.column("x"), found.column("low"), found.column("high"), strict=True)
    return [(value(x, low), value(x, high)) for x, low, high in ends]


def figures_of(paper: Paper) -> dict[str, FigureEntry]:
    """The published figures of a paper, by key."""
    rows = paper.figures.select_related("via")
    return {row.key: FigureEntry.model_validate(_given(figure_entry(row, paper))) for row in rows}


def _given(entry: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if value is not None}
