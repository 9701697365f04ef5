"""Facets and histograms of every list against the same counts in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_kb.api_urls import LISTS
from coatings.models import CoatingRead
from cycling.models import TestRead
from documents.publishing import publish_paper
from documents.tests.documents import paper
from precursors.models import Precursor
from records.filtering.bins import edges_of
from records.read_rows import number_keys
from records.rest import FacetedView
from tests.test_rest_filters import (
    LOOKS_ONLY,
    interval,
    meets,
    values_of_coatings,
    values_of_tests,
)
from tests.test_rest_lists import get

if TYPE_CHECKING:
    from django.test import Client

    from tests.test_rest_filters import Interval

pytestmark = pytest.mark.usefixtures("review")

FACETED = [view for view in LISTS if issubclass(view, FacetedView)]
COATINGS: dict[str, list[Any]] = {
    "material": [["al2o3"], ["al2o3", "lipon"]],
    "technique": [["ALD"], ["MLD", "ALD/MLD"]],
    "element": [["Li"], ["Al", "O"]],
    "role": [["anode"], ["anode", "cathode"]],
    "method": [["SEM"], ["XPS", "Cyc"]],
    "has": [["cycling"], ["thickness"]],
    "contains_organic": [["yes"]],
    "q": ['"lithium"', '"alumina"'],
    "year_min": [2015],
    "thickness_min": ["1 nm"],
    "thickness_max": ["50 Å", 20],
    "deposition_temperature_max": [150],
    "ionic_conductivity_min": ["1e-9 S/cm"],
    "match": ["certain"],
}
TESTS: dict[str, list[Any]] = {
    "material": [["al2o3"]],
    "control": ["bare", "coated"],
    "cell_type": [["half"], ["half", "full"]],
    "comparable": [["yes", "cannot be told"]],
    "claimed": [["better"]],
    "evidence": [["stated", "measured"]],
    "year_max": [2022],
    "retention_min": [80],
    "rate_max": [1],
    "has": [["retention"]],
}


def some_of(filters: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Up to four of these filters at once."""
    names = st.lists(st.sampled_from(sorted(filters)), max_size=4, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries(
            {name: st.sampled_from(filters[name]) for name in chosen}
        )
    )


def ids(client: Client, name: str, query: dict[str, Any]) -> set[int]:
    """The records that the list finds, by the number of their id."""
    found = get(client, f"{name}/", **query, page_size=1000)
    assert found["next"] is None
    return {int(item["id"].removeprefix("ASC-")[1:]) for item in found["results"]}


WORDS_OF_COATINGS: dict[str, Any] = {
    "material": lambda row: [row.material],
    "material_class": lambda row: [row.material_class],
    "element": lambda row: row.elements,
    "technique": lambda row: [row.technique],
    "purpose": lambda row: [row.purpose],
    "review_status": lambda row: [row.review_status],
    "precursor": lambda row: row.precursors,
    "substrate": lambda row: [row.substrate],
    "role": lambda row: [row.role],
    "method": lambda row: row.method_closure,
    "paper": lambda row: [row.paper],
    "via": lambda row: row.via,
    "year": lambda row: [row.year],
    "has": lambda row: row.has,
    "contains_charge_carrier": lambda row: [row.derived["contains_charge_carrier"].get("value")],
    "contains_organic": lambda row: [row.derived["contains_organic"].get("value")],
    "contains_carbonate": lambda row: [row.derived["contains_carbonate"].get("value")],
    "form": lambda row: [row.form],
    "crystallinity": lambda row: [row.crystallinity],
    "phase": lambda row: [row.phase],
    "air_sensitivity": lambda row: [row.air_sensitivity],
    "reactor_type": lambda row: [row.reactor_type],
    "sei_constituents": lambda row: row.sei_constituents,
    "series_of": lambda row: row.series_of,
    "series_against": lambda row: row.series_against,
}
WORDS_OF_TESTS: dict[str, Any] = {
    "material": lambda row: row.materials,
    "substrate": lambda row: [row.substrate],
    "control": lambda row: ["coated" if row.coated else "bare"],
    "cell_type": lambda row: [row.cell_type],
    "review_status": lambda row: [row.review_status],
    "comparable": lambda row: [row.derived["comparable"].get("value")],
    "shown": lambda row: [row.derived["shown"].get("value")],
    "claimed": lambda row: [row.derived["claimed"].get("value")],
    "evidence": lambda row: [row.derived["evidence"].get("value")],
    "paper": lambda row: [row.paper],
    "via": lambda row: row.via,
    "year": lambda row: [row.year],
    "has": lambda row: row.has,
}
NARROWS = {
    *("element", "precursor", "method", "has"),
    *("sei_constituents", "series_of", "series_against"),
}


