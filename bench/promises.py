"""How long a person waits: ``python -m bench.promises``, on a machine that does nothing else.

Starts the stack in a folder of its own, cold and then warm, and measures on the running one an
edit while everything is recomputed, and the reading of a workbook with a thousand coatings.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
PROMISED_S = {"warm start": 10.0, "edit": 1.0, "workbook": 25.0}


@contextmanager
def stack() -> Iterator[float]:
    """Seconds from the command to the first address; the stack runs until the block ends."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", "up"]
    process = subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        if not any("Serving at" in line for line in process.stdout):
            raise SystemExit("The stack did not start; the lines above say why.")
        yield time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def edit_while_everything_is_recomputed() -> float:
    """Seconds until a marked coating is derived, beside a message in bulk for every coating."""
    from coatings.kind import COATINGS
    from coatings.models import CoatingRead

    ids = list(CoatingRead.objects.order_by("pk").values_list("pk", flat=True))
    COATINGS.mark_stale(ids)
    for number in ids:
        COATINGS.enqueue([number], bulk=True)
    edited = ids[-1]
    began = time.perf_counter()
    COATINGS.mark_stale([edited])  # again: one in the queue may have had it computed by now
    COATINGS.enqueue([edited])
    while CoatingRead.objects.filter(pk=edited, stale_since__isnull=False).exists():
        time.sleep(0.01)
    seconds = time.perf_counter() - began
    while CoatingRead.objects.filter(stale_since__isnull=False).exists():
        time.sleep(0.05)
    return seconds


def workbook_of_a_thousand() -> float:
    """Seconds to read and check a workbook of one paper with a thousand coatings."""
    from curation.sheets.parsing import read_workbook
    from curation.sheets.writing import workbook_of
    from documents.tests.documents import paper

    one = paper()["coatings"][0]
    many = paper(coatings=[{**one, "key": f"film-{n}"} for n in range(1000)], cycling=[])
    data = workbook_of(many)
    began = time.perf_counter()
    read_workbook(data)
    return time.perf_counter() - began


def measure() -> dict[str, float]:
    with stack() as cold:
        pass
    with stack() as warm:
        import django

        django.setup()
        edits = [edit_while_everything_is_recomputed() for _ in range(ROUNDS)]
        workbook = workbook_of_a_thousand()
    return {"cold start": cold, "warm start": warm, "edit": median(edits), "workbook": workbook}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")
    with tempfile.TemporaryDirectory(prefix="asc-promises-") as folder:
        os.chmod(folder, 0o755)  # PostgreSQL may run as an account of its own
        os.environ |= {"ASC_DATA_DIR": f"{folder}/data", "PORT": str(free_port())}
        found = measure()
    for name, seconds in found.items():
        promised = f", promised {PROMISED_S[name]:.0f} s" if name in PROMISED_S else ""
        print(f"{name}: {seconds:.2f} s{promised}")
    return int(any(found[name] > most for name, most in PROMISED_S.items()))


if __name__ == "__main__":
    sys.exit(main())
