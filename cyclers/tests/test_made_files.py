"""Binary files of our own making: they stand in where no real ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyclers.reading.counting import halves_of
from cyclers.reading.integral import charge_by_time
from cyclers.reading.series import Series
from cyclers.tests.binary_files import mpr, nda
from cyclers.tests.files import cell, looked_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(("write", "reader"), [(nda, "fastnda"), (mpr, "galvani")])
def test_a_binary_file_says_what_was_put_into_it(
    tmp_path: Path, write: Callable[..., Path], reader: str
) -> None:
    table = cell(cycles=3, rows=60)
    found = looked_at(write(tmp_path / f"cell.{write.__name__}", table))
    assert (found.reader, found.rows, found.cycles) == (reader, 181 * 3 - 2, 3)
    assert found.per_cycle["charge_capacity"] == pytest.approx([0.1] * 3, rel=1e-4)
    assert found.per_cycle["discharge_capacity"] == pytest.approx([0.099] * 3, rel=1e-4)
    assert found.per_cycle["coulombic_efficiency"] == pytest.approx([99.0] * 3, rel=1e-4)
    assert found.series is not None
    current = found.series["current_ampere"].to_numpy()
    assert (current.min(), current.max()) == pytest.approx((-0.1, 0.1), rel=1e-3)


def test_a_column_that_galvani_does_not_know_is_told(tmp_path: Path) -> None:
    path = mpr(tmp_path / "cell.mpr", cell(cycles=1))
    data = path.read_bytes().replace(b"\x07\x00\x06\x00", b"\x0f\x27\x06\x00", 1)
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"holds a column that galvani .* does not know .*export"):
        looked_at(path)


_AMPS = st.lists(st.floats(-5, 5, allow_nan=False), min_size=3, max_size=40)


@given(amps=_AMPS, step=st.floats(0.1, 100))
@settings(max_examples=25)
def test_charge_by_time_turns_with_the_current_and_grows_with_time(
    amps: list[float], step: float
) -> None:
    current = np.array(amps)
    time = np.arange(len(current)) * step
    starts = np.zeros(len(current), bool)
    passed = charge_by_time(time, current, starts)
    assert charge_by_time(time, -current, starts) == pytest.approx(-passed)
    assert charge_by_time(2 * time, current, starts) == pytest.approx(2 * passed)
    assert np.abs(passed).sum() <= np.abs(current).max() * time[-1] / 3600 + 1e-12


@given(amps=_AMPS)
@settings(max_examples=25)
def test_half_cycles_alternate_and_hold_no_more_than_what_passed(amps: list[float]) -> None:
    halves = halves_of(_series(np.array(amps)))
    assert (np.abs(np.diff(halves.direction)) != 1).all()
    assert (np.diff(halves.direction) != 0).all()
    assert halves.charge.sum() <= np.abs(amps).sum() / 3600 + 1e-12
    assert (halves.charge >= 0).all()


def _series(current: np.ndarray) -> Series:
    rows = len(current)
    time = np.arange(rows, dtype=float)
    charge = current / 3600
    charge[0] = 0
    flat: Any = np.ones(rows)
    return Series(time, flat, current, charge, charge, charge, np.zeros(rows, bool), "current")
