"""How coatings mimic a natural SEI, and how ions and electrons pass them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science import CoatingInputs, MaterialInput, Result
from science.chemistry import (
    contains_carbonate,
    contains_charge_carrier,
    contains_organic,
    mimicry_level,
)
from science.quantities import read
from science.tests.build import (
    ALUMINA,
    CO2,
    DIAMINE,
    DIISOCYANATE,
    GLYCOL,
    LIOTBU,
    TMA,
    VINYLENE_CARBONATE,
    WATER,
    coating,
    dose,
    number_of,
    value,
    why,
)
from science.transport import (
    area_specific_resistance,
    carrier_inventory,
    ionic_conductivity_25c,
    ohmic_drop,
    ohmic_drop_in_cell,
    transport_selectivity,
)

LI_EG = MaterialInput("li-eg", elements=("Li", "C", "H", "O"), material_class="hybrid")
LIPON = MaterialInput("lipon", "LiPxOyNz", variable=True, material_class="inorganic")
LI2O = MaterialInput("li2o", "Li2O", material_class="inorganic")
BORATE_CARBONATE = MaterialInput(
    "li3bo3-li2co3",
    material_class="inorganic",
    phases=(MaterialInput("li3bo3", "Li3BO3"), MaterialInput("li2co3", "Li2CO3")),
)
LAMINATE = MaterialInput(
    "li2o-li-hq", elements=("Li", "C", "H", "O"), material_class="hybrid", phases=(LI2O, LI_EG)
)
AL_EG = MaterialInput("al-eg", elements=("Al", "C", "H", "O"), material_class="hybrid")
POLYUREA = MaterialInput("pu", elements=("C", "H", "N", "O"), material_class="organic")
LITHIUM_FLUORIDE = MaterialInput("lif", "LiF", material_class="inorganic", charge_carrier="Li")

LEVELS = [
    (coating(ALUMINA, (dose(TMA), dose(WATER))), 0),
    (coating(LIPON, (dose(LIOTBU),)), 1),
    (coating(AL_EG, (dose(TMA), dose(GLYCOL))), 1),
    (coating(POLYUREA, (dose(DIAMINE), dose(DIISOCYANATE))), 1),
    (coating(LITHIUM_FLUORIDE, (dose(LIOTBU),)), 2),
    (coating(MaterialInput("naf", "NaF", material_class="inorganic")), 2),
    (coating(BORATE_CARBONATE, (dose(LIOTBU),)), 2),
    (coating(LI_EG, (dose(LIOTBU), dose(GLYCOL))), 3),
    (coating(LAMINATE, (dose(LIOTBU), dose(WATER), dose(GLYCOL))), 3),
    (coating(LI_EG, (dose(LIOTBU), dose(GLYCOL), dose(CO2, every=None))), 4),
]


@pytest.mark.parametrize(("inputs", "level"), LEVELS)
def test_the_chemistry_of_a_film_has_its_degree_of_mimicry(
    inputs: CoatingInputs, level: int
) -> None:
    result = number_of(mimicry_level(inputs))
    assert (result.low, result.qualifier) == (level, "exact")
    assert result.text


def test_level_two_names_the_salt_that_decided() -> None:
    assert "Li2CO3" in (number_of(mimicry_level(LEVELS[6][0])).text or "")


def test_the_cells_ion_decides_what_the_charge_carrier_is() -> None:
    in_sodium_cell = coating(LITHIUM_FLUORIDE, cell_ion="Na")
    assert answer(contains_charge_carrier(in_sodium_cell)) == "no"
    assert answer(contains_charge_carrier(coating(LITHIUM_FLUORIDE))) == "yes"


def test_without_a_cell_the_ion_is_the_one_the_material_is_stated_for() -> None:
    sodium = replace(LITHIUM_FLUORIDE, charge_carrier="Na")
    found = number_of(contains_charge_carrier(coating(sodium)))
    assert found.text == "no"
    assert [(used.what, used.id) for used in found.inputs] == [
        ("material", sodium.key),
        ("charge_carrier", sodium.key),
    ]


def answer(result: Result) -> str | None:
    return number_of(result).text


def test_carbonate_is_in_the_formula_or_comes_from_dosed_carbon_dioxide() -> None:
    assert answer(contains_carbonate(coating(BORATE_CARBONATE))) == "yes"
    assert answer(contains_carbonate(coating(LI_EG, (dose(LIOTBU), dose(CO2))))) == "yes"
    assert answer(contains_carbonate(coating(AL_EG, (dose(TMA), dose(CO2))))) == "no"
    assert answer(contains_carbonate(coating())) == "no"


LEDC = "[Li+].[Li+].O=C([O-])OCCOC(=O)[O-]"
TARTRATE = "[Li+].[Li+].O=C([O-])C(O)C(O)C(=O)[O-]"


@pytest.mark.parametrize(
    ("film", "holds", "level"),
    [
        (MaterialInput("ledc", "C4H4Li2O6", smiles=LEDC), "yes", 4),
        (MaterialInput("ledc", "C4H4Li2O6", name="Dilithium ethylene dicarbonate"), "yes", 4),
        (MaterialInput("ledc", "(CH2OCO2Li)2", material_class="hybrid"), "yes", 4),
        (MaterialInput("lmc", "LiCH3CO3", material_class="hybrid"), "yes", 4),
        (MaterialInput("tartrate", "C4H4Li2O6", smiles=TARTRATE), "no", 3),
        (MaterialInput("tartrate", "C4H4Li2O6", name="Dilithium tartrate"), "no", 3),
        (MaterialInput("tp", "C8H4Li2O4", name="Dilithium terephthalate"), "no", 3),
        (MaterialInput("glycolate", "C2H4Li2O2"), "no", 3),
        (MaterialInput("li2co3", "Li2CO3", smiles="[Li+].[Li+].O=C([O-])[O-]"), "yes", 2),
        (MaterialInput("pec", "C3H4O3", smiles="O=C1OCCO1"), "yes", 1),
    ],
)
def test_structure_or_formula_tells_carbonate_without_any_steps(
    film: MaterialInput, holds: str, level: int
) -> None:
    assert answer(contains_carbonate(coating(film))) == holds
    assert number_of(mimicry_level(coating(film))).low == level


def test_structure_decides_against_the_hint_of_the_steps() -> None:
    film = MaterialInput("tartrate", "C4H4Li2O6", smiles=TARTRATE)
    assert answer(contains_carbonate(coating(film, (dose(LIOTBU), dose(CO2))))) == "no"
    hinted = number_of(contains_carbonate(coating(LI_EG, (dose(LIOTBU), dose(CO2)))))
    assert "hint" in hinted.warnings[0]
    assert "alternative" in why(contains_carbonate(coating(LI_EG, (dose(CO2, WATER),))))


def test_without_structure_formula_and_steps_carbonate_cannot_be_told() -> None:
    assert "on record" in why(contains_carbonate(coating(LI_EG)))


@pytest.mark.parametrize(("ion", "level"), [("Na", 2), ("Li", 0), (None, 2)])
def test_sodium_fluoride_mimics_the_interphase_of_a_sodium_cell_alone(
    ion: str | None, level: int
) -> None:
    film = coating(MaterialInput("naf", "NaF", material_class="inorganic"), cell_ion=ion)
    assert answer(contains_charge_carrier(film)) == ("no" if ion == "Li" else "yes")
    assert number_of(mimicry_level(film)).low == level


def test_a_sodium_alkyl_carbonate_in_a_lithium_cell_holds_an_organic_part_alone() -> None:
    film = MaterialInput("sedc", "(CH2OCO2Na)2", material_class="hybrid")
    assert number_of(mimicry_level(coating(film, cell_ion="Li"))).low == 1
    assert number_of(mimicry_level(coating(film, cell_ion="Na"))).low == 4


def test_whether_a_dosed_carbonate_survives_is_not_guessed() -> None:
    film = MaterialInput(
        "vc", name="Vinylene carbonate", elements=("C", "H", "O"), material_class="organic"
    )
    assert "vc" in why(contains_carbonate(coating(film, (dose(VINYLENE_CARBONATE),))))


def test_an_inorganic_class_over_an_organic_precursor_is_warned_of() -> None:
    result = number_of(contains_organic(coating(ALUMINA, (dose(TMA), dose(GLYCOL)))))
    assert result.text == "no"
    assert "organic" in result.warnings[0]


def test_what_is_not_on_record_has_no_degree_of_mimicry() -> None:
    assert "not on record" in why(mimicry_level(coating(MaterialInput("unknown"))))


# -- transport --------------------------------------------------------------------------------
def conducting(printed: str, at: str | None, **measured: str) -> CoatingInputs:
    return coating(measured=measured, more=[value("ionic_conductivity", printed, at)])


def test_a_conductivity_at_room_temperature_counts_as_measured() -> None:
    result = number_of(ionic_conductivity_25c(conducting("10⁻⁷ S/cm", "RT")))
    assert (result.low, result.qualifier) == (1e-7, "exact")
    assert "as measured at RT" in result.warnings[0]


def test_a_conductivity_at_60_degrees_is_brought_to_25_with_its_activation_energy() -> None:
    """10⁻⁶ S/cm at 60 °C with 0.6 eV: 9.609 × 10⁻⁸ S/cm (worked in test_formulas)."""
    inputs = conducting("10⁻⁶ S/cm", "60 °C", activation_energy="0.6 eV")
    result = number_of(ionic_conductivity_25c(inputs))
    assert result.low == pytest.approx(9.6094e-8, rel=1e-4)
    assert {used.what for used in result.inputs} == {
        "ionic_conductivity",
        "temperature",
        "activation_energy",
    }


def test_a_conductivity_elsewhere_without_activation_energy_is_missing() -> None:
    assert "60 °C" in why(ionic_conductivity_25c(conducting("10⁻⁶ S/cm", "60 °C")))
    assert "temperature" in why(ionic_conductivity_25c(conducting("10⁻⁶ S/cm", None)))
    assert "not reported" in why(ionic_conductivity_25c(coating()))


def test_room_temperature_with_an_activation_energy_is_a_range_around_the_print() -> None:
    """20–25 °C and 0.6 eV: at 20 °C the factor is exp(6962.71 × 5.7207 × 10⁻⁵) × 293.15/298.15
    = 1.48937 × 0.98323 = 1.46440."""
    inputs = conducting("3.6–5 × 10⁻⁸ S/cm", "RT", activation_energy="0.6 eV")
    result = number_of(ionic_conductivity_25c(inputs))
    assert result.low == pytest.approx(3.6e-8)
    assert result.high == pytest.approx(5e-8 * 1.4644, rel=1e-3)


def test_a_film_resists_with_its_thickness_over_its_conductivity() -> None:
    """20 nm ÷ 10⁻⁷ S/cm = 20 Ω cm²; at 1 mA/cm² 20 mV; at 0.5 mA/cm² 10 mV."""
    inputs = conducting("10⁻⁷ S/cm", "25 °C", thickness="20 nm")
    resistance = number_of(area_specific_resistance(inputs))
    assert (resistance.low, resistance.unit) == (20.0, "Ω cm²")
    assert number_of(ohmic_drop(inputs)).low == 20.0
    assert "current density is not reported" in why(ohmic_drop_in_cell(inputs))
    in_cell = coating(
        more=inputs.measurements, cell_currents=(value("current_density", "0.5 mA/cm²"),)
    )
    at_most = number_of(ohmic_drop_in_cell(in_cell))
    assert (at_most.qualifier, at_most.high) == ("below", 10.0)
    assert "area" in at_most.warnings[-1]


def test_a_roughness_factor_brings_the_cells_current_to_the_area_of_the_film() -> None:
    """20 Ω cm² × 0.5 mA/cm² of electrode ÷ 4 cm² of film per cm² of electrode = 2.5 mV."""
    film = conducting("10⁻⁷ S/cm", "25 °C", thickness="20 nm", roughness_factor="4")
    current = (value("current_density", "0.5 mA/cm²"),)
    assert number_of(ohmic_drop_in_cell(replace(film, cell_currents=current))).low == 2.5


@pytest.mark.parametrize("at", [None, "100 °C", "31 °C", "15–25 °C"])
def test_a_resistance_away_from_25_degrees_is_missing(at: str | None) -> None:
    inputs = conducting("10⁻⁷ S/cm", at, thickness="20 nm")
    assert why(area_specific_resistance(inputs))
    assert why(ohmic_drop(inputs))


@pytest.mark.parametrize("at", ["RT", "20–30 °C", "298 K"])
def test_a_resistance_rests_on_a_conductivity_at_room_temperature(at: str) -> None:
    inputs = conducting("10⁻⁷ S/cm", at, thickness="20 nm")
    assert number_of(area_specific_resistance(inputs)).low == 20.0


def test_a_resistance_at_25_degrees_from_a_hotter_conductivity_takes_the_activation_energy() -> (
    None
):
    """9.609 × 10⁻⁸ S/cm at 25 °C (worked above): 20 nm resist 2 × 10⁻⁶ ÷ 9.609 × 10⁻⁸ Ω cm²."""
    inputs = conducting("10⁻⁶ S/cm", "60 °C", activation_energy="0.6 eV", thickness="20 nm")
    assert number_of(area_specific_resistance(inputs)).low == pytest.approx(20.813, rel=1e-3)


def test_a_conductivity_below_a_bound_resists_above_one() -> None:
    """20 nm ÷ (below 10⁻¹⁰ S/cm) is above 20 000 Ω cm²."""
    result = number_of(area_specific_resistance(conducting("<10⁻¹⁰ S/cm", "RT", thickness="20 nm")))
    assert (result.low, result.high, result.qualifier) == (20000.0, None, "above")


def selective(
    ions: str, ions_at: str | None, electrons: str, electrons_at: str | None, **measured: str
) -> CoatingInputs:
    both = [
        value("ionic_conductivity", ions, ions_at),
        value("electronic_conductivity", electrons, electrons_at),
    ]
    return coating(measured=measured, more=both)


def test_selectivity_is_above_a_bound_when_the_electronic_conductivity_is_below_one() -> None:
    """10⁻⁸–10⁻⁶ ÷ (below 10⁻¹⁰) is above 100."""
    inputs = selective("10⁻⁸ to 10⁻⁶ S/cm", "RT", "<10⁻¹⁰ S/cm", "25 °C")
    result = number_of(transport_selectivity(inputs))
    assert (result.low, result.high, result.qualifier) == (100.0, None, "above")


def test_selectivity_at_another_temperature_takes_both_as_measured_there() -> None:
    inputs = selective("10⁻⁶ S/cm", "80 °C", "10⁻¹⁰ S/cm", "353.15 K")
    assert number_of(transport_selectivity(inputs)).low == pytest.approx(1e4)


def test_selectivity_at_25_degrees_takes_the_ionic_conductivity_there() -> None:
    """10⁻⁶ S/cm at 60 °C with 0.6 eV are 9.609 × 10⁻⁸ S/cm at 25 °C."""
    inputs = selective("10⁻⁶ S/cm", "60 °C", "10⁻¹² S/cm", "RT", activation_energy="0.6 eV")
    assert number_of(transport_selectivity(inputs)).low == pytest.approx(96094, rel=1e-3)


@pytest.mark.parametrize(
    ("ions_at", "electrons_at", "reason"),
    [
        ("100 °C", "25 °C", "the ionic one at 100 °C, the electronic one at 25 °C"),
        ("25 °C", None, "the temperature of the electronic conductivity is not reported"),
        (None, "RT", "the temperature of the ionic conductivity is not reported"),
    ],
)
def test_two_temperatures_make_no_selectivity(
    ions_at: str | None, electrons_at: str | None, reason: str
) -> None:
    inputs = selective("10⁻⁶ S/cm", ions_at, "10⁻¹⁰ S/cm", electrons_at)
    assert reason in why(transport_selectivity(inputs))


@given(st.floats(-18, 0), st.floats(-18, 0), st.floats(-100, 400), st.floats(-100, 400))
def test_a_selectivity_is_the_ratio_at_one_temperature_or_missing(
    ions: float, electrons: float, ions_at: float, electrons_at: float
) -> None:
    inputs = selective(
        f"{10**ions:e} S/cm", f"{ions_at:f} °C", f"{10**electrons:e} S/cm", f"{electrons_at:f} °C"
    )
    result = transport_selectivity(inputs)
    near = all(20 <= at <= 30 for at in (ions_at, electrons_at))
    if near or round(ions_at, 6) == round(electrons_at, 6):
        assert number_of(result).low == pytest.approx(10 ** (ions - electrons), rel=1e-5)
    else:
        assert "different temperatures" in why(result)


def test_a_film_of_lithium_fluoride_holds_a_known_charge() -> None:
    """10 nm × 2.64 g/cm³ × 0.1 = 2.64 µg/cm²; ÷ 25.938 g/mol × 26.8015 Ah/mol = 2.7279 µAh/cm²."""
    measured = {"thickness": "10 nm", "density": "2.64 g/cm³"}
    result = number_of(carrier_inventory(coating(LITHIUM_FLUORIDE, measured=measured)))
    assert result.low == pytest.approx(2.7279, rel=1e-3)
    assert result.unit == "µAh/cm²"


def test_a_film_without_carrier_or_formula_has_no_inventory() -> None:
    measured = {"thickness": "10 nm", "density": "3 g/cm³"}
    assert "no single charge carrier" in why(carrier_inventory(coating(measured=measured)))
    in_sodium = coating(LITHIUM_FLUORIDE, measured=measured, cell_ion="Na")
    assert why(carrier_inventory(in_sodium)) == "the film holds no Na"
    assert "no formula" in why(carrier_inventory(coating(LI_EG, measured=measured)))
    rich = replace(LITHIUM_FLUORIDE, printed="Li3F")
    assert "printed as Li3F" in why(carrier_inventory(coating(rich, measured=measured)))


def test_a_temperature_is_read_as_printed() -> None:
    assert value("ionic_conductivity", "1 S/cm", "RT").temperature == read("RT", unit="°C")