def check_facets(client: Client, name: str, model: Any, words: Any, query: dict[str, Any]) -> None:
    rows = {row.pk: row for row in model.objects.all()}
    body = get(client, f"{name}/facets/", **query)
    assert body["count"] == len(ids(client, name, query))
    assert body["facets"].keys() == words.keys()
    for parameter, counts in body["facets"].items():
        widens = parameter not in NARROWS
        asked = {n: v for n, v in query.items() if not (widens and n == parameter)}
        expected = Counter(
            word
            for number in ids(client, name, asked)
            for word in words[parameter](rows[number])
            if word
        )
        assert {item["value"]: item["count"] for item in counts} == expected, parameter
        numbers = [item["count"] for item in counts]
        assert numbers == sorted(numbers, reverse=True)


def check_histogram(
    client: Client, name: str, key: str, values: dict[int, list[Interval]], query: dict[str, Any]
) -> None:
    body = get(client, f"{name}/facets/", **query, histograms=key)
    found = body["histograms"][key]
    assert body["facets"] == {}
    chosen = ids(
        client, name, {n: v for n, v in query.items() if n not in {f"{key}_min", f"{key}_max"}}
    )
    having = {number: values[number] for number in chosen if number in values}
    assert found["count"] == len(having)
    assert found["without"] == len(chosen) - len(having)
    bins = found["bins"]
    for place, one in enumerate(bins):
        first, last = place == 0, place == len(bins) - 1

        def falls(value: Interval) -> bool:
            """Whether a value may lie in this bin: what is below its upper end, unless it is
            the last or of whole numbers, and not below its lower end, unless it is the first."""
            above = first or value[1] >= one["low"]  # noqa: B023
            ends = value[0] <= one["high"] if found["whole"] else value[0] < one["high"]  # noqa: B023
            return above and (last or ends)  # noqa: B023

        expected = sum(any(falls(value) for value in values) for values in having.values())
        assert one["count"] == expected, one


@pytest.mark.heavy
@given(query=some_of(COATINGS))
@LOOKS_ONLY
def test_facets_of_coatings_count_what_plain_python_counts(
    client: Client, query: dict[str, Any]
) -> None:
    check_facets(client, "coatings", CoatingRead, WORDS_OF_COATINGS, query)


@pytest.mark.heavy
@given(query=some_of(TESTS))
@LOOKS_ONLY
def test_facets_of_tests_count_what_plain_python_counts(
    client: Client, query: dict[str, Any]
) -> None:
    check_facets(client, "cycling", TestRead, WORDS_OF_TESTS, query)


def years(model: Any) -> dict[int, list[Interval]]:
    return {row.pk: [(row.year, row.year)] for row in model.objects.filter(year__isnull=False)}


@pytest.mark.heavy
@given(query=some_of(COATINGS), key=st.sampled_from(["year", *number_keys("coating")]))
@LOOKS_ONLY
def test_histograms_of_coatings_count_what_plain_python_counts(
    client: Client, query: dict[str, Any], key: str
) -> None:
    values = years(CoatingRead) if key == "year" else values_of_coatings(key)
    check_histogram(client, "coatings", key, values, query)


@pytest.mark.heavy
@given(query=some_of(TESTS), key=st.sampled_from(["year", *number_keys("test")]))
@LOOKS_ONLY
def test_histograms_of_tests_count_what_plain_python_counts(
    client: Client, query: dict[str, Any], key: str
) -> None:
    values = years(TestRead) if key == "year" else values_of_tests(key)
    check_histogram(client, "cycling", key, values, query)


def test_source_temperatures_count_once_for_each_precursor(client: Client) -> None:
    found = get(client, "precursors/facets/")["histograms"]["source_temperature"]
    values = {
        row.key: [
            interval(v.low, v.high)
            for v in row.source_temperatures.filter(missing="", scope="record")
        ]
        for row in Precursor.objects.all()
    }
    having = {key: spans for key, spans in values.items() if spans}
    assert found["count"] == len(having) > 0
    assert found["without"] == len(values) - len(having)
    for one in found["bins"][1:-1]:
        expected = sum(
            any(meets((low, math.nextafter(high, math.inf)), one["low"], None) and low < one["high"]
                for low, high in spans)
            for spans in having.values()
        )  # fmt: skip
        assert one["count"] == expected


