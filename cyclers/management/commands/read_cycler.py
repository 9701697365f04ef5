"""``manage.py read_cycler FILE… [--json]``: what cycler files are read as."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from cyclers.reading.answers import CELLS, CURRENTS, DIRECTIONS, answers_of
from cyclers.reading.read import read_file, read_files
from cyclers.reading.trouble import Unreadable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from cyclers.reading.result import Reading


class Command(BaseCommand):
    help = "Reads files of battery cyclers and prints what they are read as."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one object; a list for several")
        parser.add_argument(
            "--join", action="store_true", help="the files are one test in parts: read as one"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="HEADER=NAME", help="what a column is"
        )
        parser.add_argument(
            "--unit", action="append", default=[], metavar="HEADER=UNIT", help="its unit"
        )
        parser.add_argument("--current", choices=CURRENTS, default="", help="the sign of currents")
        parser.add_argument("--cell", choices=CELLS, default="unknown", help="what was cycled")
        parser.add_argument("--starts", choices=DIRECTIONS, default="", help="how cycles begin")
        parser.add_argument("--sheet", default="", help="sheet of a workbook")
        parser.add_argument("--test", default="", help="test in a file of several")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answers = answers_of(
                {
                    "columns": _pairs(options["column"], "--column"),
                    "units": _pairs(options["unit"], "--unit"),
                    **{k: options[k] for k in ("current", "cell", "starts", "sheet", "test")},
                }
            )
            files = options["files"]
            if options["join"]:
                joined = read_files([(path, path.name) for path in files], answers)
                readings = [(files[0], joined)]
            else:
                readings = [(path, read_file(path, answers)) for path in files]
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            found = [reading.as_json() for _, reading in readings]
            self.stdout.write(json.dumps(found[0] if len(found) == 1 else found, indent=1))
            return
        for path, reading in readings:
            self.stdout.write("\n".join(_lines(path, reading)))


def _pairs(given: list[str], option: str) -> dict[str, str]:
    for one in given:
        if "=" not in one:
            raise Unreadable(f"{option}: expected HEADER=…, got “{one}”.")
    return dict(tuple(one.rpartition("=")[::2]) for one in given)  # type: ignore[misc]


def _lines(path: Path, reading: Reading) -> list[str]:
    columns = ", ".join(f"{name} ({unit})" if unit else name for name, unit in reading.columns)
    found = [
        f"{path.name}: {reading.format}, read by {reading.reader} {reading.reader_version}",
        f"  sha256 {reading.sha256}",
        f"  {reading.rows} rows, {reading.cycles} cycles: {columns}",
    ]
    if reading.starts:
        found.append(
            f"  cycles begin with {reading.starts}; Coulombic efficiency is {reading.efficiency_by}"
        )
    each = reading.as_json()["per_cycle"]
    if each:
        found.append("  cycle   charge/Ah  discharge/Ah    CE/%  ")
    for row in each:
        said = "; ".join(row["flags"])
        found.append(
            f"  {row['cycle']:5}  {_number(row['charge_capacity'], 10)}  "
            f"{_number(row['discharge_capacity'], 12)}  "
            f"{_number(row['coulombic_efficiency'], 6)}  {said}".rstrip()
        )
    found += [f"  ! {one}" for one in reading.warnings]
    found += [f"  names {what}: {text}" for what, text in reading.names]
    return found


def _number(value: float | None, width: int) -> str:
    return f"{'–' if value is None else f'{value:.4g}':>{width}}"
