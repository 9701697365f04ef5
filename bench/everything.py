"""``manage.py recompute --all`` over every record of the world, in a process of its own."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asc_kb.embedded.children import last_words, python_process
from asc_kb.settings.environment import BASE_DIR
from bench.memory import peak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.database import Database
    from bench.recompute import Rate
    from bench.synthetic import Size

_LOOK_SECONDS = 0.2
TARGET = 3.0
MOST_RECOMPUTED = 100_000  # a full recompute of a larger world takes longer than all other cases


@dataclass(frozen=True)
class Everything:
    """A full recompute of coatings and their tests. ``floor_seconds`` is what the floor of
    :mod:`bench.recompute` takes for as many; ``peak_megabytes`` the most memory that the process
    held, None where the system does not say."""

    records: int
    seconds: float
    floor_seconds: float
    peak_megabytes: float | None

    @property
    def rate(self) -> float:
        """Records per second."""
        return self.records / self.seconds

    @property
    def ratio(self) -> float:
        """Times slower than the floor."""
        return self.seconds / self.floor_seconds


def recompute_everything(database: Database, size: Size, rates: Sequence[Rate]) -> Everything:
    """Run the command over the whole world and watch its memory."""
    environment = os.environ | {
        "DATABASE_URL": database.url,
        "ASC_DATA_DIR": str(database.folder / "data"),
    }
    command = [sys.executable, "manage.py", "recompute", "--all", "--here"]
    log = database.folder / "everything.log"
    began = time.perf_counter()
    process = python_process(command, cwd=BASE_DIR, log=log, env=environment)
    most: float | None = None
    try:
        while process.poll() is None:
            most = peak(process.pid) or most
            time.sleep(_LOOK_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"recomputing failed: {last_words(log)}")
    numbers = {"coatings": size.coatings, "tests": size.tests}
    floor = sum(numbers[rate.kind] / rate.floor for rate in rates)
    return Everything(sum(numbers.values()), seconds, floor, most)
