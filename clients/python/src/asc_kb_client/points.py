"""Points of a cycling test, cycle by cycle, and its time series."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, quote, urlsplit

if TYPE_CHECKING:
    import pandas

    from asc_kb_client.asking import Asker
    from asc_kb_client.values import Json


class Points:
    """What was recorded of a test. Nothing is asked before it is used."""

    def __init__(self, asker: Asker, ident: str) -> None:
        self._asker = asker
        self._path = f"cycling/{quote(ident, safe='')}/"

    def __iter__(self) -> Iterator[Json]:
        """Every point of the first cell, cycle by cycle."""
        return self.of_cell(1)

    def of_cell(self, cell: int) -> Iterator[Json]:
        """Every point of a recorded cell, counted from 1."""
        query: list[tuple[str, str]] = [("page_size", "1000")]
        query += [("cell", str(cell))] if cell != 1 else []
        while True:
            body = json.loads(self._asker.get(f"{self._path}points/", query).content)
            yield from body["results"]
            if body["next"] is None:
                return
            query = parse_qsl(urlsplit(body["next"]).query, keep_blank_values=True)

    def to_pandas(self) -> pandas.DataFrame:
        """One row a cycle of every recorded cell, which ``cell`` counts from 1; units stand in the
        heads (``discharge (mAh/g)``). ``frame.attrs["data_version"]`` is the version to cite."""
        return self._table("points/", [])

    def profiles_to_pandas(self) -> pandas.DataFrame:
        """Voltage profiles that were read off figures: ``x`` in the ``unit`` of its row against
        ``voltage (V)``, with the standard errors of reading; no row where a test has none."""
        return self._table("profiles/", [])

    def series_to_pandas(self, *cycles: int) -> pandas.DataFrame:
        """The time series of these cycles, or of all: ``test_time_second (s)``,
        ``voltage_volt (V)``, ``current_ampere (A)``. Raises :class:`ParametersError` where a test
        has none."""
        return self._table("series/", [("cycle", str(cycle)) for cycle in cycles])

    def _table(self, of: str, query: list[tuple[str, str]]) -> pandas.DataFrame:
        try:
            import pandas
        except ModuleNotFoundError as error:
            message = "tables need pandas: pip install 'asc-kb-client[pandas]'"
            raise ModuleNotFoundError(message) from error
        kept = self._asker.get(f"{self._path}{of}", [*query, ("format", "csv")])
        frame = pandas.read_csv(io.BytesIO(kept.content))
        frame.attrs["data_version"] = kept.headers.get("x-data-version")
        return cast("pandas.DataFrame", frame)
