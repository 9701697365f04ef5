"""What a paper states about a cell, turned into comparable numbers."""

from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import TestInputs, derive_test
from science.cycling.comparison import (
    ce_gain,
    comparability,
    comparable,
    compare_conditions,
    compare_with,
    life_ratio,
    overpotential_ratio,
    retention_gain,
)
from science.cycling.efficiency import first_cycle_ce, mean_ce
from science.cycling.rates import c_rate, current_density, half_cycle_time, specific_current
from science.cycling.retention import (
    cycles_to_80,
    fade_rate,
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
        ([("80 %", "200")], 200.0, 200.0, "exact"),
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


def test_stated_efficiencies_of_the_first_cycle_and_of_the_rest_stay_apart() -> None:
    test = cycling(
        [stated("coulombic_efficiency", "85 %", "1"), stated("coulombic_efficiency", ">99 %")]
    )
    assert number_of(first_cycle_ce(test)).low == 85.0
    rest = number_of(mean_ce(test))
    assert (rest.low, rest.high, rest.qualifier) == (99.0, None, "above")
    assert "first cycle" in why(first_cycle_ce(cycling()))


# -- comparable -------------------------------------------------------------------------------
ALIKE = {"rate": "1C", "temperature": "25 °C"}


def cell(conditions: dict[str, str], identifier: str, **more: Any) -> TestInputs:
    settings_of_cell: dict[str, Any] = {
        "cell_type": "full",
        "electrolyte": "1 M LiPF6",
        "counter": "NMC811",
    }
    return cycling(
        conditions=conditions, identifier=identifier, electrode="li-metal",
        **{**settings_of_cell, **more},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "more", "expected", "differing"),
    [
        (ALIKE, {}, "yes", set()),
        ({**ALIKE, "temperature": "RT"}, {}, "yes", set()),
        ({**ALIKE, "rate": "2 h⁻¹"}, {}, "no", {"rate"}),
        ({**ALIKE, "rate": "0.5C"}, {}, "no", {"rate"}),
        (ALIKE, {"electrolyte": "1 M  LIPF6"}, "yes", set()),
        (ALIKE, {"electrolyte": "1 M NaPF6"}, "no", {"electrolyte"}),
        (ALIKE, {"cell_type": "half"}, "no", {"cell_type"}),
        (ALIKE, {"counter": ""}, "yes", set()),
    ],
)
def test_two_tests_are_comparable_when_nothing_differs(
    theirs: dict[str, str], more: dict[str, str], expected: str, differing: set[str]
) -> None:
    ours, control = cell(ALIKE, "ASC-T000001"), cell(theirs, "ASC-T000002", **more)
    assert number_of(comparable(ours, [control])).text == expected
    rows = compare_conditions(ours, control)
    assert {row.what for row in rows if row.verdict == "differs"} == differing


def test_what_is_not_reported_is_unknown_and_shown() -> None:
    result = number_of(comparable(cycling(), [cycling(identifier="ASC-T000002")]))
    assert result.text == "unknown"
    assert "voltage_window: unknown (– / –)" in result.texts
    assert why(comparable(cycling())) == "the test has no control"


def test_a_gain_over_an_unlike_control_says_so() -> None:
    ours = cycling([stated("retention", "80 %", "200")], conditions={"rate": "1C"})
    control = cycling(
        [stated("retention", "50 %", "200")], conditions={"rate": "2C"}, identifier="ASC-T000002"
    )
    assert "unlike ASC-T000002 in rate" in number_of(retention_gain(ours, [control])).warnings


@given(st.dictionaries(st.sampled_from(["rate", "temperature", "loading"]), st.just("")))
@settings(max_examples=8)
def test_whether_two_tests_are_comparable_does_not_depend_on_which_comes_first(
    chosen: dict[str, str],
) -> None:
    printed = {"rate": "2C", "temperature": "60 °C", "loading": "3 mg/cm²"}
    one = cell(ALIKE, "ASC-T000001")
    two = cell({**ALIKE, **{key: printed[key] for key in chosen}}, "ASC-T000002")
    assert comparability(compare_conditions(one, two)) == comparability(
        compare_conditions(two, one)
    )


def test_a_comparison_with_one_control_has_conditions_and_gains() -> None:
    test, control = pair("80 %", "50 %")
    comparison = compare_with(test, control)
    assert comparison.control == "ASC-T000002"
    assert comparison.comparable == "unknown"
    assert number_of(comparison.gains["retention_gain"]).low == 30.0


# -- rates ------------------------------------------------------------------------------------
def test_a_printed_rate_is_taken_as_printed_and_its_inverse_is_the_half_cycle() -> None:
    """C/5 is 0.2 1/h; half a cycle takes 5 h."""
    test = cycling(conditions={"rate": "C/5"})
    assert number_of(c_rate(test)).low == 0.2
    assert number_of(half_cycle_time(test)).low == 5.0


def test_a_specific_current_and_a_capacity_give_the_rate() -> None:
    """On graphite 186 mA/g ÷ 372 mAh/g = 0.5 1/h."""
    current = {"specific_current": "186 mA/g"}
    test = cycling(conditions=current, electrode="graphite", cell_type="half")
    result = number_of(c_rate(test))
    assert result.low == pytest.approx(0.5, rel=2e-3)
    assert "theoretical capacity of graphite" in result.warnings[0]


@pytest.mark.parametrize(
    ("electrode", "cell_type"), [("graphite", "full"), ("li-metal", "half"), (None, "half")]
)
def test_which_capacity_a_rate_refers_to_is_not_guessed(
    electrode: str | None, cell_type: Literal["half", "full"]
) -> None:
    current = {"specific_current": "186 mA/g"}
    test = cycling(conditions=current, electrode=electrode, cell_type=cell_type)
    assert "no capacity in mAh/g" in why(c_rate(test))


def test_a_rate_and_a_reference_capacity_give_the_current() -> None:
    """0.5C × 200 mAh/g = 100 mA/g."""
    test = cycling(
        conditions={"rate": "0.5C"},
        points=points([(1, 200.0), (2, 199.0)]),
    )
    assert number_of(specific_current(test)).low == 100.0
    assert "mAh/cm²" in why(current_density(test))


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
