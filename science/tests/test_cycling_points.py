"""Derived properties of recorded cycles, on curves whose truth is known."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import Points, TestInputs, derive_test
from science.cycling.curve import running_median
from science.cycling.efficiency import (
    ce_spread,
    first_cycle_ce,
    irreversible_capacity,
    irreversible_capacity_areal,
    mean_ce,
)
from science.cycling.life import cycles_to_80, fade_rate, knee_cycle, settling_cycle
from science.cycling.retention import (
    reference_capacity,
    reference_capacity_areal,
    retention_at,
)
from science.tests.build import cycling, number_of, points, why

Rows = list[tuple[float | None, ...]]


def linear(cycles: int, fade: float, start: float = 200.0) -> Rows:
    """Loses the share `fade` of the first capacity in every cycle."""
    return [(float(n), start * (1 - fade * (n - 1))) for n in range(1, cycles + 1)]


def with_knee(cycles: int, knee: int, before: float, after: float) -> Rows:
    return [
        (float(n), 200.0 * (1 - before * (min(n, knee) - 1) - after * max(0, n - knee)))
        for n in range(1, cycles + 1)
    ]


def noisy(rows: Rows, spread: float = 0.4, seed: int = 7) -> Rows:
    source = random.Random(seed)
    return [(row[0], (row[1] or 0.0) + source.gauss(0, spread)) for row in rows]


def test_of_rows(rows: Rows, **more: object) -> TestInputs:
    return cycling(points=points(rows), **{"cell_type": "full", **more})  # type: ignore[arg-type]


test_of_rows.__test__ = False  # type: ignore[attr-defined]


# -- reference --------------------------------------------------------------------------------
def test_the_reference_is_the_median_of_the_first_three_cycles_after_formation() -> None:
    rows: Rows = [
        (1.0, 250.0),
        (2.0, 240.0),
        (3.0, 230.0),
        (4.0, 200.0),
        (5.0, 199.0),
        (6.0, 198.0),
    ]
    after_three = test_of_rows(rows, conditions={"formation_cycles": "3"})
    result = number_of(reference_capacity(after_three))
    assert (result.low, result.unit, result.warnings) == (199.0, "mAh/g", ())
    unstated = number_of(reference_capacity(test_of_rows(rows)))
    assert unstated.low == 240.0
    assert "formation cycles are not reported" in unstated.warnings[0]


@given(st.floats(0.0, 1e4), st.integers(0, 2))
@settings(max_examples=30)
def test_one_outlying_cycle_does_not_decide_the_reference(wild: float, which: int) -> None:
    """Whatever one of 200.0, 199.8 and 199.6 turns into, the median stays among the others."""
    rows = linear(60, 0.001)
    rows[which] = (rows[which][0], wild)
    result = number_of(reference_capacity(test_of_rows(rows)))
    assert result.low == pytest.approx(199.8, abs=0.2001)


def test_a_paper_with_a_reference_of_its_own_is_held_to_it_and_both_are_named() -> None:
    test = test_of_rows(linear(150, 0.001), conditions={"reference_capacity": "210 mAh/g"})
    result = number_of(reference_capacity(test))
    assert result.low == 210.0
    assert any("210 mAh/g" in w and "199.8 mAh/g" in w for w in result.warnings)
    assert number_of(retention_at(test, 100)).low == pytest.approx(100 * 180.2 / 210)


def test_the_basis_of_a_capacity_is_kept() -> None:
    areal = cycling(points=points(linear(10, 0.001), unit="mAh/cm²"), cell_type="full")
    assert "mAh/cm²" in why(reference_capacity(areal))
    assert number_of(reference_capacity_areal(areal)).low == pytest.approx(199.8)


def test_a_record_that_starts_late_has_no_reference() -> None:
    late = linear(200, 0.001)[49:]
    assert "starts at cycle 50" in why(reference_capacity(test_of_rows(late)))
    a_bit_late = number_of(reference_capacity(test_of_rows(linear(200, 0.001)[3:])))
    assert any("cycle 4" in warning for warning in a_bit_late.warnings)


# -- retention --------------------------------------------------------------------------------
def test_retention_at_a_recorded_cycle() -> None:
    """0.1 % of the first capacity lost per cycle: 180.2 of 199.8 mAh/g, the capacity of cycle 2,
    are left in cycle 100, and stand beside the retention."""
    test = test_of_rows(linear(150, 0.001))
    result = number_of(retention_at(test, 100))
    assert result.low == pytest.approx(100 * 180.2 / 199.8)
    assert "180.2 mAh/g at cycle 100" in result.warnings
    assert why(derive_test(test)["retention_at_200"]) == "the record ends at cycle 150"


def test_a_missing_cycle_lies_between_its_neighbours() -> None:
    """Cycle 50 between 48 and 52 is interpolated; between 30 and 70 it is a range. Per 199.8."""
    rows = linear(100, 0.001)
    short = test_of_rows([row for row in rows if row[0] not in {49.0, 50.0, 51.0}])
    result = number_of(retention_at(short, 50))
    assert result.low == pytest.approx(95.1 / 0.999)
    assert result.qualifier == "about"
    wide = test_of_rows([row for row in rows if not 30 < (row[0] or 0) < 70])
    between = number_of(retention_at(wide, 50))
    assert between.low == pytest.approx(93.1 / 0.999)
    assert between.high == pytest.approx(97.1 / 0.999)
    assert any("cycle 50 is not recorded" in warning for warning in between.warnings)


def test_one_outlying_cycle_does_not_decide_the_retention() -> None:
    rows: Rows = [(n, 20.0 if n == 100 else c) for n, c in linear(150, 0.001)]
    assert number_of(retention_at(test_of_rows(rows), 100)).low == pytest.approx(90.1 / 0.999)
    last: Rows = [(n, 20.0 if n == 100 else c) for n, c in linear(100, 0.001)]
    assert number_of(retention_at(test_of_rows(last), 100)).low == pytest.approx(90.1 / 0.999)


def test_a_recorded_retention_is_not_normalised_again() -> None:
    """A paper's retention that begins at 97 % of its own reference stays what it is."""
    rows: Rows = [(float(n), 97.0 - 0.1 * (n - 1)) for n in range(1, 121)]
    test = cycling(points=points(rows, ("cycle", "retention"), unit="%"))
    assert number_of(retention_at(test, 100)).low == pytest.approx(87.1)
    assert "only retentions" in why(reference_capacity(test))


