"""``python -m bench.curves [--tests N]``: pages of recorded tests in a large database.

A throw-away database gets so many tests of a thousand cycles each (copies of fifty that the product
publishes and derives itself). Measured in this process, median of some requests: the page of one
test, its points over REST, and fifty tests in one plot. Targets: 50 ms and 300 ms; the curves take
at most the room of their doubles.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.database import throw_away

if TYPE_CHECKING:
    from collections.abc import Iterable

CYCLES = 1000
DRAWN = 50
TIMES = 15
_TARGETS_MS = {"page of a test": 50, "points of a test": 50, "fifty tests in one plot": 300}


def document() -> dict[str, Any]:
    """A paper of fifty tests with a thousand cycles each."""
    from documents.tests.documents import paper

    one = paper()
    tests = [
        {
            "key": f"test-{n}",
            "cell": {"type": "full", "electrode": "li-metal"},
            "rate": "1C",
            "points": _points(Random(n)),
            **({"coating": "al2o3-on-li"} if n % 2 else {}),
        }
        for n in range(DRAWN)
    ]
    return {**one, "cycling": tests}


def _points(random: Random) -> dict[str, Any]:
    fade = random.uniform(1e-4, 5e-4)
    rows = []
    for cycle in range(1, CYCLES + 1):
        given = 180 * (1 - fade * cycle) * random.gauss(1, 0.002)
        rows.append([cycle, given / random.gauss(0.9985, 0.0004), given])
    return {"unit": "mAh/g", "columns": ["cycle", "charge", "discharge"], "rows": rows}


def fill(tests: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from cycling.derive import DERIVATION
    from cycling.models import CyclingTest, TestCurve, TestRead
    from documents.publishing import publish_paper, publish_vocabulary
    from documents.tests.documents import VOCABULARY

    call_command("migrate", verbosity=0)
    publish_vocabulary(VOCABULARY)
    publish_paper(document())
    DERIVATION.run(list(CyclingTest.objects.values_list("pk", flat=True)), only_waiting=False)
    with connection.cursor() as cursor:
        for copy in range(1, -(-tests // DRAWN)):
            for model, owner in (
                (CyclingTest, "id"),
                (TestRead, "test_id"),
                (TestCurve, "test_id"),
            ):
                columns = [str(f.column) for f in model._meta.concrete_fields if not f.generated]
                if model is TestCurve:
                    columns.remove("id")
                shifted = {owner: f"{owner} + {copy * DRAWN}", "key": f"key || '-{copy}'"}
                names = ", ".join(f'"{name}"' for name in columns)
                values = ", ".join(shifted.get(name, f'"{name}"') for name in columns)
                table = model._meta.db_table
                cursor.execute(
                    f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} "
                    f"WHERE {owner} <= {DRAWN}"
                )
        cursor.execute("ANALYZE")


def measure(tests: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of each address, and of these what this process computed; the first request of
    each left out."""
    from django.test import Client

    client, random = Client(), Random(1)
    names = [f"ASC-T{random.randint(1, tests):06d}" for _ in range(TIMES + 1)]
    fifty = [
        "&".join(f"id=ASC-T{n:06d}" for n in random.sample(range(1, tests + 1), DRAWN))
        for _ in range(TIMES + 1)
    ]
    asked: dict[str, Iterable[str]] = {
        "page of a test": [f"/cycling/{name}/" for name in names],
        "points of a test": [f"/api/v1/cycling/{name}/points/?page_size=1000" for name in names],
        "fifty tests in one plot": [f"/explore/curves/?{ids}" for ids in fifty],
    }
    return {name: _median_ms(client, addresses) for name, addresses in asked.items()}


def _median_ms(client: Any, addresses: Iterable[str]) -> tuple[float, float]:
    took, computed = [], []
    for address in addresses:
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took.append((time.perf_counter() - began) * 1000)
        computed.append((time.process_time() - busy) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    return median(took[1:]), median(computed[1:])


def room(tests: int) -> float:
    """Bytes of the curves for each byte of their doubles."""
    from django.db import connection

    from cycling.models import TestCurve

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [TestCurve._meta.db_table])
        taken = cursor.fetchone()[0]
    return float(taken / (tests * CYCLES * 3 * 8))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.curves", description=__doc__)
    parser.add_argument("--tests", type=int, default=10_000)
    tests = DRAWN * math.ceil(parser.parse_args().tests / DRAWN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")
    os.environ |= {"PAGES_KEPT": "0", "RATE_LIMIT": "0", "ALLOWED_HOSTS": "testserver"}
    with throw_away() as database:
        database.create()
        os.environ["DATABASE_URL"] = database.url
        import django

        django.setup()
        began = time.perf_counter()
        fill(tests)
        print(f"{tests} tests of {CYCLES} cycles, filled in {time.perf_counter() - began:.0f} s")
        good = True
        for name, (ms, busy) in measure(tests).items():
            reached = ms <= _TARGETS_MS[name]
            good &= reached
            said = f"{_TARGETS_MS[name]} ms: {'reached' if reached else 'NOT reached'}"
            print(f"{name:26} {ms:7.1f} ms  <= {said}; {busy:.1f} ms computing")
        print(f"{'load average':26} {os.getloadavg()[0]:7.1f}")
        share = room(tests)
        good &= share <= 1
        said = "reached" if share <= 1 else "NOT reached"
        print(f"{'room of the curves':26} {share:7.2f} x their doubles  <= 1: {said}")
        from django.db import connections

        connections.close_all()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
