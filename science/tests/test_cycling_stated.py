"""What a paper states about a cell, turned into comparable numbers."""

from typing import Any, Literal

import pytest

from science import TestInputs, derive_test
from science.cycling.comparison import (
    capacity_ratio,
    ce_gain,
    life_ratio,
    overpotential_ratio,
    retention_gain,
)
from science.cycling.efficiency import first_cycle_ce, mean_ce
from science.cycling.life import cycles_to_80, fade_rate
from science.cycling.rates import c_rate, current_density, half_cycle_time, specific_current
from science.cycling.retention import (
    retention_at,
    stated_retention,
    stated_retention_cycle,
)
from science.tests.build import cycling, number_of, points, stated, why


# -- retention --------------------------------------------------------------------------------
def test_a_retention_counts_at_the_cycle_for_which_it_is_stated() -> None:
    test = cycling([stated("retention", "~80 %", "200")])
    result = number_of(derive_test(test)["retention_at_200"])
    assert (result.low, result.qualifier, result.recipe) == (
        80.0,
        "about",
        "cycling.retention.retention_at_200",
    )
    assert "no retention is stated at cycle 100" in why(derive_test(test)["retention_at_100"])
    assert "neither points nor" in why(derive_test(cycling())["retention_at_100"])


def test_a_stated_loss_is_a_retention_and_its_bounds_turn_round() -> None:
    """20 % lost are 80 % kept; less than 20 % lost is more than 80 % kept."""
    lost = cycling([stated("capacity_loss", "20 %", "500")])
    assert number_of(retention_at(lost, 500)).low == 80.0
    less = number_of(retention_at(cycling([stated("capacity_loss", "<20 %", "500")]), 500))
    assert (less.low, less.high, less.qualifier) == (80.0, None, "above")


def test_the_stated_retention_is_the_one_of_the_latest_cycle() -> None:
    results = [stated("retention", "95 %", "50"), stated("retention", "80 %", "~200")]
    for order in (results, results[::-1]):
        assert number_of(stated_retention(cycling(order))).low == 80.0
        cycle = number_of(stated_retention_cycle(cycling(order)))
        assert (cycle.low, cycle.qualifier) == (200.0, "about")


def test_a_retention_without_its_cycle_is_no_retention_at_a_cycle() -> None:
    test = cycling([stated("retention", "80 %")])
    assert "cycle of the stated retention is not reported" in why(stated_retention(test))
    assert "no retention is stated" in why(stated_retention(cycling()))


@pytest.mark.parametrize(
    ("results", "low", "high", "qualifier"),
    [
        ([("80 %", "200")], 200.0, 200.0, "about"),
        ([("~80 %", "200")], 200.0, 200.0, "about"),
        ([("90 %", "200")], 200.0, None, "above"),
        ([("60 %", "200")], None, 200.0, "below"),
        ([("90 %", "100"), ("70 %", "300")], 100.0, 300.0, "range"),
    ],
)
def test_stated_retentions_bound_the_cycles_to_80_percent(
    results: list[tuple[str, str]], low: float | None, high: float | None, qualifier: str
) -> None:
    test = cycling([stated("retention", kept, cycle) for kept, cycle in results])
    result = number_of(cycles_to_80(test))
    assert (result.low, result.high, result.qualifier) == (low, high, qualifier)


def test_two_stated_retentions_give_the_mean_fade_between_them() -> None:
    """(95 − 80) % ÷ (200 − 50) cycles = 0.1 %/cycle."""
    test = cycling([stated("retention", "95 %", "50"), stated("retention", "80 %", "200")])
    result = number_of(fade_rate(test))
    assert result.low == pytest.approx(0.1)
    assert "mean between" in result.warnings[0]
    assert "two stated" in why(fade_rate(cycling([stated("retention", "80 %", "200")])))


