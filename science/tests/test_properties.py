"""The registry of properties."""

import pytest

from science import derive_coating, derive_test, recipe_digest
from science.properties import PROPERTIES, parse_bound, properties, property_value
from science.quantities import CANONICAL_UNITS, UnreadableValue, read
from science.registry import Property, Role, digest
from science.tests.build import coating, cycling


def test_every_property_has_a_known_unit_a_label_and_a_definition() -> None:
    for key, declared in PROPERTIES.items():
        assert declared.key == key
        assert declared.label
        assert declared.source
        assert declared.doc.endswith(".")
        assert declared.unit is None or declared.unit in CANONICAL_UNITS


def test_what_is_derived_says_from_what_and_by_which_recipe() -> None:
    for declared in properties("derived").values():
        assert declared.inputs
        assert declared.recipe
        assert declared.recipe_version
        assert declared.doc


def test_the_printed_properties_of_the_field_are_there() -> None:
    assert {"thickness", "growth_per_cycle", "ionic_conductivity"} <= set(
        properties("measured", "coating")
    )
    assert {"time", "temperature"} == set(properties("measured", "step"))
    assert {"source_temperature", "vapor_pressure"} == set(properties("measured", "precursor"))
    assert {"rate", "voltage_window", "temperature"} <= set(properties("condition", "test"))
    assert {"retention", "lifetime_ratio", "sei_thickness"} <= set(properties("result", "test"))


def test_a_thickness_is_one_property_whether_printed_or_derived() -> None:
    thickness = PROPERTIES["thickness"]
    assert thickness.kind == "measured"
    assert thickness.has_role("derived", "coating")
    assert thickness.recipe == "film.thickness"
    assert thickness.numeric


def test_every_declared_property_is_computed_for_its_subject() -> None:
    assert set(derive_coating(coating())) == set(properties("derived", "coating"))
    assert set(derive_test(cycling())) == set(properties("derived", "test"))


def test_the_digest_changes_with_a_recipe_version_and_only_then() -> None:
    def declared(version: int) -> dict[str, Property]:
        roles: tuple[Role, ...] = (("derived", "coating"),)
        return {
            "x": Property(
                "x", "X", "", "nm", roles, "", "", recipe="film.x", recipe_version=version
            )
        }

    assert digest(declared(1), "coating") == digest(declared(1), "coating")
    assert digest(declared(1), "coating") != digest(declared(2), "coating")
    assert recipe_digest("coating") != recipe_digest("test")


def test_printed_text_reads_into_the_unit_of_its_property() -> None:
    assert property_value("thickness", "50 Å") == read("50 Å", unit="nm")
    assert property_value("sei_thickness", "<0.15 µm").high == 150.0
    assert property_value("temperature", "RT").meaning == ("range", 20.0, 25.0, None, "°C")


@pytest.mark.parametrize(
    ("key", "text", "bound"),
    [
        ("thickness", "5", 5.0),
        ("thickness", "50 Å", 5.0),
        ("thickness", " 0.05 µm ", 50.0),
        ("ionic_conductivity", "1e-6 S/m", 1e-8),
        ("ionic_conductivity", "1e-8", 1e-8),
        ("ionic_conductivity", "10⁻⁸", 1e-8),
        ("deposition_temperature", "353.15 K", 80.0),
        ("deposition_temperature", "−20", -20.0),
        ("rate", "C/5", 0.2),
        ("retention", "80", 80.0),
        ("retention_gain", "12", 12.0),
    ],
)
def test_a_filter_takes_a_number_in_the_canonical_unit_or_a_quantity(
    key: str, text: str, bound: float
) -> None:
    assert parse_bound(key, text) == bound


@pytest.mark.parametrize("text", ["", "thin", "<5 nm", "3–5 nm", "nan", "inf", "5 S/cm", "1e999"])
def test_what_is_no_single_number_is_no_bound(text: str) -> None:
    with pytest.raises(UnreadableValue, match="nm"):
        parse_bound("thickness", text)


def test_a_property_of_words_takes_no_numbers() -> None:
    with pytest.raises(ValueError, match="words"):
        property_value("technique", "5")
    with pytest.raises(KeyError):
        property_value("no_such_property", "5")
