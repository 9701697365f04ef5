"""The data behind a plot as CSV: every record with both values, streamed, never cut."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

from explore.plotting import points as reading
from literature.models import Kind, public_id
from literature.spreadsheets import disarmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explore.plotting.plot import Plot


class _Line:
    """What a writer writes to: gives the line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_response(header: list[str], rows: Iterable[list[Any]], name: str) -> StreamingHttpResponse:
    """A CSV file with a header, written while it is read; no text in it runs as a formula."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield writer.writerow(header)
        for row in rows:
            yield writer.writerow([disarmed(c) if isinstance(c, str) else c for c in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def plot_csv(plot: Plot) -> StreamingHttpResponse:
    """One line a record; an open side of a bound is empty."""
    x, y = (f"{q.key} ({q.unit})" if q.unit not in {"", "1"} else q.key for q in (plot.x, plot.y))
    header = ["id", "material", "substrate", plot.category.word]
    header += [f"{x} low", f"{x} high", f"{y} low", f"{y} high", "paper", "year"]
    return csv_response(header, _rows(plot), f"{plot.y.key}-against-{plot.x.key}.csv")


def _rows(plot: Plot) -> Iterator[list[Any]]:
    words = {True: "coated", False: "bare"}
    for point in reading.points(plot.shown, plot.category):
        word = words.get(point.word, point.word) if isinstance(point.word, bool) else point.word
        record = reading.record_id(plot.subject, point.number)
        paper = public_id(Kind.PAPER, point.paper_id)
        yield [record, point.film, point.substrate, word, *point.x, *point.y, paper, point.year]
