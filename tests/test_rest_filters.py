"""Filters of REST against the same questions answered in plain Python over the whole review."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.api_urls import LISTS
from asc_kb.testing.heavy import times
from coatings.filters.vocabularies import has_words
from coatings.models import CoatingRead, Measurement, Method
from cycling.models import TestCurve, TestRead, TestResult
from records.read_rows import high_column, low_column, number_keys
from records.rest.paging import LARGEST_SIZE
from tests.test_rest_lists import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")

LOOKS_ONLY = settings(
    max_examples=times(15, 60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Interval = tuple[float, float]


def meets(value: Interval, low: float | None, high: float | None) -> bool:
    return (low is None or value[1] >= low) and (high is None or value[0] <= high)


def inside(value: Interval, low: float | None, high: float | None) -> bool:
    return (low is None or value[0] >= low) and (high is None or value[1] <= high)


def interval(low: float | None, high: float | None) -> Interval:
    return (-math.inf if low is None else low, math.inf if high is None else high)


def values_of_coatings(key: str) -> dict[int, list[Interval]]:
    """Printed values of each coating; where none is printed, the derived one."""
    printed: dict[int, list[Interval]] = {}
    for row in Measurement.objects.filter(property=key, missing="", scope="record"):
        printed.setdefault(row.coating_id, []).append(interval(row.low, row.high))
    for row in CoatingRead.objects.all():
        derived = row.derived.get(key, {"missing": "not derived"})
        if row.pk not in printed and "missing" not in derived:
            printed[row.pk] = [interval(derived["low"], derived["high"])]
    return printed


def values_of_tests(key: str) -> dict[int, list[Interval]]:
    """Stated conditions and results of each test; where none is stated, the derived one."""
    stated: dict[int, list[Interval]] = {}
    for row in TestRead.objects.prefetch_related("test__conditions", "test__results"):
        values: list[Any] = [*row.test.conditions.all(), *row.test.results.all()]
        found = [interval(v.low, v.high) for v in values if v.property == key and not v.missing]
        derived = row.derived.get(key, {"missing": "not derived"})
        if not found and "missing" not in derived:
            found = [interval(derived["low"], derived["high"])]
        if found:
            stated[row.pk] = found
    return stated


def ask_and_compare(
    client: Client,
    name: str,
    letter: str,
    key: str,
    values: dict[int, list[Interval]],
    bounds: tuple[float | None, float | None],
    *,
    certain: bool,
) -> None:
    low, high = bounds
    query: dict[str, Any] = {"page_size": LARGEST_SIZE}
    query |= {} if low is None else {f"{key}_min": repr(low)}
    query |= {} if high is None else {f"{key}_max": repr(high)}
    query |= {"match": "certain"} if certain else {}
    found = {item["id"] for item in get(client, f"{name}/", **query)["results"]}
    fits: Callable[[Interval, float | None, float | None], bool] = inside if certain else meets
    expected = {
        f"ASC-{letter}{number:06d}"
        for number, several in values.items()
        if any(fits(value, low, high) for value in several)
    }
    assert found == expected, (key, bounds, certain)


def edges(values: dict[int, list[Interval]]) -> list[float]:
    """Finite ends of the values, and points a little beside and between them."""
    ends = {end for several in values.values() for pair in several for end in pair}
    finite = sorted(end for end in ends if math.isfinite(end))
    middles = [(a + b) / 2 for a, b in pairwise(finite)]
    beside = [finite[0] - abs(finite[0]) - 1, finite[-1] + abs(finite[-1]) + 1] if finite else []
    return sorted({*finite, *middles, *beside})


# The review is the same in every example; reading it anew for each would only take time.
_REMEMBERED: dict[tuple[str, str], dict[int, list[Interval]]] = {}


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "letter", "subject", "values_of"),
    [
        ("coatings", "C", "coating", values_of_coatings),
        ("cycling", "T", "test", values_of_tests),
    ],
)
@given(data=st.data())
@settings(parent=LOOKS_ONLY, max_examples=times(25, 150))
def test_a_value_matches_when_its_interval_meets_the_asked_one(
    client: Client,
    name: str,
    letter: str,
    subject: str,
    values_of: Callable[[str], dict[int, list[Interval]]],
    data: st.DataObject,
) -> None:
    key = data.draw(st.sampled_from(number_keys(subject)))
    if (name, key) not in _REMEMBERED:
        _REMEMBERED[name, key] = values_of(key)
    values = _REMEMBERED[name, key]
    if not values:
        assert get(client, f"{name}/?{key}_min=-1e300")["count"] == 0
        return
    ends = data.draw(st.lists(st.sampled_from(edges(values)), min_size=1, max_size=2).map(sorted))
    both = (ends[0], ends[-1])
    bounds = data.draw(st.sampled_from([both, both, (ends[0], None), (None, ends[-1])]))
    ask_and_compare(client, name, letter, key, values, bounds, certain=data.draw(st.booleans()))


def test_the_review_has_values_that_only_an_exact_check_tells_apart(client: Client) -> None:
    """Some coating or test prints several values of a property: their hull alone would lie."""
    several = CoatingRead.objects.exclude(several=[]).exists()
    stated = Counter(TestResult.objects.filter(missing="").values_list("test_id", "property"))
    assert several or max(stated.values()) > 1


def test_a_hull_does_not_match_between_two_printed_values(client: Client) -> None:
    row = CoatingRead.objects.get(pk=1)
    for number, value in enumerate(("5", "50")):
        Measurement.objects.create(
            coating_id=1,
            property="roughness",
            printed=f"{value} nm",
            qualifier="exact",
            low=float(value),
            high=float(value),
            unit="nm",
            position=100 + number,
        )
    row.several = ["roughness"]
    row.roughness_low, row.roughness_high = 5.0, 50.0
    row.save(update_fields=["several", "roughness_low", "roughness_high"])

    def found(**query: Any) -> bool:
        items = get(client, "coatings/", paper="chen-2017", **query)["results"]
        return "ASC-C000001" in {item["id"] for item in items}

    assert not found(roughness_min="10", roughness_max="20")
    assert found(roughness_min="4", roughness_max="6")
    assert found(roughness_min="4", roughness_max="6", match="certain")
    assert not found(roughness_min="6", roughness_max="49", match="certain")
    assert found(roughness_min="10")


def test_a_hull_does_not_match_between_two_stated_results(client: Client) -> None:
    row = TestRead.objects.filter(retention_low=None).order_by("pk")[0]
    for number, value in enumerate((97.0, 41.0)):
        TestResult.objects.create(
            test_id=row.pk,
            property="retention",
            printed=f"{value} %",
            qualifier="exact",
            low=value,
            high=value,
            unit="%",
            position=100 + number,
        )
    TestRead.objects.filter(pk=row.pk).update(retention_low=41.0, retention_high=97.0)

    def found(**query: Any) -> bool:
        items = get(client, "cycling/", page_size=LARGEST_SIZE, **query)["results"]
        return f"ASC-T{row.pk:06d}" in {item["id"] for item in items}

    assert not found(retention_min="60", retention_max="90")
    assert found(retention_min="40", retention_max="50")
    assert found(retention_min="40", retention_max="50", match="certain")
    assert not found(retention_min="50", retention_max="96", match="certain")


def test_a_bound_may_come_with_its_own_unit(client: Client) -> None:
    in_nm = get(client, "coatings/", thickness_max="20", page_size=1000)["results"]
    in_angstrom = get(client, "coatings/", thickness_max="200 Å", page_size=1000)["results"]
    assert [i["id"] for i in in_nm] == [i["id"] for i in in_angstrom] != []
    per_cm = get(client, "coatings/", ionic_conductivity_min="1e-8")["count"]
    per_m = get(client, "coatings/", ionic_conductivity_min="1e-6 S/m")["count"]
    assert per_cm == per_m > 0


def rows(column: str) -> dict[str, Any]:
    return {
        f"ASC-C{number:06d}": value
        for number, value in CoatingRead.objects.values_list("pk", column)
    }


NARROWING = {"element": "elements", "precursor": "precursors", "has": "has"}
WIDENING = {
    "material": "material",
    "material_class": "material_class",
    "technique": "technique",
    "purpose": "purpose",
    "substrate": "substrate",
    "role": "role",
    "paper": "paper",
}


@pytest.mark.heavy
@given(data=st.data())
@LOOKS_ONLY
def test_a_repeated_word_narrows_or_widens_as_the_contract_says(
    client: Client, data: st.DataObject
) -> None:
    parameter = data.draw(st.sampled_from([*NARROWING, *WIDENING, "method"]))
    if parameter == "method":
        paths = dict(Method.objects.values_list("key", "path"))
        held = {
            ident: {above for key in methods for above in paths[key]}
            for ident, methods in rows("methods").items()
        }
    elif parameter in NARROWING:
        held = {ident: set(value) for ident, value in rows(NARROWING[parameter]).items()}
    else:
        held = {ident: {value} for ident, value in rows(WIDENING[parameter]).items()}
    words = sorted({word for several in held.values() for word in several if word})
    asked = set(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    query: dict[str, Any] = {parameter: sorted(asked), "page_size": LARGEST_SIZE}
    found = {item["id"] for item in get(client, "coatings/", **query)["results"]}
    if parameter in WIDENING:
        assert found == {ident for ident, several in held.items() if asked & several}
    else:
        assert found == {ident for ident, several in held.items() if asked <= several}


@pytest.mark.heavy
@given(data=st.data())
@LOOKS_ONLY
def test_what_is_excluded_is_in_none_of_the_results(client: Client, data: st.DataObject) -> None:
    parameter, column = data.draw(
        st.sampled_from([("without_element", "elements"), ("without_precursor", "precursors")])
    )
    held = {ident: set(value) for ident, value in rows(column).items()}
    words = sorted({word for several in held.values() for word in several})
    asked = set(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    query: dict[str, Any] = {parameter: sorted(asked), "page_size": LARGEST_SIZE}
    found = {item["id"] for item in get(client, "coatings/", **query)["results"]}
    assert found == {ident for ident, several in held.items() if not asked & several}


def test_years_bound_what_was_reported_when(client: Client) -> None:
    found = get(client, "coatings/?year_min=2019&year_max=2020&page_size=1000")
    years = [year for year in rows("year").values() if year is not None]
    assert found["count"] == sum(2019 <= year <= 2020 for year in years) > 0
    assert {item["paper"]["year"] for item in found["results"]} == {2019, 2020}


def test_a_paper_goes_by_key_or_by_id_and_so_does_the_review(client: Client) -> None:
    by_key = get(client, "coatings/?paper=chen-2017")
    by_id = get(client, "coatings/?paper=ASC-P000045")
    assert [i["id"] for i in by_key["results"]] == [i["id"] for i in by_id["results"]] != []
    assert get(client, "coatings/?via=ASC-P000001")["count"] == CoatingRead.objects.count()


def test_a_test_ran_for_as_many_cycles_as_something_was_stated_at(client: Client) -> None:
    def last(row: TestRead) -> float:
        stated = [
            math.inf if r.at_cycle_high is None else r.at_cycle_high
            for r in row.test.results.all()
            if r.at_cycle_printed
        ]
        stated += [
            math.inf if r.high is None else r.high
            for r in row.test.results.all()
            if r.property in {"lifetime", "stable_cycles"} and not r.missing
        ]
        points = TestCurve.objects.filter(test=row.pk).values_list("last_cycle", flat=True)
        return max([0.0, *stated, *(cycle or 0.0 for cycle in points)])

    lasts = {f"ASC-T{row.pk:06d}": last(row) for row in TestRead.objects.all()}
    for cycles in (1, 100, 200, 500, 1000, 5000):
        found = get(client, f"cycling/?cycles_min={cycles}&page_size=1000")["results"]
        assert {i["id"] for i in found} == {i for i, end in lasts.items() if end >= cycles}
    assert any(end >= 200 for end in lasts.values())


def test_bare_and_coated_tests_together_are_all(client: Client) -> None:
    bare = get(client, "cycling/?control=bare&page_size=1000")["results"]
    coated = get(client, "cycling/?control=coated&page_size=1000")["results"]
    assert all(item["coating"] is None for item in bare)
    assert all(item["coating"] or item["also_coated"] for item in coated)
    assert len(bare) + len(coated) == TestRead.objects.count()


def test_tests_of_a_coating_are_those_its_record_names(client: Client) -> None:
    for item in get(client, "coatings/?has=cycling&page_size=1000")["results"]:
        record = client.get(item["url"]).json()
        found = get(client, f"cycling/?coating={item['id']}&page_size=1000")["results"]
        assert [test["id"] for test in found] == record["cycling"] != []


@pytest.mark.parametrize(
    "asked", ["alumina", "TMA", "trimethylaluminum", "Al₂O₃", "al2o3", "Chen 2017", "ASC-C000001"]
)
def test_the_film_of_alumina_is_found_by_any_of_its_names(client: Client, asked: str) -> None:
    found = get(client, "coatings/", q=asked, page_size=1000)["results"]
    assert "ASC-C000001" in {item["id"] for item in found}


@pytest.mark.parametrize("asked", ["LiOtBu", "LiOᵗBu", "liotbu", "lithium tert-butoxide"])
def test_lithium_butoxide_is_found_in_every_typography(client: Client, asked: str) -> None:
    found = get(client, "coatings/", q=asked, page_size=1000)["results"]
    expected = get(client, "coatings/", precursor="liotbu", page_size=1000)["results"]
    assert {i["id"] for i in expected} <= {i["id"] for i in found}
    assert expected


def test_a_slip_in_a_search_offers_the_spelling(client: Client) -> None:
    body = get(client, "coatings/", q="alumnia")
    assert body["count"] == 0
    assert body["did_you_mean"] == "alumina"
    assert get(client, "coatings/", q=body["did_you_mean"])["count"] > 0


@pytest.mark.heavy
@given(data=st.data())
@LOOKS_ONLY
def test_a_facet_counts_what_adding_its_word_would_find(
    client: Client, data: st.DataObject
) -> None:
    starts: list[dict[str, Any]] = [
        {},
        {"technique": "ALD"},
        {"element": "Li"},
        {"material": ["al2o3", "lipon"]},
        {"method": "SEM"},
        {"role": "anode", "has": "cycling"},
        {"q": "graphite"},
    ]
    start = data.draw(st.sampled_from(starts))
    body = get(client, "coatings/facets/", **start)
    assert body["count"] == get(client, "coatings/", **start)["count"]
    parameter = data.draw(st.sampled_from(sorted(p for p in body["facets"] if p != "year")))
    if not body["facets"][parameter]:
        return
    choice = data.draw(st.sampled_from(body["facets"][parameter]))
    narrows = parameter in {"element", "precursor", "method", "has"}
    already = start.get(parameter, [])
    held = [already] if isinstance(already, str) else list(already)
    query = {**start, parameter: [*held, choice["value"]] if narrows else choice["value"]}
    assert choice["count"] == get(client, "coatings/", **query)["count"] > 0


def test_facets_of_an_empty_set_count_nothing_in_it(client: Client) -> None:
    body = get(client, "coatings/facets/?element=Li&without_element=Li")
    assert body["count"] == 0
    assert all(counts == [] for counts in body["facets"].values())
    widened = get(client, "coatings/facets/?technique=MLD&element=Al")["facets"]["technique"]
    assert {"ALD", "ALD/MLD"} <= {item["value"] for item in widened}


def test_every_word_of_has_is_a_question_that_can_be_asked(client: Client) -> None:
    for word in has_words():
        found = get(client, f"coatings/?has={word}&page_size=1000")["results"]
        assert all(word in item["has"] for item in found)


def test_every_numeric_property_has_both_bounds(client: Client) -> None:
    for name, subject in (("coatings", "coating"), ("cycling", "test")):
        view = next(view for view in LISTS if view.plural == name)
        for key in number_keys(subject):
            assert {f"{key}_min", f"{key}_max"} <= view.filterset_class.base_filters.keys()
            assert low_column(key) != high_column(key)


def test_what_air_does_and_what_a_natural_sei_holds_is_found(client: Client) -> None:
    """As the review says it: by filter, in words, in the facets, and on the page."""

    def keys(address: str) -> set[str]:
        return {one["key"] for one in client.get(f"/api/v1/{address}").json()["results"]}

    assert keys("precursors/?air_sensitivity=pyrophoric") == {"tma"}
    assert {"liotbu", "li-hmds"} <= keys("precursors/?air_sensitivity=air-sensitive")
    assert keys("precursors/?q=pyrophoric precursors") == {"tma"}
    constituents = {"lif", "naf", "li2o", "li2co3", "li-eg-co2"}
    assert keys("materials/?in_natural_sei=true") == constituents
    assert keys("materials/?q=natural SEI") == constituents
    assert keys("materials/?air_sensitivity=air-sensitive") == {"li-eg", "li-hq"}
    assert client.get("/api/v1/materials/lif/").json()["in_natural_sei"] is True
    assert client.get("/api/v1/materials/al2o3/").json()["in_natural_sei"] is False
    assert "pyrophoric" in client.get("/precursors/tma/").content.decode()
    assert "found in it" in client.get("/materials/lif/").content.decode()
    listed = client.get("/materials/?in_natural_sei=true").content.decode()
    assert 'href="/materials/lif/"' in listed
    assert 'href="/materials/al2o3/"' not in listed
