"""Which cells may be held against each other: known to match, known to differ, not known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import TestInputs
from science.agreement import Verdict
from science.cycling.comparison import compare_with, retention_gain
from science.cycling.conditions import (
    comparability,
    comparable,
    compare_conditions,
    conditions_json,
    quantities_agree,
)
from science.electrolytes import electrolytes_agree, parse_electrolyte
from science.properties import property_value
from science.tests.build import cycling, number_of, stated, why

ALIKE = {
    "rate": "1C",
    "temperature": "25 °C",
    "voltage_window": "2.8–4.3 V",
    "loading": "2.0 ± 0.2 mg/cm²",
    "formation_cycles": "3",
}
CELL: dict[str, Any] = {
    "cell_type": "full",
    "electrode": "nmc811",
    "electrode_formula": "LiNi0.8Mn0.1Co0.1O2",
    "electrode_role": "cathode",
    "electrolyte": "1 M LiPF6 in EC:DEC (1:1 v/v)",
    "counter": "graphite",
}


def cell(
    conditions: dict[str, str] | None = None, identifier: str = "ASC-T000001", **more: Any
) -> TestInputs:
    return cycling(conditions=ALIKE | (conditions or {}), identifier=identifier, **{**CELL, **more})


def against(conditions: dict[str, str] | None = None, **more: Any) -> tuple[str, set[str]]:
    """The verdict on a cell against one that differs in this, and what differs."""
    rows = compare_conditions(cell(), cell(conditions, "ASC-T000002", **more))
    return comparability(rows), {row.what for row in rows if row.verdict == "differs"}


@pytest.mark.parametrize(
    ("conditions", "more"),
    [
        ({}, {}),
        ({"temperature": "298 K"}, {}),
        ({"loading": "2.1 mg/cm²"}, {}),
        ({"rate": "1.0C"}, {}),
        ({}, {"electrolyte": "1.0 M LiPF6 EC/DEC 1:1"}),
        ({"voltage_window": "2.80 to 4.30 V"}, {}),
    ],
)
def test_what_is_printed_otherwise_and_is_the_same_is_the_same(
    conditions: dict[str, str], more: dict[str, Any]
) -> None:
    assert against(conditions, **more) == ("yes", set())


@pytest.mark.parametrize(
    ("conditions", "more", "differing"),
    [
        ({"voltage_window": "3.0–4.5 V"}, {}, {"voltage_window"}),
        ({"voltage_window": "2.8–4.5 V"}, {}, {"voltage_window"}),
        ({"rate": "0.1–1C"}, {}, {"rate"}),
        ({"rate": "1.2C"}, {}, {"rate"}),
        ({"temperature": "60 °C"}, {}, {"temperature"}),
        ({"temperature": "26 °C"}, {}, {"temperature"}),
        ({"loading": "3 mg/cm²"}, {}, {"loading"}),
        ({"formation_cycles": "5"}, {}, {"formation_cycles"}),
        ({}, {"electrolyte": "1 M NaPF6 in EC:DEC (1:1)"}, {"electrolyte"}),
        ({}, {"cell_type": "half"}, {"cell_type"}),
        ({}, {"counter": "Li foil"}, {"counter"}),
        ({}, {"also_coated": ("ASC-C000009",)}, {"counter"}),
    ],
)
def test_one_known_difference_is_enough_for_no(
    conditions: dict[str, str], more: dict[str, Any], differing: set[str]
) -> None:
    assert against(conditions, **more) == ("no", differing)


@pytest.mark.parametrize(
    ("conditions", "more"),
    [
        ({"temperature": "RT"}, {}),
        ({"loading": "1–3 mg/cm²"}, {}),
        ({}, {"electrolyte": "1 M LiPF6"}),
        ({}, {"electrolyte": "1 M LiPF6 in EC:DEC"}),
        ({}, {"counter": ""}),
        ({}, {"cell_type": "unspecified"}),
    ],
)
def test_what_may_be_the_same_cannot_be_told(
    conditions: dict[str, str], more: dict[str, Any]
) -> None:
    assert against(conditions, **more) == ("cannot be told", set())


def test_a_name_alone_makes_nothing_comparable() -> None:
    ours, control = (cycling(identifier=i, electrode="nmc811") for i in ("ASC-T1", "ASC-T2"))
    result = number_of(comparable(ours, [control]))
    assert result.text == "cannot be told"
    assert result.more["conditions"] == {
        "known": 1,
        "of": 9,
        "same": ["electrode"],
        "differ": [],
        "unknown": [
            "cell_type",
            "counter",
            "electrolyte",
            "rate",
            "temperature",
            "voltage_window",
            "loading",
            "formation_cycles",
        ],
    }
    assert "voltage_window: unknown (– / –)" in result.texts
    assert why(comparable(cycling())) == "the test has no control"


def test_lithium_is_lithium_as_foil_and_as_metal() -> None:
    names = ("Li foil", "Li metal", "lithium metal", "li-metal", "Li", "Lithium")
    for name in names:
        rows = compare_conditions(cell(counter=name), cell(counter="li-metal"))
        assert next(row.verdict for row in rows if row.what == "counter") == "same"
    rows = compare_conditions(cell(counter="Na foil"), cell(counter="Li foil"))
    assert next(row.verdict for row in rows if row.what == "counter") == "differs"


def test_a_full_cell_may_be_told_from_either_electrode() -> None:
    lnmo = cell(electrode="lnmo", electrode_formula="LiMn1.5Ni0.5O4", counter="graphite")
    graphite: dict[str, Any] = {"electrode": "graphite", "electrode_formula": "C"}
    from_the_other = cell(**graphite, counter="LiNi0.5Mn1.5O4")
    assert comparability(compare_conditions(from_the_other, lnmo)) == "yes"
    for other in (
        cell(**graphite, counter="LiNi0.5Mn1.5O4", also_coated=("ASC-C000001",)),
        cell(**graphite, counter="LiCoO2"),
        cell(**graphite, counter="LiNi0.5Mn1.5O4", cell_type="half"),
    ):
        assert comparability(compare_conditions(other, lnmo)) == "no"


def test_a_counter_electrode_is_known_by_its_formula() -> None:
    rows = compare_conditions(cell(counter="LiNi0.5Mn1.5O4"), cell(counter="LiMn1.5Ni0.5O4"))
    assert next(row.verdict for row in rows if row.what == "counter") == "same"


def test_a_symmetric_cell_of_a_metal_has_no_window_and_what_is_plated_matters() -> None:
    metal: dict[str, Any] = {
        "cell_type": "symmetric",
        "electrode": "li-metal",
        "electrode_formula": "Li",
        "electrolyte": "1 M LiPF6 in EC:DEC (1:1)",
    }
    printed = {"current_density": "1 mA/cm²", "areal_capacity": "1 mAh/cm²", "temperature": "25 °C"}
    ours = cycling(conditions=printed, **metal)
    same = cycling(conditions=printed, identifier="ASC-T000002", **metal)
    assert comparability(compare_conditions(ours, same)) == "yes"
    more = cycling(conditions={**printed, "areal_capacity": "3 mAh/cm²"}, **metal)
    assert comparability(compare_conditions(ours, more)) == "no"


# -- rates ------------------------------------------------------------------------------------
def without(key: str, conditions: dict[str, str], identifier: str = "ASC-T000001") -> TestInputs:
    kept = {k: v for k, v in ALIKE.items() if k != key}
    return cycling(conditions=kept | conditions, identifier=identifier, **CELL)


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ({"rate": "1C", "current_at_1c": "200 mA/g"}, {"specific_current": "200 mA/g"}, "same"),
        ({"rate": "1C", "current_at_1c": "200 mA/g"}, {"specific_current": "100 mA/g"}, "differs"),
        ({"rate": "1C"}, {"specific_current": "200 mA/g"}, "unknown"),
        ({"rate": "1C"}, {"specific_current": "20 mA/g"}, "differs"),
        ({"rate": "1C"}, {"current_density": "1 mA/cm²"}, "unknown"),
        ({"rate": "C/3"}, {"rate": "0.33C"}, "same"),
        ({}, {}, "unknown"),
    ],
)
def test_a_rate_and_a_current_are_brought_together_where_the_capacity_is_known(
    ours: dict[str, str], theirs: dict[str, str], verdict: Verdict
) -> None:
    """200 mAh/g of NMC811 are only about known: they tell 1C from 20 mA/g and not from 200."""
    rows = compare_conditions(without("rate", ours), without("rate", theirs, "ASC-T000002"))
    assert next(row.verdict for row in rows if row.what == "rate") == verdict


@given(
    st.dictionaries(
        st.sampled_from(["rate", "temperature", "loading", "voltage_window"]),
        st.sampled_from(["", "other"]),
    )
)
@settings(max_examples=30)
def test_whether_two_tests_are_comparable_does_not_depend_on_which_comes_first(
    chosen: dict[str, str],
) -> None:
    printed = {"rate": "2C", "temperature": "60 °C", "loading": "3 mg/cm²", "voltage_window": "4 V"}
    theirs = {key: value for key, value in ALIKE.items() if chosen.get(key) != ""}
    theirs |= {key: printed[key] for key, kind in chosen.items() if kind == "other"}
    one, two = cell(), cycling(conditions=theirs, identifier="ASC-T000002", **CELL)
    forth, back = compare_conditions(one, two), compare_conditions(two, one)
    assert [(row.what, row.verdict) for row in forth] == [(row.what, row.verdict) for row in back]
    found = conditions_json(forth)
    assert found["known"] + len(found["unknown"]) == found["of"] == len(forth)


@given(st.floats(0.1, 500), st.integers(0, 3))
def test_a_quantity_agrees_with_itself(size: float, digits: int) -> None:
    printed = property_value("loading", f"{size:.{digits}f} mg/cm²")
    assert quantities_agree("loading", printed, printed) == "same"


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ("~2 mg/cm²", "2.2 mg/cm²", "unknown"),
        ("2.2 mg/cm²", "~2 mg/cm²", "unknown"),
        ("2.0 mg/cm²", "2.2 mg/cm²", "differs"),
        ("~2 mg/cm²", "8 mg/cm²", "differs"),
        ("~10.0 mg/cm²", "10.9 mg/cm²", "unknown"),
        ("~10.0 mg/cm²", "11.2 mg/cm²", "differs"),
        ("~2 mg/cm²", "~2 mg/cm²", "same"),
    ],
)
def test_about_so_much_differs_only_from_what_is_further_off(
    ours: str, theirs: str, verdict: Verdict
) -> None:
    first, second = property_value("loading", ours), property_value("loading", theirs)
    assert quantities_agree("loading", first, second) == verdict


# -- what uses it -----------------------------------------------------------------------------
def test_a_gain_over_an_unlike_control_says_so() -> None:
    ours = cycling([stated("retention", "80 %", "200")], conditions={"rate": "1C"})
    control = cycling(
        [stated("retention", "50 %", "200")], conditions={"rate": "2C"}, identifier="ASC-T000002"
    )
    assert "unlike ASC-T000002 in rate" in number_of(retention_gain(ours, [control])).warnings


def test_a_comparison_with_one_control_has_conditions_and_gains() -> None:
    ours = cycling([stated("retention", "80 %", "200")])
    control = cycling([stated("retention", "50 %", "200")], identifier="ASC-T000002")
    comparison = compare_with(ours, control)
    assert comparison.control == "ASC-T000002"
    assert comparison.comparable == "cannot be told"
    assert number_of(comparison.gains["retention_gain"]).low == 30.0


# -- electrolytes -----------------------------------------------------------------------------
LP40 = "1 M LiPF6 in EC:DEC (1:1 v/v)"


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        (LP40, "1.0 M LiPF6 EC/DEC 1:1", "same"),
        (LP40, "1M LiPF₆ in DEC:EC (50:50 by volume)", "same"),
        (LP40, "1 mol/L LiPF6 in ethylene carbonate/diethyl carbonate (1:1)", "same"),
        (f"{LP40} with 10 wt% FEC", "1 M LiPF6 in EC/DEC 1:1 + 10 wt% FEC", "same"),
        (f"{LP40} with 10 wt% FEC", "1 M LiPF6 in EC/DEC 1:1 + 10% FEC", "same"),
        (
            "1 M LiTFSI in DOL/DME (1:1) + 2 wt% LiNO3",
            "1 M LiTFSI DOL:DME 1:1, 2 wt% LiNO3",
            "same",
        ),
        (LP40, "1 M LiPF6 in EC:DMC (1:1 v/v)", "differs"),
        (LP40, "1 M LiPF6 in EC:DEC (3:7)", "differs"),
        (LP40, "1 M LiPF6 in EC:DEC (1:1 w/w)", "differs"),
        (LP40, "1.2 M LiPF6 in EC:DEC (1:1)", "differs"),
        (LP40, "1 m LiPF6 in EC:DEC (1:1)", "differs"),
        (LP40, f"{LP40} with 2 wt% VC", "differs"),
        (LP40, "1 M LiPF6 in EC:DEC", "unknown"),
        (LP40, "", "unknown"),
        ("Li10GeP2S12 (LGPS) pellet", "LGPS pellet", "unknown"),
        ("LGPS pellet", "lgps  pellet", "same"),
    ],
)
def test_electrolytes_agree_by_their_parts(ours: str, theirs: str, verdict: Verdict) -> None:
    assert electrolytes_agree(ours, theirs) == verdict
    assert electrolytes_agree(theirs, ours) == verdict


def test_what_an_electrolyte_says_beyond_its_parts_is_kept_as_not_understood() -> None:
    parsed = parse_electrolyte("1 M LiPF6 in EC:DEC (1:1) on Celgard 2400")
    assert "Celgard" in parsed.rest
    assert electrolytes_agree(LP40, "1 M LiPF6 in EC:DEC (1:1) on Celgard 2400") == "unknown"


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_compared_with_itself(text: str) -> None:
    assert electrolytes_agree(text, text) == ("same" if text.strip() else "unknown")
    parse_electrolyte(text)
