"""A value among ranges and bounds, and the way back from a wanted drop."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science import formulas
from science.placing import Rank, distance, rank
from science.quantities import Interval

ENDS = st.floats(1e-9, 1e9)
INTERVALS = st.tuples(ENDS, ENDS).map(lambda pair: Interval(min(pair), max(pair)))


def test_a_rank_by_hand() -> None:
    others = [Interval.point(1), Interval(2, 6), Interval(-math.inf, 3), Interval(7, math.inf)]
    assert rank(Interval.point(5), others) == Rank(below=2, above=1, untold=1)


def test_distances_by_hand() -> None:
    assert distance(Interval.point(10), Interval(100, 1000), log=True) == pytest.approx(1.0)
    assert distance(Interval.point(10), Interval(4, 7), log=False) == pytest.approx(3.0)
    assert distance(Interval.point(5), Interval(4, 7), log=True) == 0.0


@given(INTERVALS, st.lists(INTERVALS, max_size=6))
def test_every_value_is_counted_once_and_the_other_way_round(
    value: Interval, others: list[Interval]
) -> None:
    found = rank(value, others)
    assert found.of == len(others)
    for other in others:
        one, back = rank(value, [other]), rank(other, [value])
        assert (one.below, one.above, one.untold) == (back.above, back.below, back.untold)
        assert (distance(value, other, log=True) == 0) == bool(one.untold)


POSITIVE = st.floats(1e-6, 1e6)


@given(POSITIVE, POSITIVE)
def test_thickness_and_conductivity_give_back_the_resistance(nm: float, siemens: float) -> None:
    thickness, conductivity = Interval.point(nm), Interval.point(siemens)
    resistance = formulas.area_specific_resistance_ohm_cm2(thickness, conductivity)
    assert formulas.thickness_for_resistance_nm(resistance, conductivity).low == pytest.approx(nm)
    back = formulas.conductivity_for_resistance_s_cm(thickness, resistance)
    assert back.low == pytest.approx(siemens)
    drop = formulas.ohmic_drop_mv(resistance, Interval.point(2.0))
    again = formulas.resistance_for_drop_ohm_cm2(drop, Interval.point(2.0))
    assert again.low == pytest.approx(resistance.low)
