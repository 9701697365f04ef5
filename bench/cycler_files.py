"""``python -m bench.cycler_files [--rows N]``: reading a cycler's file beside its bare reader.

A Neware and a BioLogic file of a million rows are made, then read by their bare readers in a
process of their own and by the product, which reads, checks, counts and writes the series. Targets:
Neware at no less than half the bare reader's speed, BioLogic in at most 3 s more than its reader.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cyclers.reading import read
from cyclers.tests.binary_files import mpr, nda
from cyclers.tests.files import cell

if TYPE_CHECKING:
    from collections.abc import Callable

_MORE_S = 3.0
_HALF = 2.0
_BARE = {
    "nda": "import fastnda, sys; print(len(fastnda.read(sys.argv[1], cycle_mode='raw')))",
    "mpr": "import sys; from galvani import BioLogic; "
    "print(len(BioLogic.MPRfile(sys.argv[1]).data))",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.cycler_files", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3, help="the least of so many is taken")
    options = parser.parse_args()
    # per cycle: a charge, a rest and a discharge of as many rows
    table = cell(cycles=max(1, options.rows // 3000), rows=1000, hours=10.0)
    print(f"{'file':8} {'rows':>9} {'MB':>6} {'bare s':>7} {'read s':>7}  target")
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for write, name in ((nda, "nda"), (mpr, "mpr")):
            path = write(Path(folder) / f"cell.{name}", table)
            bare = _least(lambda p=path, n=name: _bare(p, n), options.times)  # type: ignore[misc]
            rows = 0

            def ours(p: Path = path) -> None:
                nonlocal rows
                rows = read.read_file(p).rows

            took = _least(ours, options.times)
            reached = took <= _HALF * bare if name == "nda" else took <= bare + _MORE_S
            target = f"<= {_HALF:g} x bare" if name == "nda" else f"<= bare + {_MORE_S:g} s"
            good &= reached
            print(
                f"{name:8} {rows:9} {path.stat().st_size / 1e6:6.1f} {bare:7.2f} {took:7.2f}  "
                f"{target}: {'reached' if reached else 'NOT reached'}"
            )
    return 0 if good else 1


def _least(work: Callable[[], None], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def _bare(path: Path, name: str) -> None:
    """The reader alone, in a process of its own as ours is."""
    subprocess.run([sys.executable, "-c", _BARE[name], str(path)], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
