"""Values read off figures, against values worked by hand and the laws of calibration."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.digitised import PIXEL_SD, Axis, Calibration, Tick, UncalibratedAxis, calibrate

X = Axis("x", (Tick(0, 100, 500), Tick(50, 300, 500), Tick(100, 500, 500)))
Y = Axis("y", (Tick(0, 100, 500), Tick(1, 100, 300), Tick(2, 100, 100)))


def test_a_point_between_ticks_is_read_linearly_with_its_error() -> None:
    row = calibrate(X, Y).row(350, 250)
    assert (row.x, row.y) == pytest.approx((62.5, 1.25))
    # 0.25 units a pixel; 0.5 px of the point, and of the line 0.25·(1/3 + 12.5²/5000) px²
    assert row.x_error == pytest.approx(0.25 * math.sqrt(0.25 + 0.25 * (1 / 3 + 12.5**2 / 5000)))


def test_on_a_logarithmic_axis_the_error_is_a_ratio() -> None:
    axis = Axis("y", (Tick(1, 0, 300), Tick(10, 0, 200), Tick(100, 0, 100)), "log")
    low, high = (calibrate(X, axis).row(300, y) for y in (250, 150))
    assert (low.y, high.y) == pytest.approx((10**0.5, 10**1.5))
    assert low.y_error / low.y == pytest.approx(high.y_error / high.y)
    # 0.01 decades a pixel, 0.5 px of the point and as much as 1/3 + 0.5²/2 of that of the line
    sd = 0.01 * math.sqrt(0.25 * (1 + 1 / 3 + 0.25 / 2))
    assert low.y_error / low.y == pytest.approx(math.log(10) * sd)


def test_a_reciprocal_axis_reads_temperatures_of_an_arrhenius_plot() -> None:
    ticks = tuple(Tick(1000 / k, 100 * k, 0) for k in (2.0, 2.5, 3.0))
    assert calibrate(Axis("x", ticks, "reciprocal"), Y).row(275, 0).x == pytest.approx(1000 / 2.75)


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        (Axis("y", (Tick(0, 0, 0), Tick(10, 0, 100)), "log"), "has no 0"),
        (Axis("y", (Tick(0, 0, 0), Tick(10, 0, 100)), "reciprocal"), "has no 0"),
        (Axis("y", (Tick(5, 0, 0), Tick(5, 0, 100))), "one value"),
        (Axis("y", (Tick(5, 0, 50), Tick(6, 9, 50))), "one place"),
        (Axis("y", (Tick(5, 0, 50),)), "two ticks"),
    ],
)
def test_ticks_that_make_no_axis_are_refused(axis: Axis, message: str) -> None:
    with pytest.raises(UncalibratedAxis, match=message) as caught:
        calibrate(X, axis)
    assert (caught.value.tick == 0) == ("has no 0" in message)


def test_a_tick_aside_of_its_axis_bends_nothing_that_is_straight() -> None:
    bent = Axis("x", (*X.ticks[:2], X.ticks[2]._replace(y=505)))
    assert calibrate(bent, Y).row(350, 250) == calibrate(X, Y).row(350, 250)


def turned(tick: Tick, degrees: float) -> Tick:
    a = math.radians(degrees)
    return Tick(
        tick.value,
        tick.x * math.cos(a) - tick.y * math.sin(a),
        tick.x * math.sin(a) + tick.y * math.cos(a),
    )


@given(st.floats(-10, 10), st.floats(0, 600), st.floats(0, 600))
@settings(max_examples=25)
def test_a_turned_scan_reads_as_the_straight_one(degrees: float, x: float, y: float) -> None:
    tilted = (
        Axis(axis.direction, tuple(turned(tick, degrees) for tick in axis.ticks), tilted=True)
        for axis in (X, Y)
    )
    _, px, py = turned(Tick(0, x, y), degrees)
    assert calibrate(*tilted).row(px, py) == pytest.approx(calibrate(X, Y).row(x, y), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=25)
def test_values_follow_the_unit_of_the_axis(factor: float, shift: float) -> None:
    other = Axis("y", tuple(t._replace(value=t.value * factor + shift) for t in Y.ticks))
    one, two = calibrate(X, Y).row(200, 333), calibrate(X, other).row(200, 333)
    assert two.y == pytest.approx(one.y * factor + shift)
    assert two.y_error == pytest.approx(one.y_error * factor)


def _simulated(ticks: tuple[Tick, ...], rng: random.Random) -> Calibration:
    noisy = tuple(t._replace(y=rng.gauss(t.y, PIXEL_SD)) for t in ticks)
    return calibrate(X, Axis("y", noisy))


def test_errors_are_those_of_repeated_readings() -> None:
    rng = random.Random(5)
    ticks = (Y.ticks[0], Y.ticks[2])  # of two ticks the scatter is not estimated, but given
    read, ratios = [], []
    for _ in range(4000):
        line = _simulated(ticks, rng)
        first, second = rng.gauss(100, PIXEL_SD), rng.gauss(250, PIXEL_SD)
        read.append(line.y.value(second))
        ratios.append(line.y.value(second) / line.y.value(first))
    line = calibrate(X, Axis("y", ticks))
    assert _sd(read) == pytest.approx(line.y.error(250), rel=0.05)
    assert _sd(ratios) == pytest.approx(line.ratio_error(100, 250), rel=0.05)


def _sd(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
