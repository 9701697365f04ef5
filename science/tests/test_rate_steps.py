"""Rate tests that only the capacity tells, and records that only look like one."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from science import TestInputs
from science.cycling.retention import retention_at
from science.cycling.segments import segments_of
from science.declaring import Gap
from science.tests.build import cycling, number_of, points
from science.tests.test_fades import correlated

STEPS = [(5, 1.0), (5, 0.93), (5, 0.85), (5, 0.7), (5, 0.5), (5, 1.0)]
NO_RATE_TEST: dict[str, Callable[[int], float]] = {
    "fade": lambda n: 1 - 0.0007 * n,
    "fast fade": lambda n: 0.3 + 0.7 * math.exp(-n / 4),
    "death": lambda n: 1 - 0.0005 * n if n < 120 else 0.2,
    "recovery": lambda n: 0.95 if n < 120 or 130 < n < 150 else 0.2,
    "check-ups": lambda n: (1.15 if n % 50 < 2 else 1.0) - 0.0005 * n,
    "activation": lambda n: 0.6 + 0.4 * min(1.0, n / 10) - 0.0005 * n,
}


def full_cell(levels: list[float], noise: list[float] | None = None) -> TestInputs:
    """200 mAh/g at each level, fading by 0.03 % per cycle."""
    noise = noise or [0.0] * len(levels)
    rows = [
        (float(n), 200 * (level - 0.0003 * (n - 1) + scatter))
        for n, (level, scatter) in enumerate(zip(levels, noise, strict=True), 1)
    ]
    return cycling(points=points(rows), cell_type="full")


def levels(*plan: tuple[int, float]) -> list[float]:
    return [level for cycles, level in plan for _ in range(cycles)]


def test_a_rate_test_without_currents_is_no_retention() -> None:
    """Ageing at 0.93 from cycle 31 on: the reference is cycle 32, the median of the first three."""
    result = number_of(retention_at(full_cell(levels(*STEPS, (200, 0.93))), 100))
    assert result.low == pytest.approx(100 * (0.93 - 0.0003 * 99) / (0.93 - 0.0003 * 31), rel=1e-6)
    assert any("rate 1–30" in warning and "not stated" in warning for warning in result.warnings)


def test_a_record_of_a_rate_test_alone_keeps_nothing() -> None:
    test = full_cell(levels(*((10, level) for _, level in STEPS)))
    with pytest.raises(Gap, match="no cycle after formation and rate steps is recorded"):
        retention_at(test, 50)


def test_a_rate_test_in_the_middle_is_found_by_its_steps() -> None:
    plan = [(90, 1.0), (15, 1.1), (5, 1.0), (5, 0.8), (5, 1.1), (80, 1.0)]
    found = segments_of(full_cell(levels(*plan), correlated(200, 0.005, 0.5, 1)))
    assert {c for c, kind in found.kinds.items() if kind == "rate"} == set(range(91, 121))


@pytest.mark.parametrize("name", NO_RATE_TEST)
def test_what_only_looks_like_one_is_none(name: str) -> None:
    shape = [NO_RATE_TEST[name](n) for n in range(1, 301)]
    for seed in range(5):
        for spread in (0.0, 0.002, 0.01, 0.03):
            noise = correlated(300, spread, 0.5, seed) if spread else None
            assert set(segments_of(full_cell(shape, noise)).kinds.values()) == {"ageing"}
