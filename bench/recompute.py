"""The recompute rate: read rows by the product's own code, beside the same pure functions alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

import science
from coatings.derive import DERIVATION as COATINGS
from coatings.derive import CoatingSources
from cycling.derive import DERIVATION as TESTS
from cycling.derive import TestSources
from records.deriving import BATCH, Derivation, values_json
from science.plausibility import flag_coating, flag_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db import models

    from science.inputs import CoatingInputs, TestInputs
    from science.plausibility import Flag

ROOMS: dict[str, Derivation[Any]] = {"coatings": COATINGS, "tests": TESTS}
_SAMPLE = 2000


@dataclass(frozen=True)
class Rate:
    """How fast one kind of record is derived. ``floor`` is the same pure functions and one bulk
    write; ``pure`` the functions alone. Records per second."""

    kind: str
    whole: float
    records: int
    sample: float
    sampled: int
    floor: float
    pure: float

    @property
    def ratio(self) -> float:
        """Times slower than the floor."""
        return self.floor / self.sample


def mark_everything() -> None:
    """A read row that is marked stale for every record, as publication leaves it but empty: the
    derivation writes every column."""
    for derivation in ROOMS.values():
        model = derivation.rows
        key = model._meta.pk
        assert key is not None
        records = key.related_model
        assert records is not None
        columns = {key.column: "id"} | dict(_empty_columns(model))
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(columns.values())
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}) "
                f"SELECT {values} FROM {records._meta.db_table} ORDER BY id"
            )


def _empty_columns(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Columns that must not be null, with what stands in them before anything is computed."""
    empty = {
        "ArrayField": "'{}'",
        "BooleanField": "false",
        "CharField": "''",
        "DateTimeField": "now()",
        "JSONField": "'{}'",
        "TextField": "''",
    }
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or field.column is None:
            continue
        if field.name == "stale_since":
            yield field.column, "now()"
        elif not field.null:
            yield field.column, empty.get(field.get_internal_type(), "0")


def derive_everything() -> dict[str, tuple[int, float]]:
    """Derive every record through the product, batch by batch; number and seconds by kind."""
    done = {}
    for kind, derivation in ROOMS.items():
        ids = _ids(derivation)
        began = time.perf_counter()
        with tqdm(total=len(ids), unit="record", desc=f"deriving {kind}", disable=None) as bar:
            for start in range(0, len(ids), BATCH):
                _run(derivation, ids[start : start + BATCH])
                bar.update(min(BATCH, len(ids) - start))
        done[kind] = len(ids), time.perf_counter() - began
    return done


def _ids(derivation: Derivation[Any]) -> list[int]:
    return list(derivation.rows._default_manager.order_by("pk").values_list("pk", flat=True))


def _run(derivation: Derivation[Any], ids: Sequence[int]) -> None:
    report = derivation.run(ids)
    if report.failed:
        number, why = next(iter(report.failed.items()))
        raise RuntimeError(f"{len(report.failed)} records cannot be derived; {number}: {why}")


def measure_rates(whole: dict[str, tuple[int, float]]) -> list[Rate]:
    """Rates over an even sample of each kind, with what filling the whole set reached."""
    rates = []
    for kind, derivation in ROOMS.items():
        ids = _ids(derivation)
        ids = ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]
        seconds = _seconds(lambda ids=ids, d=derivation: _run(d, ids))  # type: ignore[misc]
        floor, pure = _floor(kind, ids)
        records, all_seconds = whole[kind]
        rates.append(
            Rate(
                kind=kind,
                whole=records / all_seconds,
                records=records,
                sample=len(ids) / seconds,
                sampled=len(ids),
                floor=len(ids) / floor,
                pure=len(ids) / pure,
            )
        )
    return rates


def _floor(kind: str, ids: Sequence[int]) -> tuple[float, float]:
    """Seconds for the pure functions with one bulk write of what they give, and without it.

    The inputs are made beforehand: what is left over is what any program would have to do.
    """
    thunks = _thunks(kind, ids)
    now = timezone.now().isoformat()
    began = time.perf_counter()
    values = [(number, thunk()) for number, thunk in thunks]
    pure = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_derived (id integer, derived jsonb)")
        began = time.perf_counter()
        lines = (
            f"{number}\t{orjson.dumps(values_json(found, now)).decode()}".replace("\\", "\\\\")
            for number, (found, _) in values
        )
        text = "\n".join(lines)
        with cursor.copy("COPY bench_derived FROM STDIN") as copy:
            copy.write(text)
        written = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_derived")
    return pure + written, pure


def _thunks(kind: str, ids: Sequence[int]) -> list[tuple[int, Callable[[], Any]]]:
    """The computations of some records, with their inputs already made."""
    facts = ROOMS[kind].read_rows.read(ids)
    made: list[tuple[int, Callable[[], Any]]] = []
    if kind == "coatings":
        of_coatings = CoatingSources(facts)
        for fact in facts:
            inputs = of_coatings.inputs(fact)
            made.append((fact.coating.pk, partial(_coating, inputs)))
        return made
    of_tests = TestSources(facts)
    for fact in facts:
        test, controls = of_tests.inputs(fact), of_tests.controls(fact)
        made.append((fact.test.pk, partial(_test, test, controls)))
    return made


def _coating(inputs: CoatingInputs) -> tuple[dict[str, Any], list[Flag]]:
    return science.derive_coating(inputs), flag_coating(inputs)


def _test(test: TestInputs, controls: list[TestInputs]) -> tuple[dict[str, Any], list[Flag]]:
    return science.derive_test(test, controls), flag_test(test)


def _seconds(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
