"""The database of one size: filled and derived, or taken as an earlier run has left it."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import psycopg
from django.core.management import call_command
from django.db import connections

from bench import recompute
from bench.synthetic import SEED, Size, fill, multiply, plan
from coatings.derive import DERIVATION as COATINGS
from coatings.filters import CoatingFilter
from cycling.derive import DERIVATION as TESTS
from cycling.filters import TestFilter
from records.index.tables import fold

if TYPE_CHECKING:
    from bench.database import Database


@dataclass(frozen=True)
class Filled:
    """What stands in the database, and how long it took, in seconds. ``derived`` tells how many
    records of each kind the product derived itself, and in what time."""

    asked: int
    made_by: str
    size: Size
    fill_seconds: float
    derive_seconds: float
    copy_seconds: float
    derived: dict[str, tuple[int, float]]


def filled(database: Database, coatings: int, *, reuse: bool) -> Filled:
    """A database with at least this many coatings, in which everything is derived and counted."""
    connections.close_all()
    if reuse and (known := _known(database, coatings)):
        call_command("migrate", verbosity=0)
        _fold()
        return known
    database.create()
    call_command("migrate", verbosity=0)
    made = _fill(database, coatings)
    database.note(json.dumps(asdict(made)))
    return made


def _made_by() -> str:
    """What read rows depend on: recipes, rules, the shape of their JSON, and what is drawn."""
    return f"{COATINGS.digest()} {TESTS.digest()} {SEED}"


def _known(database: Database, coatings: int) -> Filled | None:
    note = database.there()
    if not note:
        return None
    told = json.loads(note)
    if told["asked"] != coatings or told["made_by"] != _made_by():
        return None
    derived = {kind: (number, seconds) for kind, (number, seconds) in told["derived"].items()}
    return Filled(**{**told, "size": Size(**told["size"]), "derived": derived})


def _fill(database: Database, coatings: int) -> Filled:
    wanted = plan(coatings)
    began = time.perf_counter()
    with psycopg.connect(database.url) as direct:
        drawn = fill(direct, wanted.drawn)
    _tidy(database)
    written = time.perf_counter()
    recompute.mark_everything()
    derived = recompute.derive_everything()
    computed = time.perf_counter()
    with psycopg.connect(database.url) as direct:
        size = multiply(direct, drawn, wanted.copies)
    _tidy(database)
    _fold()  # as the sweep does within a minute
    copied = time.perf_counter()
    return Filled(
        asked=coatings,
        made_by=_made_by(),
        size=size,
        fill_seconds=written - began,
        derive_seconds=computed - written,
        copy_seconds=copied - computed,
        derived=derived,
    )


def _fold() -> None:
    for filters in (CoatingFilter, TestFilter):
        fold(filters)


def _tidy(database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True) as direct:
        direct.execute("VACUUM (ANALYZE)")
