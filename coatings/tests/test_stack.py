"""The drawing of a film on what it coats: to scale where its thickness is known."""

from __future__ import annotations

import math
from typing import Any

import pytest

from coatings.charts.stack import nice, stack_chart
from coatings.models import Material, Substrate

LI2O = Material(key="li2o", formula="Li2O", material_class="inorganic")
LI_HQ = Material(key="li-hq", name="Li-HQ", material_class="hybrid")
ANODE = Substrate(name="Li metal")


def drawn(low: float | None, high: float | None, printed: str = "") -> dict[str, Any]:
    chart = stack_chart(LI2O, [], ANODE, "Li2O", printed, (low, high))
    assert chart is not None
    return chart


@pytest.mark.parametrize("nm", [0.7, 2.0, 20.0, 37.0, 250.0])
def test_the_film_stands_to_its_thickness_as_the_bar_to_its_length(nm: float) -> None:
    chart = drawn(nm, nm, f"{nm:g} nm")
    (film,) = chart["layers"]
    bar = chart["bar"]["foot"] - chart["bar"]["top"]
    length = float(chart["bar"]["label"].removesuffix("\u00a0nm"))
    assert film["height"] / bar == pytest.approx(nm / length, abs=0.002)
    assert film["y"] + film["height"] == pytest.approx(chart["substrate"]["y"])
    assert "the substrate is not" in chart["caption"]


@pytest.mark.parametrize(("length", "bar"), [(1, 1), (1.2, 2), (3, 5), (51, 100), (0.3, 0.5)])
def test_a_scale_bar_is_of_a_length_that_is_easily_read(length: float, bar: float) -> None:
    assert nice(length) == bar


def test_a_range_is_solid_to_its_low_end_and_outlined_to_its_high_end() -> None:
    chart = drawn(5, 10)
    assert chart["outline"]["height"] == pytest.approx(chart["layers"][0]["height"])
    assert "the rest of the range" in chart["caption"]
    assert chart["film"]["detail"] == "5–10 nm, computed"


def test_a_bound_is_an_outline_or_says_that_there_is_more() -> None:
    below = drawn(-math.inf, 3, "<3 nm")
    assert not below["layers"]
    assert "thinner than the outline" in below["caption"]
    assert "thicker than drawn" in drawn(3, math.inf, ">3 nm")["caption"]


def test_without_a_thickness_nothing_is_drawn() -> None:
    assert stack_chart(LI2O, [], ANODE, "Li2O", "", (None, None)) is None


def test_a_laminate_is_drawn_in_alternating_layers_of_its_phases() -> None:
    film = Material(key="li2o-li-hq", structure="laminate", material_class="hybrid")
    chart = stack_chart(film, [LI2O, LI_HQ], ANODE, "Li2O-Li-HQ", "", (12, 12))
    assert chart is not None
    assert [layer["kind"] for layer in chart["layers"]] == ["inorganic", "hybrid"] * 3
    assert sum(layer["height"] for layer in chart["layers"]) == pytest.approx(28.8, abs=0.1)
    assert "how thick, is not reported" in chart["caption"]
    assert chart["description"].startswith("Li₂O–Li–HQ film (12 nm, computed) on Li metal")
