"""Life, settling and knee on simulated fades whose truth is known."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable

import pytest

from science import TestInputs
from science.cycling.life import cycles_to_80, knee_cycle, settling_cycle
from science.results import Derived
from science.tests.build import cycling, number_of, points, why

CYCLES = 200
SMOOTH: dict[str, Callable[[int], float]] = {
    "linear": lambda n: 1 - 0.0007 * n,
    "exponential": lambda n: 0.82 + 0.18 * math.exp(-n / 20),
    "slow exponential": lambda n: 0.7 + 0.3 * math.exp(-n / 80),
    "√N": lambda n: 1 - 0.012 * math.sqrt(n),
    "accelerating": lambda n: 1 - 4e-6 * n * n,
}


def correlated(count: int, spread: float, passed_on: float, seed: int) -> list[float]:
    """Normal noise of a spread, of which each cycle passes a share on to the next."""
    source = random.Random(seed)
    noise = [source.gauss(0, spread)]
    for _ in range(count - 1):
        fresh = source.gauss(0, spread * math.sqrt(1 - passed_on**2))
        noise.append(passed_on * noise[-1] + fresh)
    return noise


def beginning_clean(count: int, spread: float, passed_on: float, seed: int) -> list[float]:
    """The same from the fourth cycle on: the reference is without noise."""
    return [0.0] * 3 + correlated(count, spread, passed_on, seed)[3:]


def cell(shape: list[float], noise: list[float] | None = None) -> TestInputs:
    noise = noise or [0.0] * len(shape)
    rows = [(float(n), 200 * (y + e)) for n, (y, e) in enumerate(zip(shape, noise, strict=True), 1)]
    return cycling(points=points(rows), cell_type="full")


@pytest.mark.parametrize("name", SMOOTH)
def test_a_smooth_fade_has_neither_a_knee_nor_a_settling(name: str) -> None:
    """Noise of which nothing, or 50 to 95 %, is passed on; at most one curve in 24 is mistaken."""
    shape = [SMOOTH[name](n) for n in range(1, CYCLES + 1)]
    found = 0
    for passed_on in (0.0, 0.5, 0.8, 0.95):
        for seed in range(6):
            test = cell(shape, correlated(CYCLES, 0.005, passed_on, seed))
            found += any(isinstance(f(test), Derived) for f in (knee_cycle, settling_cycle))
    assert found <= 1


def test_the_uncertainty_of_a_life_covers_what_noise_does_to_it() -> None:
    """A √N fade that meets 80 % at cycle 447, with noise of 1 % of which nothing, 80 or 90 % is
    passed on: nine of ten lives lie within 1.96 uncertainties."""
    for passed_on in (0.0, 0.8, 0.9):
        shape = [1 - 0.01 * math.sqrt(n) for n in range(1, 701)]
        lives = [
            number_of(cycles_to_80(cell(shape, correlated(700, 0.01, passed_on, seed))))
            for seed in range(40)
        ]
        told = [(life.high or 0.0, life.uncertainty) for life in lives if life.uncertainty]
        assert len(told) >= 38
        within = sum(abs(cycle - 447) <= 1.96 * uncertainty for cycle, uncertainty in told)
        assert within >= 0.89 * len(told), passed_on


SLOW: dict[str, tuple[Callable[[int], float], int, int]] = {
    "√N to 1,500": (lambda n: 1 - 0.006 * math.sqrt(n), 1188, 1500),
    "√N to 700": (lambda n: 1 - 0.01 * math.sqrt(n), 447, 700),
    "linear": (lambda n: 1 - 0.0005 * n, 402, 700),
    "exponential": (lambda n: 0.7 + 0.3 * math.exp(-n / 200), 225, 700),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_fade_is_not_called_over_early(name: str) -> None:
    """In noise of 1 % the first run of low cycles comes up to 100 cycles before the fade is at
    80 %; over 24 curves the middle life is the true one within 4 %, and none ends 20 % early."""
    fade, true, count = SLOW[name]
    shape = [fade(n) for n in range(1, count + 1)]
    for passed_on in (0.5, 0.8, 0.9):
        lives = [
            number_of(
                cycles_to_80(cell(shape, beginning_clean(count, 0.01, passed_on, 1000 + seed)))
            )
            for seed in range(24)
        ]
        told = sorted(life.low for life in lives if life.high is not None and life.low is not None)
        assert len(told) >= 20, passed_on
        assert abs(told[len(told) // 2] / true - 1) < 0.04, passed_on
        assert told[0] > 0.8 * true, passed_on


def test_a_fade_that_levels_off_above_80_percent_is_no_end() -> None:
    """Levels off at 81 % in noise of 1 %: no life is told, only that it is above the cycle where
    it begins to waver."""
    shape = [0.81 + 0.19 * math.exp(-n / 60) for n in range(1, 601)]
    for passed_on in (0.0, 0.8):
        for seed in range(8):
            test = cell(shape, beginning_clean(600, 0.01, passed_on, seed))
            life = number_of(cycles_to_80(test))
            assert life.qualifier == "above", (passed_on, seed)


def test_a_cell_that_dies_and_recovers_has_died_whatever_its_noise() -> None:
    """At 60 % from cycle 201, back at 85 % for the last ten: more than any scatter of 1 %."""
    shape = [1 - 0.0005 * n for n in range(1, 201)] + [0.6] * 60 + [0.85] * 10
    life = number_of(cycles_to_80(cell(shape, correlated(270, 0.01, 0.8, 5))))
    assert life.low == 201.0
    assert any("back above 80 %" in note for note in life.warnings)


@pytest.mark.parametrize("passed_on", [0.0, 0.5])
def test_a_knee_is_found_beside_its_uncertainty(passed_on: float) -> None:
    """From 0.03 to 0.33 % per cycle at cycle 120."""
    shape = [1 - 0.0003 * n - 0.003 * max(0, n - 120) for n in range(1, CYCLES + 1)]
    for seed in range(8):
        result = number_of(knee_cycle(cell(shape, correlated(CYCLES, 0.005, passed_on, seed))))
        assert result.uncertainty is not None
        assert abs((result.low or 0.0) - 120) < 4 * result.uncertainty + 1


def test_a_fade_that_changes_by_less_than_half_has_no_knee() -> None:
    shape = [1 - 0.0005 * n - 0.0002 * max(0, n - 100) for n in range(1, CYCLES + 1)]
    assert "less than half" in why(knee_cycle(cell(shape, correlated(CYCLES, 1e-4, 0.0, 1))))


@pytest.mark.parametrize("count", [60, 150, 400, 900])
def test_a_square_root_fade_has_no_knee_at_any_length(count: int) -> None:
    """20 or 35 % lost in all, noise of 0.2 to 1 % of which nothing to 90 % is passed on."""
    for lost, spread, passed_on in itertools.product((0.2, 0.35), (0.002, 0.01), (0.0, 0.5, 0.9)):
        shape = [1 - lost * math.sqrt(n / count) for n in range(1, count + 1)]
        for seed in range(2):
            test = cell(shape, correlated(count, spread, passed_on, 7000 + seed))
            assert not isinstance(knee_cycle(test), Derived)
            assert not isinstance(settling_cycle(test), Derived)


def test_sudden_death_is_an_end_and_no_knee_and_no_settling() -> None:
    """Dead at cycle 121 and flat from there: the fit ends with the life."""
    shape = [1 - 0.0003 * n if n <= 120 else 0.1 for n in range(1, CYCLES + 1)]
    test = cell(shape, correlated(CYCLES, 0.002, 0.0, 3))
    assert number_of(cycles_to_80(test)).low == 121.0
    assert not isinstance(knee_cycle(test), Derived)
    assert not isinstance(settling_cycle(test), Derived)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("passed_on", [0.0, 0.8])
def test_the_life_of_a_noisy_cell_is_its_true_life_within_the_uncertainty(
    name: str, passed_on: float
) -> None:
    """Five of seven below 80 % comes a little early in noise, by less than five uncertainties."""
    true = [SMOOTH[name](n) / SMOOTH[name](2) for n in range(1, 401)]
    end = next(n for n, y in enumerate(true, 1) if y <= 0.8) if min(true) < 0.8 else None
    for seed in range(6):
        result = number_of(cycles_to_80(cell(true, correlated(400, 0.003, passed_on, seed))))
        if end is None or result.low is None or result.high is None:
            continue
        assert abs(result.low - end) < 5 * (result.uncertainty or 0.0) + 3


def test_missing_and_doubled_cycles_do_not_move_the_end() -> None:
    rows = [(float(n), 200 * (1 - 0.002 * (n - 1))) for n in range(1, 201)]
    doubled = [*rows, *rows[20:40]]
    missing = [row for row in rows if row[0] not in {60.0, 61.0, 95.0}]
    for record in (doubled, missing):
        test = cycling(points=points(record), cell_type="full")
        assert number_of(cycles_to_80(test)).low == 102.0


@pytest.mark.parametrize("low", [[0.8], [0.9], [0.85, 0.95], [0.9, 0.94, 0.97, 0.99]])
def test_low_first_cycles_are_no_knee(low: list[float]) -> None:
    """A first cycle that gives little, or a cell that has to be activated, then a steady fade."""
    for seed in range(6):
        shape = [1 - 0.0004 * n for n in range(1, CYCLES + 1)]
        shape[: len(low)] = low
        test = cell(shape, correlated(CYCLES, 0.002, 0.0, seed))
        assert not isinstance(knee_cycle(test), Derived)
