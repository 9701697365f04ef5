"""The same questions asked of Datasette over the same read rows, its time limits lifted.

``python -m bench.datasette PROGRAM --rows 1000000`` measures the database that ``--keep`` left;
PROGRAM is the ``datasette`` of an environment of its own. The read rows are written into SQLite
once, with an index on each column that is asked for and FTS5 over the searched text, as
``sqlite-utils`` and Datasette's own guide do it. One client, and each case at one and the other in
turn, in one run.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.__main__ import KEPT, _set_up
from bench.questions import FILTERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from bench.database import Database
    from bench.serve import Site

_REST = "/api/v1/coatings/"
_TABLE = "/coatings/coatings"
_LEFT_OUT = {"derived", "flags", "stale_since", "computed_at", "updated", "recipe_digest"}
_LEFT_OUT |= {"attempts", "derive_error"}
_INDEXED = ("role", "material", "technique", "substrate", "year", "deposition_temperature_low")
_FACETS = ("material", "technique", "substrate", "role", "year")
_QUOTED = '"lithium"'  # in quotes it is a word, not a phrase to be read
_BATCH = 5_000
_CONFIG: dict[str, int | str] = {
    "sql_time_limit_ms": 600_000,
    "facet_time_limit_ms": 600_000,
    "max_csv_mb": 0,
    "max_returned_rows": 1_000,
    "num_sql_threads": 8,
    "suggest_facets": "off",  # nobody asked for them
}


@dataclass(frozen=True)
class Asked:
    """One case: its address here and there, and the most that ours may be of theirs."""

    name: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    target: float
    heavy: bool = False


def asked(coatings: int) -> list[Asked]:
    """The cases for a database of this many coatings, numbered from 1."""
    deep = round(coatings * 0.9)
    where = {
        "elements__arraycontains": FILTERED.element,
        "role": FILTERED.role,
        "method_closure__arraycontains": FILTERED.method,
        "deposition_temperature_low__lte": FILTERED.deposition_temperature_max,
    }
    theirs = f"{_TABLE}.json?{urlencode(where | {'_size': 50})}"
    facets = "&".join(f"_facet={name}" for name in _FACETS)
    numbers = range(1, coatings, coatings // 200)
    ours = FILTERED.query()
    chosen = urlencode({"facets": ",".join(_FACETS)})
    return [
        Asked("list of 50, exact count", (_REST,), (f"{_TABLE}.json?_size=50",), 0.5),
        Asked("filtered list, exact count", (_REST + ours,), (theirs,), 0.02),
        Asked(
            "one record in full",
            tuple(f"{_REST}ASC-C{number:06d}/" for number in numbers),
            tuple(f"{_TABLE}/{number}.json" for number in numbers),
            0.7,
        ),
        Asked(
            "five facets under a filter",
            (f"{_REST}facets/{ours}&{chosen}",),
            (f"{theirs}&{facets}",),
            0.002,
            heavy=True,
        ),
        Asked(
            "frequent word, exact count",
            (f"{_REST}?{urlencode({'q': _QUOTED})}",),
            (f"{_TABLE}.json?{urlencode({'_search': 'lithium', '_size': 50})}",),
            0.05,
        ),
        Asked(
            "6 % of the rows as CSV",
            (f"{_REST}{ours}&format=csv",),
            (f"{_TABLE}.csv?{urlencode(where | {'_stream': 'on', '_size': 'max'})}",),
            0.06,
            heavy=True,
        ),
        Asked(
            "page at 90 % depth",
            (f"{_REST}?page={deep // 50}",),
            (f"{_TABLE}.json?{urlencode({'_next': deep, '_size': 50})}",),
            0.5,
        ),
    ]


def write_rows(reader: psycopg.Connection[Any], path: Path) -> None:
    """The read rows as a table of SQLite; lists as JSON, as Datasette facets and filters them."""
    rows = reader.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_name = 'coatings_coatingread' ORDER BY ordinal_position"
    ).fetchall()
    columns = {name: kind for name, kind in rows if name not in _LEFT_OUT}
    chosen = ", ".join(
        f"to_json({name})::text" if kind == "ARRAY" else name for name, kind in columns.items()
    )
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    writer = sqlite3.connect(draft)
    writer.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    typed = ", ".join(
        f"{name} {'INTEGER PRIMARY KEY' if name == 'coating_id' else _affinity(kind)}"
        for name, kind in columns.items()
    )
    writer.execute(f"CREATE TABLE coatings ({typed})")
    marks = ", ".join("?" * len(columns))
    with reader.transaction(), reader.cursor(name="rows") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(f"SELECT {chosen} FROM coatings_coatingread".encode())
        while batch := cursor.fetchmany(_BATCH):
            writer.executemany(f"INSERT INTO coatings VALUES ({marks})", batch)
    for name in _INDEXED:
        writer.execute(f"CREATE INDEX by_{name} ON coatings ({name})")
    writer.execute(
        "CREATE VIRTUAL TABLE coatings_fts USING fts5 "
        "(search_text, content='coatings', content_rowid='coating_id')"
    )
    writer.execute("INSERT INTO coatings_fts (coatings_fts) VALUES ('rebuild')")
    writer.execute("ANALYZE")
    writer.commit()
    writer.close()
    draft.rename(path)


def _affinity(kind: str) -> str:
    return {"double precision": "REAL", "smallint": "INTEGER", "integer": "INTEGER"}.get(
        kind, "TEXT"
    )


@contextmanager
def datasette(program: str, path: Path) -> Iterator[Site]:
    """Datasette over a file that never changes."""
    from asc_kb.embedded.children import python_process
    from asc_kb.testing.ports import free_port
    from bench.serve import Site, _stop, _wait

    port, log = free_port(), path.with_suffix(".log")
    settings = [part for item in _CONFIG.items() for part in ("--setting", *map(str, item))]
    command = [program, "serve", "-i", str(path), "--port", str(port), *settings]
    process = python_process(command, cwd=path.parent, log=log, env=dict(os.environ))
    try:
        _wait(process, port, log, f"{_TABLE}.json?_size=1")
        yield Site("datasette", port, process.pid)
    finally:
        _stop(process)


def compare(database: Database, program: str, coatings: int, only: list[str]) -> None:
    import psycopg

    from bench.measure import Bounds, measure
    from bench.serve import PRODUCT, serving

    path = database.folder / "datasette" / f"{coatings}" / "coatings.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with psycopg.connect(database.url) as reader:
            write_rows(reader, path)
    few = Bounds(seconds=3, requests=300)
    print(f"load average {os.getloadavg()[0]:.1f}")
    with (
        serving("product", PRODUCT, database, probe=f"{_REST}?page_size=1") as ours,
        datasette(program, path) as theirs,
    ):
        for case in asked(coatings):
            if only and not case.name.startswith(tuple(only)):
                continue
            here = measure(ours, case.ours, clients=1, bounds=few, heavy=case.heavy)
            there = measure(theirs, case.theirs, clients=1, bounds=few, heavy=case.heavy)
            ratio = here.p50 / there.p50
            said = "reached" if ratio <= case.target else "MISSED"
            print(
                f"{case.name:28} ours {here.p50:9.1f} ms  Datasette {there.p50:9.1f} ms  "
                f"{ratio:.4f}×  (≤ {case.target}) {said}",
                flush=True,
            )
    print(f"load average {os.getloadavg()[0]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.datasette", description=__doc__)
    parser.add_argument("program", help="the datasette of an environment of its own")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", default=[], metavar="CASE")
    options = parser.parse_args()
    from bench.database import kept

    with kept(KEPT, options.rows) as database:
        _set_up(database)
        if not database.there():
            parser.error(f"no database is kept: python -m bench --rows {options.rows} --keep")
        compare(database, options.program, options.rows, options.only)


if __name__ == "__main__":
    main()