# -- against controls -------------------------------------------------------------------------
def pair(ours: str, theirs: str, cycle: str = "200") -> tuple[TestInputs, TestInputs]:
    return (
        cycling([stated("retention", ours, cycle)]),
        cycling([stated("retention", theirs, cycle)], identifier="ASC-T000002"),
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "low", "high", "qualifier"),
    [
        ("80 %", "50 %", 30.0, 30.0, "exact"),
        ("~80 %", "50 %", 30.0, 30.0, "about"),
        ("80 %", "90 %", -10.0, -10.0, "exact"),
        ("80 %", "80 %", 0.0, 0.0, "exact"),
        (">80 %", "50 %", 30.0, None, "above"),
        ("80–90 %", "50 %", 30.0, 40.0, "range"),
    ],
)
def test_retention_gain_is_the_difference_in_percentage_points(
    ours: str, theirs: str, low: float, high: float | None, qualifier: str
) -> None:
    test, control = pair(ours, theirs)
    result = number_of(retention_gain(test, [control]))
    assert (result.low, result.high, result.qualifier) == (low, high, qualifier)
    assert result.unit == "points"


def test_retention_gain_at_a_cycle_between_the_usual_ones() -> None:
    test, control = pair("80 %", "50 %", cycle="150")
    result = number_of(retention_gain(test, [control]))
    assert result.low == 30.0
    assert "at cycle 150" in result.warnings


def test_there_is_no_gain_without_a_common_cycle_or_a_control() -> None:
    test = cycling([stated("retention", "80 %", "200")])
    other = cycling([stated("retention", "80 %", "100")], identifier="ASC-T000002")
    assert "no cycle at which" in why(retention_gain(test, [other]))
    assert why(retention_gain(test)) == "the test has no control"


def test_several_controls_give_the_hull_in_whatever_order() -> None:
    test, first = pair("80 %", "50 %")
    second = cycling([stated("retention", "70 %", "200")], identifier="ASC-T000003")
    for controls in ([first, second], [second, first]):
        result = number_of(retention_gain(test, controls))
        assert (result.low, result.high) == (10.0, 30.0)
        assert any("2 controls" in warning for warning in result.warnings)


def test_life_ratio_keeps_bounds() -> None:
    """Above 800 cycles against 100 is more than 8-fold; against fewer than 100 too."""
    ours = cycling([stated("lifetime", "800+ cycles")])
    bare = cycling([stated("lifetime", "100 cycles")], identifier="ASC-T000002")
    worse = cycling([stated("lifetime", "<100 cycles")], identifier="ASC-T000003")
    for control in (bare, worse):
        result = number_of(life_ratio(ours, [control]))
        assert (result.low, result.high, result.qualifier) == (8.0, None, "above")
    unbounded = cycling([stated("lifetime", ">50 cycles")], identifier="ASC-T000004")
    assert "unbounded" in why(life_ratio(ours, [unbounded]))


def test_a_life_ratio_that_only_the_paper_states_is_taken_as_stated() -> None:
    test = cycling([stated("lifetime_ratio", "8-fold")])
    result = number_of(life_ratio(test, [cycling(identifier="ASC-T000002")]))
    assert (result.low, result.unit) == (8.0, "1")
    assert any("as the paper states it" in warning for warning in result.warnings)
    assert number_of(life_ratio(test)).low == 8.0


def test_efficiency_gain_and_overpotential_ratio() -> None:
    """99.5 − 97.5 = 2 points; 50 mV ÷ 200 mV = 0.25."""
    test = cycling(
        [stated("coulombic_efficiency", "99.5 %"), stated("overpotential", "50 mV", "100")]
    )
    control = cycling(
        [stated("coulombic_efficiency", "97.5 %"), stated("overpotential", "0.2 V", "100")],
        identifier="ASC-T000002",
    )
    assert number_of(ce_gain(test, [control])).low == pytest.approx(2.0)
    assert number_of(overpotential_ratio(test, [control])).low == pytest.approx(0.25)
    late = cycling([stated("overpotential", "50 mV", "300")], identifier="ASC-T000003")
    assert "same cycle" in why(overpotential_ratio(test, [late]))