@pytest.mark.parametrize("view", FACETED, ids=lambda view: view.plural)
def test_every_facet_of_every_list_counts_what_its_word_finds(client: Client, view: Any) -> None:
    body = get(client, f"{view.plural}/facets/")
    assert body["count"] == get(client, f"{view.plural}/")["count"] > 0
    assert body["facets"].keys() == {facet.parameter for facet in view.filterset_class.FACETS}
    assert body["histograms"].keys() == set(view.filterset_class.HISTOGRAMS)
    filled = 0
    for parameter, counts in body["facets"].items():
        for item in counts[:3]:
            query = (
                {"year_min": item["value"], "year_max": item["value"]}
                if parameter == "year"
                else {parameter: item["value"]}
            )
            assert get(client, f"{view.plural}/", **query)["count"] == item["count"], parameter
            filled += 1
    assert filled > 0
    for key, found in body["histograms"].items():
        assert found["count"] + found["without"] == body["count"]
        for one in found["bins"][:4]:
            reached = get(
                client, f"{view.plural}/", **{f"{key}_min": one["low"], f"{key}_max": one["high"]}
            )
            # the upper end of a bin belongs to the next one
            assert reached["count"] >= one["count"] or found["low"] == one["low"]
            if found["whole"]:
                assert reached["count"] == one["count"]


def test_some_facets_alone_are_counted_where_they_are_named(client: Client) -> None:
    body = get(client, "coatings/facets/", facets="material,role", technique="ALD")
    assert body["facets"].keys() == {"material", "role"}
    assert body["histograms"] == {}
    both = get(client, "coatings/facets/", facets="role", histograms="year,thickness")
    assert list(both["histograms"]) == ["year", "thickness"]
    wrong = get(client, "coatings/facets/", 400, facets="materials")
    assert wrong["errors"][0]["parameter"] == "facets"
    assert "'material'" in wrong["errors"][0]["message"]
    assert "thickness" in get(client, "coatings/facets/", 400, histograms="thicknes")["detail"]


def test_the_bins_stay_where_they_are_while_filters_change(client: Client) -> None:
    document = paper("invented-2020")
    document["coatings"][1]["substrate"]["material"] = "si"
    document["coatings"][1]["measurements"] = [
        {"property": "ionic_conductivity", "value": "10⁻⁴ S cm⁻¹"}
    ]
    publish_paper(document)
    whole = get(client, "coatings/facets/")["histograms"]
    some = get(client, "coatings/facets/", element="Li", thickness_max=5)["histograms"]
    for key, found in whole.items():
        assert [(b["low"], b["high"]) for b in found["bins"]] == [
            (b["low"], b["high"]) for b in some[key]["bins"]
        ]
    assert whole["ionic_conductivity"]["log"]
    assert whole["year"]["whole"]


@given(
    ends=st.tuples(
        st.floats(-1e6, 1e6, allow_subnormal=False), st.floats(-1e6, 1e6, allow_subnormal=False)
    ),
    whole=st.booleans(),
)
def test_bins_hold_every_value_and_are_few_and_rising(
    ends: tuple[float, float], whole: bool
) -> None:
    low, high = sorted(ends)
    if whole:
        low, high = math.floor(low), math.floor(high)
    found = edges_of(low, high, whole=whole)
    assert 1 <= found.number <= 27
    assert list(found.edges) == sorted(set(found.edges))
    assert found.edges[0] <= low
    assert found.spans()[-1][1] >= high


@given(low=st.floats(1e-18, 1e3), decades=st.floats(2.01, 30))
def test_values_over_decades_get_bins_that_are_even_on_a_logarithmic_axis(
    low: float, decades: float
) -> None:
    found = edges_of(low, low * 10**decades)
    assert found.log
    assert found.number <= 27
    assert found.edges[0] <= low
    assert found.edges[-1] >= low * 10**decades
    widths = [math.log10(b / a) for a, b in zip(found.edges, found.edges[1:], strict=False)]
    assert max(widths) - min(widths) < 0.01
