"""How coatings mimic a natural SEI, and how ions and electrons pass them."""

from dataclasses import replace

import pytest

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


def test_whether_a_dosed_carbonate_survives_is_not_guessed() -> None:
    film = MaterialInput("vc", elements=("C", "H", "O"), material_class="organic")
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
    assert number_of(ohmic_drop_in_cell(in_cell)).low == 10.0


def test_a_resistance_without_the_temperature_of_its_conductivity_says_so() -> None:
    result = number_of(area_specific_resistance(conducting("10⁻⁷ S/cm", None, thickness="20 nm")))
    assert result.low == 20.0
    assert "not at 25 °C" in result.warnings[0]


def test_a_conductivity_below_a_bound_resists_above_one() -> None:
    """20 nm ÷ (below 10⁻¹⁰ S/cm) is above 20 000 Ω cm²."""
    result = number_of(area_specific_resistance(conducting("<10⁻¹⁰ S/cm", "RT", thickness="20 nm")))
    assert (result.low, result.high, result.qualifier) == (20000.0, None, "above")


def test_selectivity_is_above_a_bound_when_the_electronic_conductivity_is_below_one() -> None:
    """10⁻⁸–10⁻⁶ ÷ (below 10⁻¹⁰) is above 100."""
    inputs = conducting("10⁻⁸ to 10⁻⁶ S/cm", "RT", electronic_conductivity="<10⁻¹⁰ S/cm")
    result = number_of(transport_selectivity(inputs))
    assert (result.low, result.high, result.qualifier) == (100.0, None, "above")


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


def test_a_temperature_is_read_as_printed() -> None:
    assert value("ionic_conductivity", "1 S/cm", "RT").temperature == read("RT", unit="°C")
