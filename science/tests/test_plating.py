"""Symmetric cells and metal on a current collector, against worked and simulated values."""

from __future__ import annotations

import random
from typing import Any

import pytest

from science.cycling.efficiency import first_cycle_ce, mean_ce
from science.cycling.plating import (
    cumulative_plated_capacity,
    plating_overpotential,
    reservoir_efficiency,
    soft_short_cycle,
    stripping_overpotential,
)
from science.plausibility import flag_test
from science.tests.build import cycling, number_of, points, stated, why

SYMMETRIC: dict[str, Any] = {"cell_type": "symmetric"}
COLLECTOR: dict[str, Any] = {"cell_type": "half", "electrode_role": "current collector"}
BOTH = ("cycle", "plating_overpotential", "stripping_overpotential")


def symmetric(short_at: int | None = None, cycles: int = 300, seed: int = 1) -> Any:
    """Overpotential of 40 mV that settles in five cycles, grows by 0.05 mV a cycle and scatters by
    2 %; with the short it falls to a third."""
    source = random.Random(seed)
    rows: list[tuple[float | None, ...]] = []
    for n in range(1, cycles + 1):
        level = (40.0 + 30.0 * 2.0 ** (1 - n) + 0.05 * n) * source.gauss(1, 0.02)
        level *= 1 / 3 if short_at is not None and n >= short_at else 1.0
        rows.append((float(n), -level, level * 1.1))
    return points(rows, BOTH, unit="mAh/cm²")


def test_overpotentials_are_medians_without_their_sign() -> None:
    rows: list[tuple[float | None, ...]] = [
        (float(n), -v, v + 10) for n, v in enumerate((90.0, 40.0, 41.0, 39.0, 40.0), start=1)
    ]
    test = cycling(points=points(rows, BOTH), **SYMMETRIC)
    assert number_of(plating_overpotential(test)).low == pytest.approx(40.0)
    assert number_of(stripping_overpotential(test)).low == pytest.approx(50.0)
    once = cycling(points=points([r[:2] for r in rows], ("cycle", "overpotential")), **SYMMETRIC)
    told = number_of(stripping_overpotential(once))
    assert told.low == pytest.approx(40.0)
    assert "recorded without saying of which half cycle" in told.warnings


@pytest.mark.parametrize("onset", [12, 60, 180, 297])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_soft_short_is_found_where_it_was_put(onset: int, seed: int) -> None:
    test = cycling(points=symmetric(onset, seed=seed), **SYMMETRIC)
    found = number_of(soft_short_cycle(test))
    assert (found.low, found.high) == (onset, onset)


@pytest.mark.parametrize("seed", range(10))
def test_settling_and_slow_changes_are_no_soft_short(seed: int) -> None:
    found = number_of(soft_short_cycle(cycling(points=symmetric(seed=seed), **SYMMETRIC)))
    assert (found.qualifier, found.low) == ("above", 300)


def test_one_odd_cycle_is_no_soft_short_and_other_cells_have_none() -> None:
    rows: list[tuple[float | None, ...]] = [
        (float(n), 5.0 if n == 50 else 40.0) for n in range(1, 101)
    ]
    recorded = points(rows, ("cycle", "overpotential"))
    found = number_of(soft_short_cycle(cycling(points=recorded, **SYMMETRIC)))
    assert found.qualifier == "above"
    assert "symmetric" in why(soft_short_cycle(cycling(points=recorded, cell_type="full")))


def test_a_symmetric_cell_without_capacities_has_points_of_use() -> None:
    flags = flag_test(cycling(points=symmetric(), **SYMMETRIC))
    assert "points_unusable" not in {flag.code for flag in flags}


def test_what_was_plated_is_the_sum_up_to_the_short() -> None:
    """1 mAh/cm² × 300 cycles; with a short at cycle 121 only 120 count. 1 mA/cm² over 1000 h in
    half cycles of either sign plates 500 mAh/cm²."""
    conditions = {"areal_capacity": "1 mAh/cm²"}
    whole = cycling(points=symmetric(), conditions=conditions, **SYMMETRIC)
    assert number_of(cumulative_plated_capacity(whole)).low == pytest.approx(300.0)
    short = cycling(points=symmetric(121), conditions=conditions, **SYMMETRIC)
    assert number_of(cumulative_plated_capacity(short)).low == pytest.approx(120.0)
    hours = cycling(
        [stated("lifetime_hours", "1000 h")], {"current_density": "1 mA/cm²"}, **SYMMETRIC
    )
    assert number_of(cumulative_plated_capacity(hours)).low == pytest.approx(500.0)
    lives = cycling([stated("lifetime", ">200 cycles")], conditions, **SYMMETRIC)
    assert number_of(cumulative_plated_capacity(lives)).qualifier == "above"
    assert "no current collector" in why(cumulative_plated_capacity(cycling(cell_type="half")))


def test_the_reservoir_protocol_gives_the_worked_efficiency() -> None:
    """Q_T = 5, ten cycles of 1, 4.5 mAh/cm² come back: (10 + 4.5) ÷ (10 + 5) = 96.67 %."""
    conditions = {
        "reservoir_charge": "5 mAh/cm²",
        "reservoir_cycles": "10",
        "areal_capacity": "1 mAh/cm²",
    }
    test = cycling([stated("final_stripped_charge", "4.5 mAh/cm²")], conditions, **COLLECTOR)
    found = number_of(reservoir_efficiency(test))
    assert found.low == pytest.approx(100 * 14.5 / 15.0)
    bound = cycling([stated("final_stripped_charge", ">4.5 mAh/cm²")], conditions, **COLLECTOR)
    assert number_of(reservoir_efficiency(bound)).low == pytest.approx(100 * 14.5 / 15.0)
    del conditions["reservoir_cycles"]
    lacking = cycling([stated("final_stripped_charge", "4.5 mAh/cm²")], conditions, **COLLECTOR)
    assert "reservoir cycles is not reported" in why(reservoir_efficiency(lacking))


def test_by_cycling_the_efficiency_is_what_is_stripped_of_what_is_plated() -> None:
    rows: list[tuple[float | None, ...]] = [
        (1.0, 1.0, 0.9),
        *((float(n), 1.0, 0.985) for n in range(2, 51)),
    ]
    recorded = points(rows, ("cycle", "plated", "stripped"), unit="mAh/cm²")
    test = cycling(points=recorded, **COLLECTOR)
    assert number_of(first_cycle_ce(test)).low == pytest.approx(90.0)
    assert number_of(mean_ce(test)).low == pytest.approx(98.5)
    assert number_of(cumulative_plated_capacity(test)).low == pytest.approx(50.0)
