"""The data behind a plot as CSV: every record with both values, streamed, never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explore.charting import csv_response
from explore.plotting import points as reading
from records.models import Kind, public_id
from records.read_rows import qualifier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import StreamingHttpResponse

    from explore.plotting.plot import Plot


def plot_csv(plot: Plot) -> StreamingHttpResponse:
    """One line a record; an open side of a bound is empty."""
    x, y = (f"{q.key} ({q.unit})" if q.unit not in {"", "1"} else q.key for q in (plot.x, plot.y))
    header = ["id", "material", "substrate", plot.category.word]
    header += [f"{x} low", f"{x} high", f"{y} low", f"{y} high"]
    header += [f"{plot.x.key} qualifier", f"{plot.y.key} qualifier", "paper", "year"]
    return csv_response(header, _rows(plot), f"{plot.y.key}-against-{plot.x.key}.csv")


def _rows(plot: Plot) -> Iterator[list[Any]]:
    words = {True: "coated", False: "bare"}
    for point in reading.points(plot.shown, plot.category):
        word = words.get(point.word, point.word) if isinstance(point.word, bool) else point.word
        record = reading.record_id(plot.subject, point.number)
        paper = public_id(Kind.PAPER, point.paper_id)
        said = [qualifier_of(*point.x, point.x_about), qualifier_of(*point.y, point.y_about)]
        line = [record, point.film, point.substrate, word, *point.x, *point.y, *said]
        yield [*line, paper, point.year]
