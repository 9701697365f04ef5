"""Half cycles, dQ/dV and thinning, on curves whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.cycling.profiles import (
    charge_passed,
    constant_current,
    dqdv,
    half_cycle_overpotentials,
    half_cycles,
    thinned,
)


def plateaus(rows: int = 4000, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A charge of 5.7 mAh over plateaus at 0.10, 0.14 and 0.22 V, each 8 mV wide."""
    voltage = np.linspace(0.02, 0.6, 20_000)
    peaks = [
        a * np.exp(-0.5 * ((voltage - at) / 0.008) ** 2)
        for a, at in ((1.0, 0.10), (0.7, 0.14), (0.5, 0.22))
    ]
    density = np.sum(peaks, axis=0) + 0.02
    charge = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))])
    charge *= 5.7e-3 / charge[-1]
    grid = np.linspace(0, 5.7e-3, rows)
    read = np.interp(grid, charge, voltage)
    return read + np.random.default_rng(1).normal(0, noise, rows), grid


@pytest.mark.parametrize("noise", [0.0, 0.0005])
def test_dqdv_keeps_the_charge_and_shows_the_plateaus_where_they_are(noise: float) -> None:
    voltage, charge = plateaus(noise=noise)
    at, density = dqdv(voltage, charge, width=0.001, gaussian=0.005)
    assert np.sum(density) * 0.001 == pytest.approx(5.7e-3, rel=0.01)
    peaks = [
        v
        for v, a, b, c in zip(at[1:], density, density[1:], density[2:], strict=False)
        if a < b > c and b > 0.2 * density.max()
    ]
    assert peaks == pytest.approx([0.10, 0.14, 0.22], abs=0.003)


def test_dqdv_survives_a_voltage_that_turns_back_and_stands_still() -> None:
    voltage = np.array([3.0, 3.1, 3.05, 3.05, 3.2, 3.3])
    charge = np.arange(6.0)
    _at, density = dqdv(voltage, charge, width=0.005, gaussian=0.0)
    assert np.isfinite(density).all()
    assert np.sum(density) * 0.005 == pytest.approx(5.0)
    assert len(dqdv(np.full(5, 3.0), np.arange(5.0))[0]) == 0


def test_half_cycles_hold_over_rests_and_know_their_direction() -> None:
    current = np.array([0, 0, 1, 1, 0, 1, -1, -1, 0, 0.001, -1, 2, 2.0])
    found = [(half.first, half.end, half.charging) for half in half_cycles(current)]
    assert found == [(2, 6, True), (6, 11, False), (11, 13, True)]
    assert half_cycles(np.zeros(4)) == []


def test_charge_is_current_times_time_and_a_voltage_step_is_left_out() -> None:
    time = np.arange(0, 3601.0, 10.0)
    assert charge_passed(time, np.full(len(time), 0.5))[-1] == pytest.approx(0.5)
    current = np.concatenate([np.full(300, 1.0), np.exp(-np.arange(61) / 10.0)])
    assert constant_current(current).sum() == 301


def test_overpotentials_of_half_cycles_are_means_over_the_charge() -> None:
    time = np.arange(0, 4 * 3600.0, 36.0)
    current = np.where((time // 3600) % 2 == 0, 1e-3, -1e-3)
    voltage = np.where(current > 0, 0.040, -0.050)
    found = half_cycle_overpotentials(time, voltage, current)
    assert [charging for charging, _ in found] == [True, False, True, False]
    assert [mean for _, mean in found] == pytest.approx([40.0, -50.0, 40.0, -50.0])


@given(st.integers(10, 3000), st.integers(8, 400), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_thinning_keeps_the_extremes_both_ends_and_the_ends_of_steps(
    count: int, most: int, seed: int
) -> None:
    source = np.random.default_rng(seed)
    values = source.normal(size=count)
    keep = source.integers(0, count, 5)
    places = thinned(values, most, keep)
    assert len(places) <= max(most, count if count <= most else most + 7)
    assert values[places].min() == values.min()
    assert values[places].max() == values.max()
    assert {0, count - 1, *keep} <= set(places.tolist())
    assert (np.diff(places) > 0).all()


def test_a_gap_stays_a_gap() -> None:
    values = np.sin(np.arange(1000.0))
    values[400:420] = np.nan
    assert np.isnan(values[thinned(values, 40)]).any()