def test_the_scatter_of_single_cycles_is_the_uncertainty_of_a_retention() -> None:
    """Scatter of 0.4 in 200 mAh/g is 0.2 %: of the median of seven 0.2 × 1.25 ÷ √7 = 0.095,
    of the reference, a median of three, 0.2 × 1.25 ÷ √3 × 0.9 = 0.13; together 0.16 points."""
    found = [
        number_of(retention_at(test_of_rows(noisy(linear(150, 0.001), seed=seed)), 100))
        for seed in range(40)
    ]
    uncertainties = [result.uncertainty or 0.0 for result in found]
    assert sum(uncertainties) / 40 == pytest.approx(0.16, rel=0.25)
    off = [(result.low or 0.0) - 90.1 / 0.999 for result in found]
    assert (sum(x * x for x in off) / 40) ** 0.5 == pytest.approx(0.16, rel=0.3)


@given(st.permutations(linear(30, 0.005)), st.integers(0, 10))
@settings(max_examples=25)
def test_unsorted_and_repeated_rows_change_nothing(rows: Rows, repeated: int) -> None:
    shuffled = test_of_rows([*rows, *rows[:repeated], (None, 5.0), (31.0, None)])
    plain = test_of_rows(linear(30, 0.005))
    for formula in (reference_capacity, cycles_to_80, fade_rate):
        ours, theirs = number_of(formula(shuffled)), number_of(formula(plain))
        assert (ours.low, ours.high) == (theirs.low, theirs.high)


def test_two_values_of_one_cycle_count_with_their_median_and_a_warning() -> None:
    rows: Rows = [(1.0, 200.0), (2.0, 190.0), (2.0, 194.0), (3.0, 190.0)]
    result = number_of(reference_capacity(test_of_rows(rows)))
    assert any("recorded twice" in warning for warning in result.warnings)


@given(st.floats(0.01, 1e4))
@settings(max_examples=20)
def test_retention_does_not_depend_on_the_size_of_the_capacity(scale: float) -> None:
    plain, scaled = (
        number_of(retention_at(test_of_rows(linear(60, 0.002, start)), 50))
        for start in (200.0, 200.0 * scale)
    )
    assert scaled.low == pytest.approx(plain.low)


# -- cycles to 80 % ---------------------------------------------------------------------------
def test_a_linear_fade_reaches_80_percent_where_it_must() -> None:
    """1 − 0.002 (n − 1) ≤ 0.8 × 0.998, of the capacity of cycle 2, from n = 101.8 on."""
    result = number_of(cycles_to_80(test_of_rows(linear(200, 0.002))))
    assert (result.low, result.high, result.qualifier) == (102.0, 102.0, "exact")


def test_the_uncertainty_of_a_life_is_the_scatter_over_the_slope() -> None:
    """0.2 % of scatter: 0.095 points at the end, 0.8 × 0.145 at the reference, a fade of 0.2 points
    per cycle: 0.15 ÷ 0.2 = 0.75 cycles, beside which the lives of 40 such cells lie."""
    found = [
        number_of(cycles_to_80(test_of_rows(noisy(linear(200, 0.002), seed=seed))))
        for seed in range(40)
    ]
    assert sum(result.uncertainty or 0.0 for result in found) / 40 == pytest.approx(0.75, rel=0.3)
    off = [(result.low or 0.0) - 101.8 for result in found]
    assert (sum(x * x for x in off) / 40) ** 0.5 < 2.0


