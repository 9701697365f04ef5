"""Doubts that a reviewer confirms or explains."""

import pytest

from science import CoatingInputs, MaterialInput, StepInput, TestInputs
from science.capacities import theoretical_capacity
from science.plausibility import (
    Flag,
    coating_fingerprint,
    cycling_fingerprint,
    entered_twice,
    flag_coating,
    flag_test,
    name_against_formula,
    printed_against_read,
    wrong_dimension,
    year_against_reference,
)
from science.results import UsedInput
from science.tests.build import (
    GLYCOL,
    LIOTBU,
    PHOSPHATE,
    TMA,
    WATER,
    coating,
    cycling,
    dose,
    points,
    precursor,
    purge,
    stated,
    value,
)

ALD = (dose(TMA), purge(), dose(WATER), purge())


def codes(flags: list[Flag]) -> set[str]:
    return {flag.code for flag in flags}


# -- coatings ---------------------------------------------------------------------------------
def test_an_ordinary_coating_raises_no_flag() -> None:
    measured = {
        "thickness": "22 nm",
        "cycles": "200",
        "growth_per_cycle": "~1.1 Å",
        "deposition_temperature": "150 °C",
        "ionic_conductivity": "10⁻⁸ S/cm",
        "electronic_conductivity": "<10⁻¹⁰ S/cm",
    }
    assert flag_coating(coating(steps=ALD, measured=measured)) == []
    assert flag_coating(coating()) == []


def hot_source(key: str, temperature: str) -> StepInput:
    known = (value("source_temperature", temperature),)
    return dose(precursor(key, "metal", ("Al",), source_temperatures=known))


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        (coating(measured={"ionic_conductivity": "5 S/cm"}), "conductivity_out_of_range"),
        (coating(measured={"ionic_conductivity": "10⁻²⁵ S/cm"}), "conductivity_out_of_range"),
        (
            coating(
                measured={
                    "ionic_conductivity": "10⁻¹⁰ S/cm",
                    "electronic_conductivity": "10⁻⁸ S/cm",
                }
            ),
            "electronic_above_ionic",
        ),
        (
            coating(measured={"thickness": "40 nm", "cycles": "200", "growth_per_cycle": "1 Å"}),
            "thickness_against_growth",
        ),
        (coating(steps=ALD, measured={"growth_per_cycle": "12 Å"}), "growth_too_high"),
        (coating(steps=ALD, measured={"thickness": "400 nm", "cycles": "3"}), "growth_too_high"),
        (
            coating(
                steps=(hot_source("liotbu", "140 °C"),),
                measured={"deposition_temperature": "120 °C"},
            ),
            "deposition_below_source",
        ),
        (coating(steps=(dose(TMA), purge())), "element_without_source"),
        (
            coating(MaterialInput("x", "Al2O3", name="Titanium oxide"), ALD),
            "name_against_formula",
        ),
        (
            coating(MaterialInput("li3po4", "Li3PO4", printed="LiP3O4")),
            "printed_against_read",
        ),
    ],
)
def test_a_doubtful_coating_is_flagged_with_a_reason(inputs: CoatingInputs, code: str) -> None:
    flags = flag_coating(inputs)
    assert code in codes(flags)
    for flag in flags:
        assert flag.reason
        assert flag.inputs


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        (coating(measured={"ionic_conductivity": "<10⁻¹⁵ S/cm"}), "conductivity_out_of_range"),
        (coating(measured={"ionic_conductivity": "1 S/cm"}), "conductivity_out_of_range"),
        (
            coating(
                measured={
                    "ionic_conductivity": "10⁻⁸ S/cm",
                    "electronic_conductivity": "<10⁻⁷ S/cm",
                }
            ),
            "electronic_above_ionic",
        ),
        (
            coating(measured={"thickness": "30 nm", "cycles": "200", "growth_per_cycle": "1 Å"}),
            "thickness_against_growth",
        ),
        (
            coating(steps=(dose(TMA), dose(GLYCOL)), measured={"growth_per_cycle": "12 Å"}),
            "growth_too_high",
        ),
        (coating(steps=ALD, measured={"thickness": "<400 nm", "cycles": "3"}), "growth_too_high"),
        (coating(steps=ALD, measured={"thickness": "3 nm", "cycles": "3"}), "growth_too_high"),
        (
            coating(
                steps=(hot_source("liotbu", "140 °C"),),
                measured={"deposition_temperature": "120–160 °C"},
            ),
            "deposition_below_source",
        ),
        (coating(steps=ALD), "element_without_source"),
    ],
)
def test_what_may_still_be_right_is_not_flagged(inputs: CoatingInputs, code: str) -> None:
    assert code not in codes(flag_coating(inputs))


def test_a_high_growth_of_a_supercycle_is_only_a_notice() -> None:
    steps = (StepInput("subcycle", steps=ALD, repeat=10),)
    flags = flag_coating(coating(steps=steps, measured={"growth_per_cycle": "12 Å"}))
    assert [(flag.code, flag.severity) for flag in flags] == [("growth_too_high", "notice")]


