"""Which half cycle counts, and which cycles are for what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import Points, TestInputs, derive_test
from science.cycling.comparison import life_ratio, retention_gain
from science.cycling.efficiency import first_cycle_ce, irreversible_capacity, mean_ce
from science.cycling.life import cycles_to_80, fade_rate
from science.cycling.retention import reference_capacity, retention_at
from science.cycling.segments import segments_of
from science.tests.build import cycling, number_of, points, why

Rows = list[tuple[float | None, ...]]
ANODE: dict[str, Any] = {"cell_type": "half", "electrode_role": "anode"}


def silicon(first_efficiency: float, cycles: int = 150, identifier: str = "ASC-T000001") -> Rows:
    """Delithiation fades by 0.1 % per cycle from 2000 mAh/g; the first lithiation is larger."""
    rows: Rows = []
    for n in range(1, cycles + 1):
        given_back = 2000.0 * (1 - 0.001 * (n - 1))
        taken = given_back / (first_efficiency if n == 1 else 0.995)
        rows.append((float(n), taken, given_back))
    return rows


# -- direction --------------------------------------------------------------------------------
def test_a_half_cell_of_an_anode_keeps_what_it_gives_back_whatever_the_columns_are_called() -> None:
    """First efficiency 75 %: retention at 100 is 0.901 ÷ 0.999 = 90.2 %, in both spellings."""
    spelled = (
        cycling(points=points(silicon(0.75), ("cycle", "discharge", "charge")), **ANODE),
        cycling(points=points(silicon(0.75), ("cycle", "lithiation", "delithiation"))),
    )
    for test in spelled:
        assert number_of(retention_at(test, 100)).low == pytest.approx(100 * 0.901 / 0.999)
        assert number_of(first_cycle_ce(test)).low == pytest.approx(75.0)
        assert number_of(mean_ce(test)).low == pytest.approx(99.5)
        assert number_of(cycles_to_80(test)).qualifier == "above"
        assert (number_of(irreversible_capacity(test)).low or 0.0) > 0


def test_the_first_efficiency_alone_makes_no_gain_and_no_longer_life() -> None:
    columns = ("cycle", "discharge", "charge")
    good = cycling(points=points(silicon(0.9, 300), columns), **ANODE)
    poor = cycling(points=points(silicon(0.6, 300), columns), identifier="ASC-T000002", **ANODE)
    assert number_of(retention_gain(good, [poor])).low == pytest.approx(0.0)
    assert number_of(life_ratio(good, [poor])).low == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ({}, "the cell is not stated"),
        ({"cell_type": "half"}, "the electrode is not stated"),
        (
            {"cell_type": "half", "electrode": "si", "electrode_role": "model"},
            "si is no anode or cathode on record",
        ),
        ({"cell_type": "symmetric", "electrode_role": "anode"}, "symmetric"),
    ],
)
def test_where_the_cell_does_not_say_nothing_that_has_a_direction_is_derived(
    cell: dict[str, Any], reason: str
) -> None:
    test = cycling(points=points(silicon(0.75), ("cycle", "discharge", "charge")), **cell)
    found = derive_test(test)
    for key in ("reference_capacity", "first_cycle_ce", "mean_ce", "cycles_to_80", "fade_rate"):
        assert reason in why(found[key])
    assert reason in why(found["retention_at_100"])


def test_an_efficiency_that_is_recorded_needs_no_direction() -> None:
    rows: Rows = [(float(n), 200.0, 99.0) for n in range(1, 20)]
    test = cycling(points=points(rows, ("cycle", "discharge", "coulombic_efficiency")))
    assert number_of(mean_ce(test)).low == pytest.approx(99.0)


def test_a_half_cell_of_an_anode_without_its_delithiation_says_so() -> None:
    rows: Rows = [(float(n), 200.0) for n in range(1, 20)]
    assert "the charge is the useful capacity" in why(
        reference_capacity(cycling(points=points(rows), **ANODE))
    )


@given(st.floats(0.3, 1.0))
@settings(max_examples=20)
def test_efficiencies_are_those_that_cellpy_defines(ratio: float) -> None:
    """Second half cycle ÷ first, in %: an anode's half cell begins with the discharge, any other
    cell with the charge; irreversible capacity is the sum of first − second."""
    first = 1000.0
    rows: Rows = [(float(n), first, first * ratio) for n in range(1, 12)]
    anode = cycling(points=points(rows, ("cycle", "discharge", "charge")), **ANODE)
    full = cycling(points=points(rows, ("cycle", "charge", "discharge")), cell_type="full")
    for test in (anode, full):
        assert number_of(first_cycle_ce(test)).low == pytest.approx(100 * ratio)
        irreversible = number_of(irreversible_capacity(test))
        assert irreversible.low == pytest.approx(11 * first * (1 - ratio), abs=1e-6)


# -- segments ---------------------------------------------------------------------------------
def at_rates(plan: list[tuple[int, float]], slow_gain: float = 20.0) -> Points:
    """200 mAh/g at 1C, fading by 0.1 % per cycle; more at slower rates, less at faster ones."""
    rows: Rows = []
    n = 0
    for cycles, rate in plan:
        for _ in range(cycles):
            n += 1
            fade = 1 - 0.001 * (n - 1)
            extra = slow_gain if rate < 1 else -40.0 if rate > 1 else 0.0
            rows.append((float(n), 200.0 * fade + extra, rate))
    return points(rows, ("cycle", "discharge", "rate"))


def of_full_cell(recorded: Points, **more: Any) -> TestInputs:
    return cycling(points=recorded, cell_type="full", **more)


def test_a_rate_test_in_the_middle_is_no_retention() -> None:
    """Steps at 0.1, 0.2, 0.5, 1, 2 and 0.1C from cycle 91 on: at cycle 100, where the cell runs at
    0.2C and delivers more than at first, retention is that of the cycles at 1C around it."""
    steps = [(5, 0.1), (5, 0.2), (5, 0.5), (5, 1.0), (5, 2.0), (5, 0.1)]
    test = of_full_cell(at_rates([(90, 1.0), *steps, (80, 1.0)]))
    result = number_of(retention_at(test, 100))
    assert result.high is not None
    assert result.high < 92.0
    assert any("rate 91–120" in w and "not stated" in w for w in result.warnings)
    assert number_of(retention_at(test, 200)).low == pytest.approx(100 * 0.801 / 0.999)
    assert number_of(fade_rate(test)).low == pytest.approx(0.1 / 0.999)


def test_slow_check_ups_are_left_out_and_told() -> None:
    plan = [(50, 1.0), (1, 0.05)] * 4
    test = of_full_cell(at_rates(plan))
    found = segments_of(test)
    assert {c for c, kind in found.kinds.items() if kind == "check-up"} == {51, 102, 153, 204}
    assert number_of(fade_rate(test)).low == pytest.approx(0.1 / 0.999)


def test_slow_first_cycles_are_formation_where_the_currents_say_so() -> None:
    test = of_full_cell(at_rates([(3, 0.1), (100, 1.0)]))
    result = number_of(reference_capacity(test))
    assert result.low == pytest.approx(200 * 0.996)  # cycles 4 to 6 at 1C, their median cycle 5
    assert any("formation 1–3" in warning for warning in result.warnings)


def test_kinds_that_are_stated_are_taken_as_stated() -> None:
    rows: Rows = [(float(n), 300.0 if n <= 2 else 200.0) for n in range(1, 30)]
    kinds = ("formation", "formation", *[""] * 27)
    recorded = Points("mAh/g", ("cycle", "discharge"), tuple(rows), "x", kinds)  # type: ignore[arg-type]
    result = number_of(reference_capacity(of_full_cell(recorded)))
    assert (result.low, result.warnings) == (200.0, ())


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.data())
@settings(max_examples=40)
def test_every_cycle_has_one_kind_and_some_cycles_age(
    lengths: list[int], data: st.DataObject
) -> None:
    rates = [data.draw(st.sampled_from([0.05, 0.1, 0.5, 1.0, 2.0])) for _ in lengths]
    test = of_full_cell(at_rates(list(zip(lengths, rates, strict=True))))
    found = segments_of(test)
    assert set(found.kinds) == {float(n) for n in range(1, sum(lengths) + 1)}
    assert found.ageing
