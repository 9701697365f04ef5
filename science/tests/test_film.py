"""Film and process properties of coatings."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import CoatingInputs, MaterialInput, StepInput, UsedInput
from science.film import (
    areal_mass,
    cycle_time,
    deposition_time,
    elements,
    growth_per_cycle,
    growth_rate,
    material_class,
    molar_mass,
    source_window,
    technique,
    thickness,
)
from science.results import words
from science.tests.build import (
    DIAMINE,
    DIISOCYANATE,
    GLYCOL,
    LIHMDS,
    LIOTBU,
    PHOSPHATE,
    TMA,
    WATER,
    coating,
    dose,
    number_of,
    precursor,
    purge,
    value,
    why,
)

ALD_STEPS = (dose(TMA), purge(), dose(WATER), purge())


def text_of(result: object) -> str | None:
    assert isinstance(result, type(words("technique", text="ALD"))), result
    return result.text


# -- technique and class ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (ALD_STEPS, "ALD"),
        ((dose(TMA), dose(GLYCOL)), "ALD/MLD"),
        ((dose(DIAMINE), dose(DIISOCYANATE)), "MLD"),
        ((dose(LIOTBU, LIHMDS), dose(WATER)), "ALD"),
        ((dose(DIAMINE), dose(WATER)), "MLD"),
        ((dose(GLYCOL), dose(PHOSPHATE)), "ALD/MLD"),
        ((StepInput("subcycle", steps=(dose(TMA), dose(GLYCOL)), repeat=3),), "ALD/MLD"),
        ((dose(TMA), StepInput("plasma", (WATER,)), StepInput("soak", (GLYCOL,))), "ALD/MLD"),
    ],
)
def test_the_precursors_make_the_technique(steps: tuple[StepInput, ...], expected: str) -> None:
    assert text_of(technique(coating(steps=steps))) == expected


def test_alternatives_of_different_kinds_leave_the_technique_open() -> None:
    assert "alternatives" in why(technique(coating(steps=(dose(TMA, GLYCOL),))))


def test_a_process_without_precursors_has_no_technique() -> None:
    assert "no precursor" in why(technique(coating(steps=(purge(),))))


@given(st.permutations([dose(TMA), dose(GLYCOL), dose(WATER), purge()]))
@settings(max_examples=24)
def test_the_order_of_the_steps_does_not_change_the_technique(steps: list[StepInput]) -> None:
    assert text_of(technique(coating(steps=steps))) == "ALD/MLD"


def test_the_vocabulary_classes_a_material_and_the_precursors_check_it() -> None:
    hybrid = MaterialInput("al-eg", elements=("Al", "C", "H", "O"), material_class="inorganic")
    result = material_class(coating(hybrid, (dose(TMA), dose(GLYCOL))))
    assert text_of(result) == "inorganic"
    assert "suggest hybrid" in number_of(result).warnings[0]


def test_without_a_stated_class_the_precursors_decide() -> None:
    unclassed = MaterialInput("al2o3", "Al2O3")
    assert text_of(material_class(coating(unclassed, ALD_STEPS))) == "inorganic"
    assert "no precursor" in why(material_class(coating(unclassed)))


# -- formula ----------------------------------------------------------------------------------
def test_elements_come_from_the_formula_in_hill_order() -> None:
    lipon = MaterialInput("lipon", "LiPₓOᵧN_z", variable=True)
    assert number_of(elements(coating(lipon))).texts == ("Li", "N", "O", "P")


def test_elements_of_a_mixture_are_those_of_its_phases() -> None:
    mixture = MaterialInput(
        "li3bo3-li2co3",
        phases=(MaterialInput("li3bo3", "Li3BO3"), MaterialInput("li2co3", "Li2CO3")),
    )
    assert number_of(elements(coating(mixture))).texts == ("C", "B", "Li", "O")
    assert "several phases" in why(molar_mass(coating(mixture)))


def test_a_hybrid_without_formula_has_the_elements_of_the_vocabulary() -> None:
    hybrid = MaterialInput("li-hq", elements=("Li", "C", "H", "O"))
    assert number_of(elements(coating(hybrid))).texts == ("C", "H", "Li", "O")
    assert "no formula" in why(molar_mass(coating(hybrid)))


def test_molar_mass_of_alumina() -> None:
    """2 × 26.982 + 3 × 15.999 = 101.961 g/mol."""
    result = number_of(molar_mass(coating()))
    assert result.low == pytest.approx(101.961, abs=1e-3)
    assert (result.qualifier, result.unit) == ("exact", "g/mol")
    assert result.inputs == (UsedInput("material", "al2o3", "Al2O3"),)


def test_a_variable_stoichiometry_has_no_molar_mass() -> None:
    lipon = MaterialInput("lipon", "LiPxOyNz", variable=True)
    assert "variable stoichiometry" in why(molar_mass(coating(lipon)))


# -- thickness and growth ---------------------------------------------------------------------
def test_a_printed_thickness_is_taken_as_printed() -> None:
    result = number_of(thickness(coating(measured={"thickness": "<3 nm", "cycles": "200"})))
    assert (result.low, result.high, result.qualifier) == (None, 3.0, "below")
    assert result.inputs == (UsedInput("thickness", "id of thickness", "<3 nm"),)
    assert result.recipe == "film.thickness"


def test_thickness_is_else_cycles_times_growth() -> None:
    """200 × 1.1 Å = 22 nm; an approximate growth gives an approximate thickness."""
    result = number_of(
        thickness(coating(measured={"growth_per_cycle": "~1.1 Å", "cycles": "200 cycles"}))
    )
    assert (result.low, result.high, result.qualifier) == (22.0, 22.0, "about")
    assert {used.what for used in result.inputs} == {"growth_per_cycle", "cycles"}


def test_growth_is_else_thickness_over_cycles() -> None:
    """44 nm ÷ 400 = 1.1 Å."""
    result = number_of(growth_per_cycle(coating(measured={"thickness": "44 nm", "cycles": "400"})))
    assert (result.low, result.qualifier) == (1.1, "exact")


def test_a_range_and_a_bound_go_through_to_the_result() -> None:
    """1–2 Å × 100 = 10–20 nm; below 2 Å × 100 = below 20 nm; above 1 Å × 100 = above 10 nm."""
    for printed, low, high, qualifier in (
        ("1–2 Å", 10.0, 20.0, "range"),
        ("<2 Å", None, 20.0, "below"),
        (">1 Å", 10.0, None, "above"),
    ):
        measured = {"growth_per_cycle": printed, "cycles": "100"}
        result = number_of(thickness(coating(measured=measured)))
        assert (result.low, result.high, result.qualifier) == (low, high, qualifier)


def test_what_is_missing_is_named_and_never_zero() -> None:
    assert why(thickness(coating())) == (
        "thickness is not reported, and growth per cycle and cycles are not either"
    )
    assert "cycles is not either" in why(thickness(coating(measured={"growth_per_cycle": "1 Å"})))
    assert "density is not reported" in why(areal_mass(coating(measured={"thickness": "1 nm"})))


def test_several_printed_values_become_their_hull_with_a_warning() -> None:
    both = [value("thickness", "10 nm", identifier="a"), value("thickness", "14 nm")]
    for order in itertools.permutations(both):
        result = number_of(thickness(coating(more=order)))
        assert (result.low, result.high, result.qualifier) == (10.0, 14.0, "range")
        assert "hull" in result.warnings[0]


def test_the_same_value_printed_twice_needs_no_warning() -> None:
    twice = [value("thickness", "10 nm", identifier="a"), value("thickness", "10 nm")]
    result = number_of(thickness(coating(more=twice)))
    assert (result.low, result.qualifier, result.warnings) == (10.0, "exact", ())


@given(st.floats(0.1, 1e4), st.sampled_from([("nm", 1.0), ("Å", 0.1), ("µm", 1e3)]))
@settings(max_examples=40)
def test_areal_mass_does_not_depend_on_the_unit_of_the_thickness(
    size: float, unit: tuple[str, float]
) -> None:
    measured = {"thickness": f"{size!r} {unit[0]}", "density": "3.1 g/cm³"}
    result = number_of(areal_mass(coating(measured=measured)))
    assert result.low == pytest.approx(size * unit[1] * 3.1 * 0.1, rel=1e-9)


# -- time -------------------------------------------------------------------------------------
TIMED = (dose(TMA, time="0.1 s"), purge("8 s"), dose(WATER, time="0.1 s"), purge("10 s"))


def timed(steps: tuple[StepInput, ...], **measured: str) -> CoatingInputs:
    return coating(steps=steps, measured=measured)


def test_cycle_time_growth_rate_and_deposition_time_of_a_timed_process() -> None:
    """0.1 + 8 + 0.1 + 10 = 18.2 s; 1 Å in 18.2 s = 360/18.2 = 19.780 nm/h;
    200 cycles = 3640 s = 1.01111 h."""
    inputs = timed(TIMED, growth_per_cycle="1 Å", cycles="200")
    assert number_of(cycle_time(inputs)).low == pytest.approx(18.2)
    assert number_of(growth_rate(inputs)).low == pytest.approx(19.7802, rel=1e-5)
    assert number_of(deposition_time(inputs)).low == pytest.approx(1.011111, rel=1e-5)


def test_one_step_without_time_leaves_the_cycle_time_open() -> None:
    assert why(cycle_time(timed((dose(TMA, time="1 s"), purge())))) == (
        "no time is reported for purge"
    )


def test_a_bounded_pulse_bounds_the_cycle() -> None:
    """≤1 s + 5 s is at most 6 s and at least 5 s."""
    result = number_of(cycle_time(timed((dose(TMA, time="≤1 s"), purge("5 s")))))
    assert (result.low, result.high) == (5.0, 6.0)


def test_a_step_of_every_fourth_cycle_counts_with_a_quarter() -> None:
    """2 s + 4 s ÷ 4 = 3 s; of unknown frequency 2 to 6 s."""
    fourth = (dose(LIOTBU, time="2 s"), dose(GLYCOL, time="4 s", every=4))
    some = (dose(LIOTBU, time="2 s"), dose(GLYCOL, time="4 s", every=None))
    assert number_of(cycle_time(timed(fourth))).low == 3.0
    result = number_of(cycle_time(timed(some)))
    assert (result.low, result.high) == (2.0, 6.0)


def test_a_sub_cycle_counts_as_often_as_it_runs() -> None:
    """5 × (1 s + 2 s) + 3 s = 18 s; unknown repeats leave it open."""
    inner = (dose(TMA, time="1 s"), purge("2 s"))
    repeated = (StepInput("subcycle", steps=inner, repeat=5), dose(WATER, time="3 s"))
    assert number_of(cycle_time(timed(repeated))).low == 18.0
    unknown = (StepInput("subcycle", steps=inner), dose(WATER, time="3 s"))
    assert "sub-cycles" in why(cycle_time(timed(unknown)))


@given(st.permutations(list(TIMED)))
@settings(max_examples=24)
def test_the_order_of_the_steps_does_not_change_the_cycle_time(steps: list[StepInput]) -> None:
    assert number_of(cycle_time(timed(tuple(steps)))).low == pytest.approx(18.2)


# -- source window ----------------------------------------------------------------------------
def source(key: str, *temperatures: str) -> StepInput:
    known = tuple(value("source_temperature", t, identifier=key) for t in temperatures)
    return dose(precursor(key, "metal", ("Li",), source_temperatures=known))


def test_the_window_is_the_margin_over_the_hottest_source() -> None:
    """225 °C − 140 °C = 85 °C above the hottest of 140 and 80 °C."""
    steps = (source("liotbu", "140 °C"), source("ttip", "80 °C"), dose(WATER))
    result = number_of(source_window(timed(steps, deposition_temperature="225 °C")))
    assert (result.low, result.qualifier, result.unit) == (85.0, "exact", "°C")
    assert result.warnings == ()


def test_a_substrate_colder_than_its_source_has_a_negative_window() -> None:
    steps = (source("liotbu", "140 °C"),)
    result = number_of(source_window(timed(steps, deposition_temperature="100–120 °C")))
    assert (result.low, result.high, result.qualifier) == (-40.0, -20.0, "range")


def test_alternatives_count_with_all_their_temperatures() -> None:
    liotbu = source("liotbu", "140 °C").precursors[0]
    lihmds = source("li-hmds", "60 °C").precursors[0]
    steps = (dose(liotbu, lihmds),)
    result = number_of(source_window(timed(steps, deposition_temperature="200 °C")))
    assert (result.low, result.high) == (60.0, 140.0)


def test_a_papers_own_source_temperature_goes_before_those_of_other_papers() -> None:
    """Own 120 °C for LiOᵗBu, though others heat it to 140 °C; TTIP, of which the paper says
    nothing, counts with all: 200 − 120 to 200 − 130 °C."""
    own = value("source_temperature", "120 °C", identifier="ASC-P000002")
    other = value("source_temperature", "140 °C", identifier="ASC-P000003")
    liotbu = precursor("liotbu", "metal", ("Li",), source_temperatures=(other, own))
    spread = tuple(
        value("source_temperature", printed, identifier="ASC-P000003")
        for printed in ("80 °C", "130 °C")
    )
    ttip = precursor("ttip", "metal", ("Ti",), source_temperatures=spread)
    film = timed((dose(liotbu), dose(ttip)), deposition_temperature="200 °C")
    result = number_of(source_window(replace(film, paper="ASC-P000002")))
    assert (result.low, result.high) == (70.0, 80.0)
    assert all(item.value != "140 °C" for item in result.inputs)
    elsewhere = number_of(source_window(replace(film, paper="ASC-P000004")))
    assert (elsewhere.low, elsewhere.high) == (60.0, 80.0)


def test_a_precursor_without_source_temperature_is_named() -> None:
    steps = (source("liotbu", "140 °C"), dose(TMA), dose(WATER))
    result = number_of(source_window(timed(steps, deposition_temperature="200 °C")))
    assert result.warnings == ("no source temperature of tma is on record",)
    only = timed((dose(TMA),), deposition_temperature="200 °C")
    assert "no source temperature" in why(source_window(only))