def test_a_cell_that_never_falls_to_80_percent_lives_longer_than_its_record() -> None:
    result = number_of(cycles_to_80(test_of_rows(linear(150, 0.001))))
    assert (result.low, result.high, result.qualifier) == (150.0, None, "above")


def test_a_dip_of_four_cycles_is_not_the_end_and_one_of_six_is() -> None:
    rows = linear(200, 0.002)
    for length, end in ((4, 102.0), (6, 40.0)):
        dipped: Rows = [(n, 100.0 if 40 <= (n or 0) < 40 + length else c) for n, c in rows]
        result = number_of(cycles_to_80(test_of_rows(dipped)))
        assert result.low == end
        assert any("back above" in warning for warning in result.warnings) == (length == 6)


def test_a_dead_cell_that_recovers_in_slow_check_ups_died_when_it_died() -> None:
    """Sudden death at cycle 251, three slow cycles at 85 % at the end."""
    rows: Rows = [
        (float(n), 170.0 if n > 297 else 30.0 if n >= 251 else 200 - 0.02 * n)
        for n in range(1, 301)
    ]
    result = number_of(cycles_to_80(test_of_rows(rows)))
    assert (result.low, result.high) == (251.0, 251.0)
    assert any("back above 80 % from cycle 298" in warning for warning in result.warnings)


def test_a_record_that_is_stopped_at_80_percent_has_an_end_about_there() -> None:
    """The last three of 104 cycles lie below: too few to be sure."""
    result = number_of(cycles_to_80(test_of_rows(linear(104, 0.002))))
    assert (result.low, result.qualifier) == (102.0, "about")
    too_soon = number_of(cycles_to_80(test_of_rows(linear(102, 0.002))))
    assert (too_soon.low, too_soon.high) == (101.0, None)


def test_one_bad_cycle_does_not_count_as_the_end() -> None:
    rows = linear(150, 0.001)
    outlier: Rows = [(n, 0.0 if n == 60 else c) for n, c in rows]
    assert number_of(cycles_to_80(test_of_rows(outlier))).qualifier == "above"


def test_a_cell_that_dies_ends_where_it_dies() -> None:
    rows: Rows = [(float(n), 200.0 if n < 80 else 5.0) for n in range(1, 121)]
    assert number_of(cycles_to_80(test_of_rows(rows))).low == 80.0


def test_noise_moves_the_end_only_a_little() -> None:
    result = number_of(cycles_to_80(test_of_rows(noisy(linear(200, 0.002)))))
    assert result.low == pytest.approx(101.0, abs=4)


def test_a_sparse_record_bounds_the_end_between_two_of_its_cycles() -> None:
    sparse = [row for row in linear(201, 0.002) if (row[0] or 0) % 10 == 1]
    result = number_of(cycles_to_80(test_of_rows(sparse)))
    assert (result.low, result.high) == (92.0, 101.0)


def test_a_handful_of_cycles_has_no_end_of_life() -> None:
    assert "only 4 cycles" in why(cycles_to_80(test_of_rows(linear(4, 0.1))))


def test_the_running_median_keeps_its_length_and_drops_outliers() -> None:
    assert running_median((1.0, 9.0, 1.0, 1.0, 1.0, 1.0)) == [1.0] * 6
    assert running_median((5.0,)) == [5.0]


# -- fade and knee ----------------------------------------------------------------------------
def test_the_fade_rate_of_a_line_is_its_slope() -> None:
    assert number_of(fade_rate(test_of_rows(linear(100, 0.002)))).low == pytest.approx(0.2 / 0.998)


def test_a_few_wild_cycles_do_not_turn_the_fade_rate() -> None:
    rows = linear(100, 0.002)
    wild: Rows = [(n, 900.0 if n in {20.0, 50.0, 80.0} else c) for n, c in rows]
    assert number_of(fade_rate(test_of_rows(wild))).low == pytest.approx(0.2, abs=0.01)


def test_a_cell_that_gains_has_a_negative_fade_rate() -> None:
    assert number_of(fade_rate(test_of_rows(linear(50, -0.001)))).low == pytest.approx(-0.1 / 1.001)


def test_a_long_record_fades_like_its_thinned_self() -> None:
    assert number_of(fade_rate(test_of_rows(linear(4000, 0.0001)))).low == pytest.approx(
        0.01, rel=1e-3
    )