def test_efficiencies_stated_for_one_cycle_are_held_against_each_other() -> None:
    """Of the first cycle 91.6 − 82.2 = 9.4 points, ± √(0.5² + 0.3²) = 0.58."""
    test = cycling([stated("coulombic_efficiency", "91.6 ± 0.5 %", "1")], coated=True)
    control = cycling([stated("coulombic_efficiency", "82.2 ± 0.3 %", "1")], identifier="T2")
    gain = number_of(ce_gain(test, [control]))
    assert gain.low == pytest.approx(9.4)
    assert gain.uncertainty == pytest.approx(0.583, rel=1e-3)
    assert "at cycle 1, of that cycle alone" in gain.warnings
    late = cycling([stated("coulombic_efficiency", "82.2 %", "50")], identifier="T3")
    assert "mean efficiency" in why(ce_gain(test, [late]))


def test_another_film_widens_no_gain_over_the_bare_electrode() -> None:
    test, bare = pair("80 %", "50 %")
    film = cycling([stated("retention", "10 %", "200")], identifier="ASC-T000003", coated=True)
    result = number_of(retention_gain(test, [film, bare]))
    assert (result.low, result.high) == (30.0, 30.0)
    assert "left out ASC-T000003: another film" in result.warnings
    over_film = number_of(retention_gain(test, [film]))
    assert over_film.low == 70.0
    assert "ASC-T000003 holds another film" in over_film.warnings


def test_a_recorded_retention_is_not_held_against_a_stated_one() -> None:
    """A reference of ours and a reference of the paper are two definitions."""
    rows = [(float(n), 200.0 - 0.2 * n) for n in range(1, 121)]
    recorded = cycling(points=points(rows), cell_type="full")
    control = cycling([stated("retention", "80 %", "100")], identifier="ASC-T000002")
    assert "by one definition" in why(retention_gain(recorded, [control]))
    assert "no lifetime of both" in why(life_ratio(recorded, [control]))
    both = cycling([stated("retention", "85 %", "100")], points=points(rows), cell_type="full")
    assert number_of(retention_gain(both, [control])).low == pytest.approx(5.0)


def test_the_absolute_capacity_stands_beside_the_gain() -> None:
    """Half the capacity, kept better: at cycle 100 90.1 of 100 against 140.6 of 200 mAh/g."""
    ours = cycling(
        points=points([(float(n), 100 * (1 - 0.001 * (n - 1))) for n in range(1, 121)]),
        cell_type="full",
    )
    control = cycling(
        points=points([(float(n), 200 * (1 - 0.003 * (n - 1))) for n in range(1, 121)]),
        cell_type="full",
        identifier="ASC-T000002",
    )
    assert number_of(retention_gain(ours, [control])).low == pytest.approx(
        100 * (0.901 / 0.999 - 0.703 / 0.997)
    )
    assert number_of(capacity_ratio(ours, [control])).low == pytest.approx(90.1 / 140.6)


def test_the_efficiency_of_one_cycle_is_no_mean() -> None:
    test = cycling([stated("coulombic_efficiency", "99.9 %", "50")])
    assert "mean efficiency" in why(mean_ce(test))


def test_stated_efficiencies_of_the_first_cycle_and_of_the_rest_stay_apart() -> None:
    test = cycling(
        [stated("coulombic_efficiency", "85 %", "1"), stated("coulombic_efficiency", ">99 %")]
    )
    assert number_of(first_cycle_ce(test)).low == 85.0
    rest = number_of(mean_ce(test))
    assert (rest.low, rest.high, rest.qualifier) == (99.0, None, "above")
    assert "first cycle" in why(first_cycle_ce(cycling()))


# -- rates ------------------------------------------------------------------------------------
def test_a_printed_rate_is_taken_as_printed_and_its_inverse_is_the_half_cycle() -> None:
    """C/5 is 0.2 1/h; half a cycle takes 5 h."""
    test = cycling(conditions={"rate": "C/5"})
    assert number_of(c_rate(test)).low == 0.2
    assert number_of(half_cycle_time(test)).low == 5.0


