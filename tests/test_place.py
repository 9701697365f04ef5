"""Placing a value among those on record, and what it costs in a cell."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Measurement
from explore.placing.entered import Entered
from explore.placing.ranking import placed
from explore.placing.resistance import computed, wanted
from records.printed_values import STANDS
from science.quantities import Interval

pytestmark = pytest.mark.usefixtures("review")


def entered(query: str) -> Entered:
    found = Entered(QueryDict(query))
    assert not found.problems
    return found


def text_of(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/place/{query}")
    assert answer.status_code == status
    shown = re.sub(r"<[^>]+>", " ", unescape(as_shown(answer.content.decode())))
    return re.sub(r"\s+", " ", shown)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).replace("\u202f", " ")


def test_a_rank_counts_every_value_of_a_single_film_and_no_other() -> None:
    rows = Measurement.objects.filter(property="thickness", missing="", **STANDS)
    found = placed(entered("thickness=20+nm"), "thickness", Interval.point(20.0))
    assert found.rank.of == rows.count() > 2
    assert found.rank.below == rows.filter(high__lt=20).count()
    assert found.rank.above == rows.filter(low__gt=20).count()


def test_a_selection_narrows_what_it_stands_among() -> None:
    every = placed(entered("thickness=20"), "thickness", Interval.point(20.0)).rank
    some = placed(entered("thickness=20&family=oxides"), "thickness", Interval.point(20.0)).rank
    assert 0 < some.of < every.of


def test_conductivities_are_ranked_at_room_temperature_only() -> None:
    found = placed(entered("ionic_conductivity=5e-8"), "ionic_conductivity", Interval.point(5e-8))
    rows = Measurement.objects.filter(property="ionic_conductivity", missing="", **STANDS)
    assert 0 < found.rank.of <= rows.count()
    assert (found.rank.of < rows.count()) == bool(found.left_out)


def test_resistance_and_drop_by_hand() -> None:
    """20 nm ÷ 5 × 10⁻⁸ S/cm = 2 × 10⁻⁶ cm ÷ 5 × 10⁻⁸ S/cm = 40 Ω cm²; at 2 mA/cm² and a roughness
    of 4 that is 40 × 0.5 = 20 mV."""
    query = "ionic_conductivity=5e-8&thickness=20&current_density=2&roughness_factor=4"
    values = {line.label: plain(line.value) for line in computed(entered(query))}
    assert values["Area-specific resistance"] == "40 Ω cm2"
    assert values["Ohmic drop in the cell"] == "20 mV"


def test_what_it_would_take_by_hand() -> None:
    """10 mV at 2 mA/cm² ÷ 4 are 20 Ω cm²: 20 × 5 × 10⁻⁸ S/cm = 10⁻⁶ cm = 10 nm, or
    2 × 10⁻⁶ cm ÷ 20 Ω cm² = 10⁻⁷ S/cm."""
    query = "ionic_conductivity=5e-8&thickness=20&current_density=2&roughness_factor=4"
    found = {line.label: plain(line.value) for line in wanted(entered(f"{query}&ohmic_drop=10"))}
    assert found["Resistance at most"] == "≤ 20 Ω cm2"
    assert found["Thickness at most"] == "≤ 10 nm"
    assert found["Conductivity at least"] == "≥ 10−7 S cm−1"


def test_what_is_assumed_is_marked_and_what_is_entered_is_not(client: Client) -> None:
    text = text_of(client, "?ionic_conductivity=5e-8&thickness=20")
    assert "assumed Current density of the cell: 1 mA/cm²" in text
    assert "assumed σ measured at: 25 °C" in text
    told = "?ionic_conductivity=5e-8&thickness=20&current_density=1&temperature=25"
    assert "assumed" not in text_of(client, told)


def test_a_conductivity_measured_elsewhere_is_not_placed_without_its_energy(client: Client) -> None:
    text = text_of(client, "?ionic_conductivity=1e-6&temperature=100&thickness=10")
    assert "Not placed: measured at 100 °C, and no activation energy is reported" in text
    text = text_of(client, "?ionic_conductivity=1e-6&temperature=100&activation_energy=0.5")
    assert "Not placed" not in text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?thickness=blue", "thickness : cannot read 'blue'"),
        ("?thickness=5+mV", "expected a length in nm"),
        ("?thickness=-5", "which is not possible"),
        ("?retention=80", "at_cycle : is needed with a retention"),
        ("?sigma=1", "sigma : there is no such parameter"),
        ("?material=unobtainium&thickness=1", "there is no 'unobtainium' here"),
        ("?family=oxide&thickness=1", "the nearest is 'oxides'"),
        ("?thickness=" + "1" * 200, "longer than 100 characters"),
    ],
)
def test_what_cannot_be_read_is_named(client: Client, query: str, message: str) -> None:
    assert message in text_of(client, query, 400)


def test_what_is_typed_stays(client: Client) -> None:
    answer = client.get("/place/?thickness=blue&growth_per_cycle=1.2+%C3%85")
    assert 'value="blue"' in answer.content.decode()
    assert 'value="1.2 Å"' in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?thickness=%3C5+nm",
        "?thickness=~50+%C3%85",
        "?thickness=20%E2%80%9330+nm&ionic_conductivity=%3E1e-9",
        "?ohmic_drop=10&current_density=0&thickness=1",
        "?thickness=0&ohmic_drop=0&ionic_conductivity=0",
        "?retention=80&at_cycle=1000000&deposition_temperature=RT",
    ],
)
def test_bounds_ranges_and_nothing_are_placed_without_a_fault(client: Client, query: str) -> None:
    text_of(client, query)
