"""How often verdicts are right, on simulated cells whose truth is known."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from science import Points, TestInputs
from science.verdict import verdict

CYCLES = 104
FADE = 0.0015  # of the capacity per cycle: 85 % are left at cycle 100


def record(
    random: np.random.Generator, spread: float, noise: float, passed_on: float, gain: float
) -> Points:
    """One cell: its capacity and what is left of it at cycle 100 scatter from cell to cell by
    `spread`, each point by `noise`, of which `passed_on` goes over into the next."""
    cycles = np.arange(1, CYCLES + 1.0)
    left = 1 - FADE * 99 + gain + random.normal(0, spread)
    capacity = 200 * (1 + random.normal(0, spread)) * (1 - (1 - left) / 99 * (cycles - 1))
    scatter = random.normal(0, noise, CYCLES)
    for n in range(1, CYCLES):
        scatter[n] = passed_on * scatter[n - 1] + math.sqrt(1 - passed_on**2) * scatter[n]
    rows = zip(cycles.tolist(), (capacity * (1 + scatter)).tolist(), strict=True)
    return Points("mAh/g", ("cycle", "discharge"), tuple(rows), "p")


def cells(
    random: np.random.Generator, identifier: str, count: int, gain: float, *noise: float
) -> TestInputs:
    spread, scatter, passed_on = noise
    records = [record(random, spread, scatter, passed_on, gain) for _ in range(count)]
    return TestInputs(
        identifier,
        coated=identifier == "coated",
        cell_type="full",
        points=records[0],
        replicates=tuple(records[1:]),
        cells=count,
    )


def told(pairs: int, count: int, gain: float, *noise: float, seed: int = 1) -> Counter[str]:
    """What the verdicts on so many pairs say."""
    random = np.random.default_rng(seed)
    return Counter(
        verdict(
            cells(random, "coated", count, gain, *noise), cells(random, "bare", count, 0.0, *noise)
        ).shown
        for _ in range(pairs)
    )


# Spread between cells, noise per point, share of it that is passed on.
NOISES = [
    (spread, noise, passed_on)
    for spread in (0.01, 0.03)
    for noise in (0.005, 0.02)
    for passed_on in (0.0, 0.8)
]


@pytest.mark.parametrize("count", [1, 3])
def test_of_a_thousand_pairs_of_identical_cells_at_most_5_percent_differ(count: int) -> None:
    together: Counter[str] = Counter()
    for seed, noise in enumerate(NOISES):
        together += told(125, count, 0.0, *noise, seed=seed)
    assert together.total() == 1000
    assert together["better"] + together["worse"] <= 50


def test_a_gain_of_five_points_is_found_with_three_cells_and_a_spread_of_one_percent() -> None:
    found = told(200, 3, 0.05, 0.01, 0.005, 0.0)
    assert found["better"] >= 180
    assert not found["worse"]


def test_the_power_at_two_and_three_points_is_what_the_documentation_says() -> None:
    """About three and six in ten, see docs/what-verdicts-rest-on.md."""
    two, three = (told(150, 3, gain, 0.01, 0.005, 0.0)["better"] / 150 for gain in (0.02, 0.03))
    assert 0.2 <= two <= 0.45
    assert 0.5 <= three <= 0.75
