"""Lists: what a filter leaves, walked to the end, counted, or taken as one table or file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, quote, urlsplit

from asc_kb_client.points import Points
from asc_kb_client.records import Record
from asc_kb_client.values import Value

if TYPE_CHECKING:
    import pandas
    import polars

    from asc_kb_client.asking import Asker
    from asc_kb_client.values import Json, Qualifier

Plain = str | int | float | bool | Value
Filter = Plain | Iterable[Plain] | None
PAGE = 500
_END = re.compile(r"(?P<key>.+) (?P<end>low|high)(?: \((?P<unit>.+)\))?")
_SUFFIXES = {".bib": "bibtex", ".json": "csl"}


class Selection:
    """The records of one list that its filters leave. Nothing is asked before it is used."""

    def __init__(self, asker: Asker, plural: str, filters: dict[str, Filter]) -> None:
        self._asker = asker
        self._path = f"{plural}/"
        self._query = [pair for name, value in filters.items() for pair in _pairs(name, value)]
        self._filters = filters
        self._plural = plural

    def where(self, **filters: Filter) -> Selection:
        """The same with more filters; one that is given anew replaces the former."""
        return Selection(self._asker, self._plural, self._filters | filters)

    def __iter__(self) -> Iterator[Record]:
        """Every record once, whatever is published or withdrawn meanwhile."""
        query = [*self._query, ("cursor", ""), ("page_size", str(PAGE))]
        fetch = Collection(self._asker, self._plural).raw
        while True:
            body = self._json(self._path, query)
            for item in body["results"]:
                yield Record(item, fetch, _points(self._asker, self._plural))
            if body["next"] is None:
                return
            # the address may be that of a server behind another name; its query is what counts
            query = parse_qsl(urlsplit(body["next"]).query, keep_blank_values=True)

    def count(self) -> int:
        """How many records there are, exactly."""
        return int(self._json(self._path, [*self._query, ("page_size", "1")])["count"])

    def first(self) -> Record | None:
        return next(iter(self), None)

    def facets(self) -> dict[str, Any]:
        """Counts of every value that a filter could take next, and histograms (coatings)."""
        return self._json(f"{self._path}facets/", self._query)

    def values(self, *properties: str) -> Iterator[tuple[str, dict[str, Value | None]]]:
        """Id and measured or computed values of each record, in one request for all.

        None stands for a value that is not there; the record itself says which kind of missing.
        """
        query = [*self._query, ("fields", ",".join(["id", *properties])), ("format", "csv")]
        rows = csv.DictReader(io.StringIO(self._asker.get(self._path, query).content.decode()))
        ends = [found for head in rows.fieldnames or () if (found := _END.fullmatch(head))]
        heads = {(end["key"], end["end"]): (end.string, end["unit"]) for end in ends}
        for row in rows:
            yield row["id"], {key: _of_row(row, heads, key) for key in properties}

    def __len__(self) -> int:
        """How many records there are: one request."""
        return self.count()

    def full(self) -> Iterator[Record]:
        """Every record with all that there is about it, in one request for all."""
        query = [*self._query, ("format", "jsonl"), ("full", "1")]
        content = self._asker.get(self._path, query).content
        for line in content.splitlines():
            yield Record(json.loads(line), points=_points(self._asker, self._plural))

    def to_pandas(self) -> pandas.DataFrame:
        """One row a record; ``thickness low (nm)`` and ``thickness high (nm)`` are the ends of a
        value in its unit, empty where it is open, beside ``thickness printed``.

        The whole selection in one request and one version of the data, which is
        ``frame.attrs["data_version"]``. Numbers are numbers, lists are lists. ``fields=`` chooses
        columns.
        """
        content, version = self._parquet()
        try:
            import pandas
            import pyarrow.parquet
        except ModuleNotFoundError as error:
            message = "tables need pandas: pip install 'asc-kb-client[pandas]'"
            raise ModuleNotFoundError(message) from error
        table = pyarrow.parquet.read_table(io.BytesIO(content))
        whole = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
        frame = table.to_pandas(types_mapper=whole.get)
        frame.attrs["data_version"] = version
        return cast("pandas.DataFrame", frame)

    def to_polars(self) -> polars.DataFrame:
        """The same as a table of polars."""
        content, _ = self._parquet()
        try:
            import polars
        except ModuleNotFoundError as error:
            message = "needs polars: pip install 'asc-kb-client[polars]'"
            raise ModuleNotFoundError(message) from error
        return polars.read_parquet(content)

    def _parquet(self) -> tuple[bytes, str | None]:
        kept = self._asker.get(self._path, [*self._query, ("format", "parquet")])
        return kept.content, kept.headers.get("x-data-version")

    def text(self, format: str) -> str:
        """The selection as text: ``csv``, ``jsonl``, or its papers as ``bibtex``, ``ris``,
        ``csl``."""
        query = [*self._query, ("format", format)]
        return self._asker.get(self._path, query).content.decode()

    def save(self, path: str | Path, format: str | None = None) -> Path:
        """Stream the selection into a file; the format is that of its suffix unless said."""
        target = Path(path)
        chosen = format or _SUFFIXES.get(target.suffix, target.suffix.removeprefix("."))
        self._asker.save(self._path, [*self._query, ("format", chosen)], target)
        return target

    def _json(self, path: str, query: list[tuple[str, str]]) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self._asker.get(path, query).content))

    def __repr__(self) -> str:
        return f"<Selection {self._plural} {self._query}>"


class Collection:
    """One list of the knowledge base: ``kb.coatings(element="Li")`` selects from it,
    ``kb.coatings["ASC-C000001"]`` is one record of it."""

    def __init__(self, asker: Asker, plural: str) -> None:
        self._asker = asker
        self.plural = plural

    def __call__(self, **filters: Filter) -> Selection:
        """Filters as the REST list has them; a list of values repeats the parameter, and a
        quantity may have its own unit (``thickness_max="50 Å"``)."""
        return Selection(self._asker, self.plural, filters)

    def __getitem__(self, ident: str) -> Record:
        """The whole record. Raises :class:`NotFoundError` or :class:`GoneError`."""
        return Record(self.raw(ident), points=_points(self._asker, self.plural))

    def __iter__(self) -> Iterator[Record]:
        return iter(self())

    def raw(self, ident: str) -> Json:
        kept = self._asker.get(f"{self.plural}/{quote(ident, safe='')}/")
        return cast("Json", json.loads(kept.content))


class Cycling(Collection):
    """Cycling tests, with the points of each."""

    def points(self, ident: str) -> Iterator[Json]:
        """Every point that is on record for a test, cycle by cycle."""
        yield from Points(self._asker, ident)


def _points(asker: Asker, plural: str) -> Callable[[str], Points] | None:
    return partial(Points, asker) if plural == "cycling" else None


def _pairs(name: str, value: Filter) -> list[tuple[str, str]]:
    if value is None:
        return []
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    if isinstance(value, Value):
        return [(name, f"{value.number!r} {value.unit or ''}".strip())]
    if isinstance(value, str | int | float):
        return [(name, str(value))]
    pairs = [pair for one in value for pair in _pairs(name, one)]
    return (
        [(name, ",".join(word for _, word in pairs))] if name in ("fields", "ordering") else pairs
    )


def _of_row(
    row: dict[str, str], heads: dict[tuple[str, str], tuple[str, str | None]], key: str
) -> Value | None:
    qualifier = row.get(f"{key} qualifier")
    if not qualifier:
        return None
    low, unit = heads[key, "low"]
    high, _ = heads[key, "high"]
    printed = row.get(f"{key} printed") or None
    read = cast("Qualifier", qualifier)
    return Value(_number(row[low]), _number(row[high]), unit, read, printed)


def _number(text: str) -> float | None:
    return float(text) if text else None
