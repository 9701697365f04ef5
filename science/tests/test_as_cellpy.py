"""Capacities, efficiencies and what is kept of them, as cellpy 1.0.3 computes them.

The simulated curves of :mod:`science.tests.test_fades` were given to cellpy once, as time series of
constant current; what it answered is kept here. cellpy divides by the mean of the first three
cycles and takes the one cycle asked for; here it is their median, and the middle of what lies
around that cycle: without noise the same, with noise within its scatter.
"""

from __future__ import annotations

import pytest

from science import TestInputs
from science.cycling.efficiency import first_cycle_ce, irreversible_capacity, mean_ce
from science.cycling.retention import reference_capacity, retention_at
from science.tests.build import cycling, number_of, points
from science.tests.test_direction_and_segments import ANODE, silicon
from science.tests.test_fades import CYCLES, SMOOTH, correlated


def full_cell(name: str) -> TestInputs:
    """88 % at first, then 99.8 ± 0.05 %; noise of 0.5 % of the capacity, half of it passed on."""
    noise = correlated(CYCLES, 0.005, 0.5, 0)
    efficiency = [0.88, *(0.998 + e for e in correlated(CYCLES, 0.0005, 0.0, 100)[1:])]
    kept = [200 * (SMOOTH[name](n) + e) for n, e in enumerate(noise, 1)]
    rows = [
        (float(n), q / share, q)
        for n, (q, share) in enumerate(zip(kept, efficiency, strict=True), 1)
    ]
    return cycling(points=points(rows, ("cycle", "charge", "discharge")), cell_type="full")


# What cellpy gives: first efficiency (%), mean of the later ones (%), cumulated difference
# (mAh/g), capacity at cycle 100 ÷ mean of the first three (%).
AS_CELLPY = {
    "linear": (88.0, 99.799555, 101.74813, 92.721283),
    "exponential": (88.0, 99.799555, 94.027518, 83.11305),
    "√N": (88.0, 99.799555, 97.951735, 89.064003),
    "accelerating": (88.0, 99.799555, 103.13842, 95.596875),
}


@pytest.mark.parametrize("name", AS_CELLPY)
def test_efficiencies_and_losses_are_those_of_cellpy(name: str) -> None:
    test = full_cell(name)
    first, mean, lost, kept = AS_CELLPY[name]
    assert number_of(first_cycle_ce(test)).low == pytest.approx(first, rel=1e-6)
    assert number_of(mean_ce(test)).low == pytest.approx(mean, rel=1e-6)
    assert number_of(irreversible_capacity(test)).low == pytest.approx(lost, rel=1e-6)
    found = number_of(retention_at(test, 100))
    assert found.uncertainty is not None
    assert abs((found.low or 0.0) - kept) < 2 * (found.uncertainty**2 + 0.5**2) ** 0.5


def test_a_silicon_half_cell_is_that_of_cellpy_in_its_anode_mode() -> None:
    """Without noise all of it is the same: the mean of three cycles in line is their median."""
    test = cycling(points=points(silicon(0.75), ("cycle", "discharge", "charge")), **ANODE)
    assert number_of(first_cycle_ce(test)).low == pytest.approx(75.0)
    assert number_of(mean_ce(test)).low == pytest.approx(99.5)
    assert number_of(irreversible_capacity(test)).low == pytest.approx(2051.8425, rel=1e-7)
    assert number_of(reference_capacity(test)).low == pytest.approx(1998.0)
    assert number_of(retention_at(test, 100)).low == pytest.approx(90.19019, rel=1e-6)