def test_a_knee_is_found_where_the_fade_speeds_up() -> None:
    rows = noisy(with_knee(200, 120, 0.0005, 0.006))
    result = number_of(knee_cycle(test_of_rows(rows)))
    assert result.low == pytest.approx(120, abs=5)
    assert "a knee, not a settling" in why(settling_cycle(test_of_rows(rows)))


def test_a_fade_that_slows_down_is_called_a_settling() -> None:
    rows = noisy(with_knee(200, 40, 0.003, 0.0003))
    result = number_of(settling_cycle(test_of_rows(rows)))
    assert result.low == pytest.approx(40, abs=5)
    assert "a settling, not a knee" in why(knee_cycle(test_of_rows(rows)))


@pytest.mark.parametrize("seed", range(5))
def test_a_straight_noisy_fade_has_no_knee(seed: int) -> None:
    rows = noisy(linear(200, 0.001), seed=seed)
    assert "two lines" in why(knee_cycle(test_of_rows(rows)))


def test_a_perfect_line_has_no_knee() -> None:
    assert "two lines" in why(knee_cycle(test_of_rows(linear(100, 0.002))))
    assert "no points" in why(knee_cycle(cycling()))


# -- efficiency -------------------------------------------------------------------------------
def charged(rows: Rows, unit: str = "mAh/g") -> Points:
    return points(rows, ("cycle", "charge", "discharge"), unit)


def full(recorded: Points, **more: object) -> TestInputs:
    return cycling(points=recorded, cell_type="full", **more)  # type: ignore[arg-type]


ROWS: Rows = [(1.0, 250.0, 200.0), (2.0, 210.0, 200.0), (3.0, 200.0, 198.0), (4.0, 200.0, 196.0)]


def test_efficiencies_of_the_first_cycle_and_of_those_after_formation() -> None:
    """Cycle 1: 200/250 = 80 %. After one formation cycle, from its second on: 99 and 98 %;
    mean 98.5 %, sample spread √(2 × 0.25 ÷ 1) = 0.7071 %."""
    test = full(charged(ROWS), conditions={"formation_cycles": "1"})
    assert number_of(first_cycle_ce(test)).low == pytest.approx(80.0)
    assert number_of(mean_ce(test)).low == pytest.approx(98.5)
    assert number_of(ce_spread(test)).low == pytest.approx(0.70711, rel=1e-4)


def test_in_a_half_cell_of_an_anode_delithiation_is_what_comes_out() -> None:
    """The anode takes lithium on discharge: 200 out of 250 in cycle 1 are 80 %."""
    rows: Rows = [(1.0, 200.0, 250.0), (2.0, 198.0, 200.0), (3.0, 198.0, 200.0)]
    test = cycling(points=charged(rows), cell_type="half", electrode_role="anode")
    result = number_of(first_cycle_ce(test))
    assert result.low == pytest.approx(80.0)
    assert "half cell: delithiation ÷ lithiation" in result.warnings
    assert number_of(irreversible_capacity(test)).low == pytest.approx(54.0)


def test_named_lithiation_and_delithiation_need_no_role() -> None:
    rows: Rows = [(1.0, 250.0, 200.0), (2.0, 200.0, 198.0)]
    named = points(rows, ("cycle", "lithiation", "delithiation"))
    assert number_of(first_cycle_ce(cycling(points=named))).low == pytest.approx(80.0)


def test_a_recorded_efficiency_is_taken_as_recorded() -> None:
    recorded = points(
        [(1.0, 200.0, 85.0), (2.0, 199.0, 99.0), (3.0, 198.0, 99.5)],
        ("cycle", "discharge", "coulombic_efficiency"),
    )
    test = cycling(points=recorded)
    assert number_of(first_cycle_ce(test)).low == 85.0
    assert number_of(mean_ce(test)).low == pytest.approx(99.25)


def test_irreversible_capacity_adds_up_what_does_not_come_back() -> None:
    """50 + 10 + 2 + 4 = 66 mAh/g."""
    test = full(charged(ROWS))
    assert number_of(irreversible_capacity(test)).low == pytest.approx(66.0)
    assert "mAh/g" in why(irreversible_capacity_areal(test))
    assert "charge is not recorded" in why(irreversible_capacity(test_of_rows(linear(9, 0.01))))


def test_an_efficiency_without_charge_is_missing_not_zero() -> None:
    test = test_of_rows(linear(20, 0.001))
    assert "neither points nor" in why(mean_ce(test))
    assert "no efficiencies" in why(ce_spread(test))
    no_first = full(charged(ROWS[1:]))
    assert why(first_cycle_ce(no_first)) == "cycle 1 is not recorded"


def test_points_without_capacity_say_so() -> None:
    empty = cycling(points=points([(1.0, 2.0)], ("cycle", "voltage")))
    assert "no discharge capacity" in why(reference_capacity(empty))