def test_a_substrate_above_a_precursors_decomposition_is_flagged() -> None:
    limit = value("source_temperature", "300 °C")
    steps = (dose(precursor("tma", "metal", ("Al", "O"), decomposition_temperature=limit)),)
    hot, cool = (
        coating(steps=steps, measured={"deposition_temperature": text})
        for text in ("350 °C", "250 °C")
    )
    assert "deposition_above_decomposition" in codes(flag_coating(hot))
    assert "deposition_above_decomposition" not in codes(flag_coating(cool))


def test_elements_of_every_precursor_count_alternatives_too() -> None:
    lipon = MaterialInput("lipon", "LiPxOyNz", variable=True)
    ammonia = precursor("nh3", "co-reactant", ("H", "N"))
    assert not flag_coating(coating(lipon, (dose(LIOTBU), dose(PHOSPHATE), dose(ammonia))))
    assert flag_coating(coating(lipon, (dose(LIOTBU), dose(PHOSPHATE))))[0].reason == (
        "no precursor delivers N"
    )


# -- tests ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("test", "code"),
    [
        (
            cycling([stated("capacity", "over 2000 mA h g−1")], {"specific_current": "0.2 mA/g"}),
            "half_cycle_out_of_range",
        ),
        (cycling(conditions={"rate": "100C"}), "half_cycle_out_of_range"),
        (cycling([stated("coulombic_efficiency", "101 %")]), "efficiency_above_one"),
        (
            cycling(
                points=points(
                    [(1.0, 100.0, 102.0), (2.0, 100.0, 99.0)], ("cycle", "charge", "discharge")
                ),
                cell_type="full",
            ),
            "efficiency_above_one",
        ),
        (cycling([stated("capacity", "400 mAh/g")], electrode="graphite"), "capacity_above_theory"),
        (
            cycling(
                points=points([(1.0, 400.0), (2.0, 398.0)], ("cycle", "delithiation")),
                electrode="graphite",
            ),
            "capacity_above_theory",
        ),
        (
            cycling([stated("retention", "80 %", "100"), stated("retention", "90 %", "200")]),
            "retention_rises",
        ),
        (cycling([stated("retention", "110 %", "100")]), "retention_rises"),
        (
            cycling(points=points([(float(n), 100.0 + n) for n in range(1, 30)]), cell_type="full"),
            "retention_rises",
        ),
        (cycling(points=points([(1.0, 2.0)], ("cycle", "voltage"))), "points_unusable"),
    ],
)
def test_a_doubtful_test_is_flagged_with_a_reason(test: TestInputs, code: str) -> None:
    flags = flag_test(test)
    assert code in codes(flags)
    assert all(flag.reason for flag in flags)


def test_an_ordinary_test_raises_no_flag() -> None:
    test = cycling(
        [
            stated("retention", "~80 %", "200"),
            stated("coulombic_efficiency", ">99 %"),
            stated("capacity", "2000 mAh/g"),
        ],
        {"rate": "C/5"},
        electrode="si-electrode",
        points=points([(float(n), 2000.0 - n) for n in range(1, 60)]),
        cell_type="full",
    )
    assert flag_test(test) == []


# -- theory -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "formula", "capacity"),
    [
        ("graphite", "C", 372),  # 96485/3.6/72.066 = 371.9
        ("si-electrode", "Si", 3579),  # 3.75 × 26801.5/28.085 = 3578.6
        ("li-metal", "Li", 3860),  # 26801.5/6.94 = 3861.9
        ("lto", "Li4Ti5O12", 175),  # 3 × 26801.5/459.1 = 175.1
        ("linio2", "LiNiO2", 275),  # 26801.5/97.63 = 274.5
    ],
)
def test_theoretical_capacities_agree_with_the_fields_numbers(
    key: str, formula: str, capacity: float
) -> None:
    found = theoretical_capacity(key, formula)
    assert found is not None
    assert found.mah_g == pytest.approx(capacity, rel=2e-3)


@pytest.mark.parametrize(
    ("formula", "capacity"),
    [
        ("S", 1672),
        ("LiFePO4", 170),
        ("Na3V2(PO4)3", 118),
        ("Ge", 1384),
        ("LiNi0.33Mn0.33Co0.33O2", 278),
    ],
)
def test_a_formula_is_enough_for_a_theoretical_capacity(formula: str, capacity: float) -> None:
    found = theoretical_capacity(None, formula)
    assert found is not None
    assert found.mah_g == pytest.approx(capacity, abs=2)


@pytest.mark.parametrize(
    ("key", "formula"),
    [
        ("li-terephthalate", "C8H4Li2O4"),
        ("li-metal", None),
        ("si-nanowire", None),
        ("na-terephthalate", "C8H4Na2O4"),
        ("lithium-vanadate", "no formula"),
        ("graphite-silicon", "C"),
    ],
)
def test_a_piece_of_a_key_says_nothing_of_the_capacity(key: str, formula: str | None) -> None:
    assert theoretical_capacity(key, formula) is None