NMC811: dict[str, Any] = {
    "electrode": "nmc811",
    "electrode_formula": "LiNi0.8Mn0.1Co0.1O2",
    "cell_type": "half",
}


def test_1c_is_what_the_paper_calls_1c() -> None:
    """100 mA/g where 1C is 200 mA/g is 0.5C; 0.5C there is 100 mA/g."""
    current = {"specific_current": "100 mA/g", "current_at_1c": "200 mA/g"}
    result = number_of(c_rate(cycling(conditions=current, **NMC811)))
    assert (result.low, result.qualifier) == (0.5, "exact")
    rate = {"rate": "0.5C", "current_at_1c": "200 mA/g"}
    assert number_of(specific_current(cycling(conditions=rate))).low == 100.0
    assert "mAh/cm²" in why(current_density(cycling(conditions=rate)))


def test_without_a_definition_1c_is_about_the_practical_capacity_of_a_cited_table() -> None:
    """200 mA/g on NMC811, which delivers about 200 mAh/g, is about 1C and not 0.73C."""
    current = {"specific_current": "200 mA/g"}
    result = number_of(c_rate(cycling(conditions=current, **NMC811)))
    assert result.low == pytest.approx(1)
    assert result.qualifier == "about"
    assert any("practical capacity of NMC811" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("electrode", "formula", "cell_type"),
    [
        ("graphite", "C", "half"),
        ("graphite", "C", "full"),
        ("li-metal", "Li", "half"),
        (None, None, "half"),
    ],
)
def test_which_capacity_a_rate_refers_to_is_not_guessed(
    electrode: str | None, formula: str | None, cell_type: Literal["half", "full"]
) -> None:
    test = cycling(
        conditions={"specific_current": "186 mA/g"},
        electrode=electrode,
        electrode_formula=formula,
        cell_type=cell_type,
    )
    assert "no capacity in mAh/g" in why(c_rate(test))


@pytest.mark.parametrize("metal", ["li-metal", "na-metal"])
def test_a_metal_electrode_in_excess_is_no_basis_of_a_rate(metal: str) -> None:
    # Li against NMC811: 100 mA/g and 1C are per gram of the cathode, not of the lithium
    formula = {"li-metal": "Li", "na-metal": "Na"}[metal]
    slow = cycling(
        conditions={"specific_current": "100 mA/g"}, electrode=metal, electrode_formula=formula
    )
    assert "no capacity" in why(c_rate(slow))
    assert "no capacity" in why(half_cycle_time(slow))
    fast = cycling(conditions={"rate": "1C"}, electrode=metal, electrode_formula=formula)
    assert "no capacity" in why(specific_current(fast))
    assert number_of(half_cycle_time(fast)).low == 1.0


def test_plated_charge_over_current_density_is_the_half_cycle() -> None:
    """1 mAh/cm² ÷ 0.5 mA/cm² = 2 h, a rate of 0.5 1/h."""
    conditions = {"areal_capacity": "1 mA h cm⁻²", "current_density": "0.5 mA cm⁻²"}
    full = cycling(conditions=conditions, cell_type="full")
    assert number_of(half_cycle_time(full)).low == 2.0
    assert number_of(c_rate(full)).low == 0.5
    symmetric = cycling(conditions=conditions, cell_type="symmetric")
    assert number_of(half_cycle_time(symmetric)).low == 2.0
    assert "symmetric" in why(c_rate(symmetric))


def test_a_stated_capacity_over_its_current_is_the_half_cycle() -> None:
    """Over 2000 mAh/g at 0.2 mA/g would take more than 10 000 h."""
    test = cycling([stated("capacity", "over 2000 mA h g−1")], {"specific_current": "0.2 mA/g"})
    result = number_of(half_cycle_time(test))
    assert (result.low, result.qualifier) == (10000.0, "above")


def test_without_rate_or_current_nothing_is_derived() -> None:
    assert "neither" in why(c_rate(cycling()))
    assert "neither" in why(half_cycle_time(cycling()))
    assert "neither" in why(specific_current(cycling()))
