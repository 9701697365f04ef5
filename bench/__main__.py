"""``python -m bench --rows 10000 100000 [--json FILE]``: measure, print, and write as JSON."""

from __future__ import annotations

import argparse
import datetime
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from asc_kb.settings.environment import BASE_DIR
from bench.database import Database, throw_away
from bench.measure import Bounds

if TYPE_CHECKING:
    from bench.report import SizeReport


def main() -> None:
    options = _options()
    # the database and its servers go away on TERM as they do on Ctrl-C
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throw_away() as database:
        _set_up(database)
        reports: list[SizeReport] = []
        from bench.report import as_json, tables, write_json

        body: dict[str, object] = {}
        for rows in options.rows:
            reports.append(_size(database, rows, options))
            body = as_json(reports, {"embedded": database.embedded})
            write_json(options.json, body)  # what is known is kept if a later size fails
    print(tables(reports))
    print(f"\nAs JSON: {options.json}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[10000], help="numbers of synthetic coatings"
    )
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--seconds", type=float, default=4.0, help="longest load of one case")
    parser.add_argument("--requests", type=int, default=1000, help="most requests of one case")
    now = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d-%H%M%S")
    parser.add_argument("--json", type=Path, default=BASE_DIR / "var" / "bench" / f"{now}.json")
    options = parser.parse_args()
    options.rows = sorted(set(options.rows))
    if options.rows[0] < 50:
        parser.error("at least 50 rows are needed")
    return options


def _set_up(database: Database) -> None:
    """Point this process, and those it starts, at the throw-away database."""
    os.environ["DATABASE_URL"] = database.url
    os.environ["ASC_DATA_DIR"] = str(database.folder / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")
    import django

    django.setup()


def _size(database: Database, coatings: int, options: argparse.Namespace) -> SizeReport:
    """Fill the database anew and measure everything at this size."""
    import psycopg
    from django.core.management import call_command
    from django.db import connection, connections

    from bench import recompute
    from bench.floors import flat
    from bench.questions import FILTERED
    from bench.report import SizeReport
    from bench.synthetic import fill
    from coatings.counting import fold_coatings

    connections.close_all()
    database.create()
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    with psycopg.connect(database.url) as direct:
        size = fill(direct, coatings)
    with psycopg.connect(database.url, autocommit=True) as direct:
        direct.execute("VACUUM (ANALYZE)")
    filled = time.perf_counter()
    recompute.mark_everything()
    whole = recompute.derive_everything()
    fold_coatings()  # as the sweep does within a minute
    derived = time.perf_counter()
    with psycopg.connect(database.url, autocommit=True) as direct:
        direct.execute("VACUUM (ANALYZE)")
        filtered = flat.count(direct, FILTERED)
    report = SizeReport(
        size=size,
        fill_seconds=filled - began,
        derive_seconds=derived - filled,
        database_megabytes=database.bytes() / 1e6,
        filtered_count=filtered,
        load_before=os.getloadavg()[0],
    )
    connection.close()
    _loads(database, report, options)
    report.rates = recompute.measure_rates(whole)
    report.load_after = os.getloadavg()[0]
    return report


def _loads(database: Database, report: SizeReport, options: argparse.Namespace) -> None:
    """Every case at the product and the floors, one right after the other."""
    from tqdm import tqdm

    from bench.cases import REST, cases
    from bench.measure import measure
    from bench.report import Row
    from bench.serve import FLOOR, PRODUCT, serving

    bounds = Bounds(seconds=options.seconds, requests=options.requests)
    with (
        serving("product", PRODUCT, database, probe=f"{REST}?page_size=1") as product,
        serving("floors", FLOOR, database, probe="/flat/coatings/") as floors,
    ):
        todo = [(case, n) for case in cases(report.size.coatings) for n in options.clients]
        for case, clients in tqdm(todo, unit="case", desc="measuring", disable=None):
            report.rows.append(
                Row(
                    case.name,
                    measure(product, case.product, clients=clients, bounds=bounds),
                    measure(floors, case.normalised, clients=clients, bounds=bounds),
                    measure(floors, case.flat, clients=clients, bounds=bounds)
                    if case.flat
                    else None,
                )
            )


if __name__ == "__main__":
    main()