def test_a_composite_has_no_single_theoretical_capacity() -> None:
    assert theoretical_capacity("si-mxene-cnt-composite", None) is None
    assert theoretical_capacity("hard-carbon", "C") is None
    assert theoretical_capacity(None, None) is None


# -- names ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("Trimethyl phosphite", "C3H9O4P"),
        ("Trimethyl phosphate", "C3H9O3P"),
        ("Lithium phosphate", "LiP3O4"),
        ("Lithium carbonate", "Li2CO2"),
        ("Sodium fluoride", "LiF"),
        ("Titanium tetrachloride", "TiF4"),
    ],
)
def test_a_name_that_contradicts_its_formula_is_flagged(name: str, formula: str) -> None:
    flag = name_against_formula(name, formula, "x")
    assert flag is not None
    assert flag.severity == "serious"


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("Trimethyl phosphate", "C3H9O4P"),
        ("Trimethyl phosphite", "P(OCH3)3"),
        ("Lithium phosphate", "Li3PO4"),
        ("Lithium phosphorus oxynitride", "LiPxOyNz"),
        ("Vinylene carbonate", "C3H2O3"),
        ("Lithium tert-butoxide", "C4H9LiO"),
        ("Lithium bis(trimethylsilyl)amide", "C6H18LiNSi2"),
        ("Tetrakis(dimethylamino)titanium(IV)", "C8H24N4Ti"),
        ("Aluminium oxide", "Al2O3"),
        ("Water", "H2O"),
        ("Lithicone", "no formula"),
    ],
)
def test_a_name_that_agrees_with_its_formula_is_not(name: str, formula: str) -> None:
    assert name_against_formula(name, formula, "x") is None


def test_a_print_of_the_same_composition_is_not_flagged() -> None:
    assert printed_against_read("Al₂O₃", "Al2O3", "x") is None
    assert printed_against_read("LiPON", "LiPxOyNz", "x") is None
    assert printed_against_read("", "Al2O3", "x") is None
    assert printed_against_read("Li2.0SiO2.9", "Li2SiO3", "x") is None  # as an analysis has it
    assert printed_against_read("CeO2-x", "CeO2", "x") is None
    assert printed_against_read("CeO₂₋ₓ", "CeO2", "x") is None
    assert printed_against_read("Li1-xCoO2", "LiCoO2", "x") is not None  # what it holds is open
    assert printed_against_read("Li1.2CoO3.5", "LiCoO2", "x") is not None
    assert printed_against_read("LiP3O4", "Li3PO4", "x") is not None


# -- records ----------------------------------------------------------------------------------
def test_a_current_density_in_milliamperehours_is_flagged_and_gibberish_is_not() -> None:
    flag = wrong_dimension("current_density", "1 mA h cm⁻²", "mA/cm²", "ASC-T000001")
    assert flag is not None
    assert "areal capacity" in flag.reason
    assert wrong_dimension("current_density", "fast", "mA/cm²", "x") is None
    assert wrong_dimension("current_density", "1 mA cm⁻²", "mA/cm²", "x") is None


def test_a_year_against_other_prints_and_against_today() -> None:
    caption = UsedInput("Fig. 5", "madadi-2025", "2014")
    assert year_against_reference(2014, [caption], "x", 2026) == []
    assert year_against_reference(2013, [caption], "x", 2026)[0].severity == "notice"  # online
    assert year_against_reference(2012, [caption], "x", 2026)[0].severity == "warning"
    assert year_against_reference(1914, [], "x", 2026)[0].severity == "serious"
    assert year_against_reference(2030, [], "x", 2026)[0].severity == "serious"
    assert year_against_reference(None, [caption], "x", 2026) == []


def test_the_same_coating_entered_twice_is_found_whatever_the_order_of_its_values() -> None:
    a, b = value("thickness", "10 nm"), value("growth_per_cycle", "1 Å")
    one, two = coating(steps=ALD, more=[a, b]), coating(steps=ALD, more=[b, a])
    other = coating(steps=ALD, more=[a])
    prints = {
        key: coating_fingerprint(inputs, paper="chen-2017", substrate="li-metal")
        for key, inputs in {"C1": one, "C2": two, "C3": other}.items()
    }
    flags = entered_twice(prints)
    assert [flag.reason for flag in flags] == ["C1 and C2 describe the same experiment"]
    elsewhere = coating_fingerprint(one, paper="other-2018", substrate="li-metal")
    assert elsewhere != prints["C1"]
    wires = [
        coating_fingerprint(one, paper="chen-2017", substrate="li-metal", said=words)
        for words in ("A tube with a gap.", "Core and shell without a gap.")
    ]
    assert wires[0] != wires[1]


def test_tests_that_say_nothing_are_not_the_same_experiment() -> None:
    bare = cycling_fingerprint(cycling(), paper="p", coating="")
    assert bare is None
    assert entered_twice({"T1": bare, "T2": bare}) == []
    said = cycling_fingerprint(
        cycling([stated("retention", "80 %", "200")]), paper="p", coating="c"
    )
    assert codes(entered_twice({"T1": said, "T2": said})) == {"entered_twice"}
