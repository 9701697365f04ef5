"""The ion of a cell, from what papers say of its parts."""

from __future__ import annotations

import pytest

from science.cells import cell_ion


@pytest.mark.parametrize(
    ("parts", "ion"),
    [
        ({"electrode_formula": "LiNi0.8Mn0.1Co0.1O2"}, "Li"),
        ({"electrode_formula": "Na"}, "Na"),
        ({"electrode_formula": "Si", "electrolyte": "1 M LiPF6 in EC/DMC"}, "Li"),
        ({"electrode_formula": "C", "counter": "Na metal"}, "Na"),
        ({"counter": "li-metal"}, "Li"),
        ({"counter": "lithium foil"}, "Li"),
        ({"counter": "Li(Ni0.8Mn0.1Co0.1)O2 cathode"}, "Li"),
        ({"electrolyte": "Li10GeP2S12 (LGPS) pellet"}, "Li"),
        ({"electrolyte": "0.8 M KPF6 in EC/DEC"}, "K"),
        ({"electrolyte": "Na3PS4"}, "Na"),
        ({"electrode_formula": "Na", "electrolyte": "Na3PS4"}, "Na"),
    ],
)
def test_the_one_alkali_metal_of_the_parts_is_the_ion(parts: dict[str, str], ion: str) -> None:
    assert cell_ion(**parts) == ion


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"electrode_formula": "Si"},
        {"electrode_formula": "not a formula"},
        {"electrolyte": "liquid electrolyte at 298 K"},
        {"counter": "Nafion membrane"},
        {"electrode_formula": "Na", "electrolyte": "LiPF6"},
    ],
)
def test_cells_that_name_none_or_several_have_no_known_ion(parts: dict[str, str]) -> None:
    assert cell_ion(**parts) is None
