"""A test in several files is read as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cyclers.reading.read import read_files
from cyclers.tests.files import cell, looked_at, plain, told

if TYPE_CHECKING:
    from pathlib import Path

_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def in_parts(folder: Path, *, overlap: int, clock: bool = True, anew: bool = True) -> list[Path]:
    """A cell of four cycles in two files; the second with its own test time, and an hour later."""
    table = cell(cycles=4)
    half = int((table["cycle"] <= 2).sum())
    paths = []
    for number, rows in enumerate((slice(0, half), slice(half - overlap, None))):
        part = {name: values[rows].copy() for name, values in table.items()}
        moments = [
            (_BEGAN + timedelta(seconds=float(t) + 3600 * number)).strftime("%Y-%m-%d %H:%M:%S.%f")
            for t in part["time"]
        ]
        if anew:
            part["time"] -= part["time"][0]
        more = {"Date Time": moments} if clock else {}
        paths.append(plain(folder / f"part{number}.csv", part, **more))
    return paths


def test_files_of_one_test_are_joined_by_their_clocks(tmp_path: Path) -> None:
    paths = in_parts(tmp_path, overlap=0)
    for order in (paths, paths[::-1]):
        found = read_files([(path, path.name) for path in order])
        assert (found.cycles, found.rows) == (4, 601)
        assert found.per_cycle["charge_capacity"] == pytest.approx([0.1] * 4)
        assert found.per_cycle["complete"].all()
        time = found.series["test_time_second"].to_numpy()  # type: ignore[index]
        assert np.diff(time).max() >= 3600  # the pause between the files
        assert found.series["cycle"].to_numpy()[-1] == 4  # type: ignore[index]


def test_what_overlaps_is_left_out_and_told(tmp_path: Path) -> None:
    paths = in_parts(tmp_path, overlap=30, clock=False, anew=False)
    found = read_files([(path, path.name) for path in paths])
    assert (found.cycles, found.rows) == (4, 601)
    assert told(found, "part1.csv: 30 rows overlap the file before and are left out")
    assert told(found, "Not every file has a wall clock")
    whole = looked_at(plain(tmp_path / "whole.csv", cell(cycles=4)))
    for name in ("charge_capacity", "discharge_capacity"):
        assert found.per_cycle[name] == pytest.approx(whole.per_cycle[name], rel=1e-9)


def test_a_test_time_that_begins_anew_is_put_behind_the_file_before(tmp_path: Path) -> None:
    paths = in_parts(tmp_path, overlap=0, clock=False)
    found = read_files([(path, path.name) for path in paths])
    assert (found.cycles, found.rows) == (4, 601)
