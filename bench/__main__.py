"""``python -m bench --rows 10000 100000 [--json FILE]``: measure, print, and write as JSON."""

from __future__ import annotations

import argparse
import datetime
import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from asc_kb.settings.environment import BASE_DIR

if TYPE_CHECKING:
    from bench.cases import Case
    from bench.database import Database
    from bench.measure import Load
    from bench.report import Row, SizeReport
    from bench.serve import Site

KEPT = BASE_DIR / "var" / "bench-kept"


def main() -> None:
    options = _options()
    # the database and its servers go away on TERM as they do on Ctrl-C
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from bench.database import kept, throw_away

    with kept(KEPT, options.rows[0]) if options.keep else throw_away() as database:
        _set_up(database)
        reports: list[SizeReport] = []
        from bench.report import as_json, tables, write_json

        for rows in options.rows:
            reports.append(_size(database, rows, options))
            body = as_json(reports, {"embedded": database.embedded})
            write_json(options.json, body)  # what is known is kept if a later size fails
            print(tables(reports[-1:]), end="\n\n", flush=True)  # and told
    if len(reports) > 1:
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
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="CASE", help="cases whose names begin like this"
    )
    parser.add_argument(
        "--keep", action="store_true", help=f"keep the filled database (under {KEPT.name}/)"
    )
    parser.add_argument(
        "--reuse",
        action="store_true",
        help="measure the kept database, if it has these rows made by this code; implies --keep",
    )
    now = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d-%H%M%S")
    parser.add_argument("--json", type=Path, default=BASE_DIR / "var" / "bench" / f"{now}.json")
    options = parser.parse_args()
    options.rows = sorted(set(options.rows))
    options.keep |= options.reuse
    if options.rows[0] < 50:
        parser.error("at least 50 rows are needed")
    if options.keep and len(options.rows) > 1:
        parser.error("one size can be kept at a time")
    return options


def _set_up(database: Database) -> None:
    """Point this process, and those it starts, at the database of this run."""
    os.environ["DATABASE_URL"] = database.url
    os.environ["ASC_DATA_DIR"] = str(database.folder / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")
    import django

    django.setup()


def _size(database: Database, coatings: int, options: argparse.Namespace) -> SizeReport:
    """Fill the database (or take what is kept) and measure everything at this size."""
    import psycopg
    from django.db import connection

    from bench import recompute
    from bench.everything import MOST_RECOMPUTED, recompute_everything
    from bench.floors import flat
    from bench.questions import FILTERED
    from bench.report import SizeReport
    from bench.world import filled

    world = filled(database, coatings, reuse=options.reuse)
    with psycopg.connect(database.url, autocommit=True) as direct:
        filtered = flat.count(direct, FILTERED)
    report = SizeReport(
        size=world.size,
        fill_seconds=world.fill_seconds,
        derive_seconds=world.derive_seconds,
        copy_seconds=world.copy_seconds,
        database_megabytes=database.bytes() / 1e6,
        filtered_count=filtered,
        load_before=os.getloadavg()[0],
    )
    connection.close()
    _loads(database, report, options)
    if _wanted("recompute", options):
        report.rates = recompute.measure_rates(world.derived)
        if coatings <= MOST_RECOMPUTED:
            connection.close()
            report.everything = recompute_everything(database, world.size, report.rates)
    report.load_after = os.getloadavg()[0]
    return report


def _wanted(case: str, options: argparse.Namespace) -> bool:
    return not options.only or case.startswith(tuple(options.only))


def _loads(database: Database, report: SizeReport, options: argparse.Namespace) -> None:
    """Every case at the product and the floors, one right after the other."""
    from tqdm import tqdm

    from bench.cases import REST, cases
    from bench.report import line
    from bench.serve import FLOOR, PRODUCT, recomputing, serving

    chosen = [case for case in cases(report.size.coatings) if _wanted(case.name, options)]
    with (
        serving("product", PRODUCT, database, probe=f"{REST}?page_size=1") as product,
        serving("floors", FLOOR, database, probe="/flat/coatings/") as floors,
    ):
        todo = [(case, n) for case in chosen for n in options.clients]
        for case, clients in tqdm(todo, unit="case", desc="measuring", disable=None):
            with recomputing(database) if case.recomputing else nullcontext():
                row = _row(case, clients, product, floors, options)
            report.rows.append(row)
            tqdm.write(line(row), file=sys.stderr)


def _row(case: Case, clients: int, product: Site, floors: Site, options: argparse.Namespace) -> Row:
    from bench.measure import Bounds, measure
    from bench.report import Row

    bounds = Bounds(seconds=options.seconds, requests=options.requests)

    def load(site: Site, paths: tuple[str, ...]) -> Load | None:
        return (
            measure(
                site,
                paths,
                clients=clients,
                bounds=bounds,
                headers=case.headers,
                heavy=case.heavy,
            )
            if paths
            else None
        )

    ours = load(product, case.product)
    assert ours is not None, "every case is asked of the product"
    tables, flat = load(floors, case.normalised), load(floors, case.flat)
    return Row(case.name, ours, tables, flat, case.target, case.within)


if __name__ == "__main__":
    main()
