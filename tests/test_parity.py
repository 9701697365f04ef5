"""A list page and its REST list, asked with the same query, show the same records in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.testing.heavy import times

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")

COATING = {
    "q": ["alumina", "LiOtBu", "LiOᵗBu", "TMA", "trimethylaluminum", "lithium", "meng 2024"],
    "material": ["al2o3", "lipon", "li-hq"],
    "material_class": ["inorganic", "hybrid"],
    "element": ["Li", "O", "F"],
    "without_element": ["P", "Li"],
    "technique": ["ALD", "MLD", "ALD/MLD"],
    "precursor": ["liotbu", "h2o", "eg"],
    "without_precursor": ["h2o", "tma"],
    "substrate": ["li-metal", "na-metal"],
    "role": ["anode", "model"],
    "method": ["SEM", "XPS", "Cyc"],
    "purpose": ["artificial SEI", "protective barrier"],
    "review_status": ["reviewed", "not reviewed"],
    "year_min": ["2016", "2020"],
    "has": ["cycling", "ionic_conductivity", "thickness"],
    "thickness_max": ["50 Å", "100"],
    "deposition_temperature_max": ["150", "400 K"],
    "match": ["certain"],
    "ordering": ["-year", "material", "id", "-thickness"],
    "page_size": ["7", "1000"],
}
CYCLING = {
    "q": ["lithium", "graphite"],
    "control": ["bare", "coated"],
    "cell_type": ["full", "symmetric"],
    "review_status": ["reviewed", "not reviewed"],
    "substrate": ["li-metal"],
    "material": ["li-hq"],
    "rate_min": ["1C", "C/5"],
    "comparable": ["yes", "cannot be told"],
    "ordering": ["-year", "id"],
    "page_size": ["5", "1000"],
}
PRECURSORS = {
    "q": ["lithium", "tma", "butoxide"],
    "kind": ["metal", "organic"],
    "element": ["Li", "C", "Al"],
    "without_element": ["N"],
    "state": ["solid", "liquid"],
    "source_temperature_max": ["60", "400 K"],
    "molar_mass_max": ["100"],
    "has": ["source_temperature", "smiles"],
    "ordering": ["-molar_mass", "name"],
}
MATERIALS = {
    "q": ["lithium", "oxide"],
    "material_class": ["inorganic", "hybrid"],
    "element": ["Li", "O"],
    "without_element": ["C"],
    "structure": ["single", "mixture"],
    "molar_mass_min": ["50"],
    "technique": ["ALD", "MLD"],
    "purpose": ["protective barrier"],
    "substrate": ["li-metal"],
    "ordering": ["-molar_mass", "name", "-used_in"],
}
PROCESSES = {
    "q": ["lithium", "tma"],
    "material": ["al2o3", "lipon"],
    "element": ["Li"],
    "precursor": ["liotbu", "h2o"],
    "without_precursor": ["h2o"],
    "technique": ["ALD", "MLD"],
    "substrate": ["li-metal"],
    "ordering": ["-key", "material"],
}
SUBSTRATES = {
    "q": ["li", "carbon"],
    "role": ["anode", "cathode", "model"],
    "material_class": ["inorganic", "hybrid"],
    "material": ["al2o3", "lipon"],
    "technique": ["ALD"],
    "purpose": ["artificial SEI"],
    "ordering": ["-name", "-used_in"],
}
METHODS = {"q": ["microscopy", "xps"], "method": ["SEM", "TEM"], "ordering": ["-key", "name"]}
PAPERS = {
    "q": ["meng", "lithium"],
    "has": ["coatings", "cycling", "source_temperatures"],
    "year_min": ["2018"],
    "year_max": ["2022"],
    "ordering": ["-year", "citation", "-coatings"],
}
LISTS = {
    "coatings": COATING,
    "cycling": CYCLING,
    "precursors": PRECURSORS,
    "materials": MATERIALS,
    "processes": PROCESSES,
    "substrates": SUBSTRATES,
    "methods": METHODS,
    "papers": PAPERS,
}
WALKS = settings(
    max_examples=times(6, 20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def queries(parameters: dict[str, list[str]]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """A few parameters, some of them given twice where that means and or or."""
    pair = st.sampled_from([(name, word) for name, words in parameters.items() for word in words])
    once = {"q", "year_min", "match", "ordering", "page_size"}
    once |= {name for name in parameters if name.endswith(("_min", "_max"))}

    def kept(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        names = [name for name, _ in pairs]
        return [p for i, p in enumerate(pairs) if p[0] not in once or names.index(p[0]) == i]

    return st.lists(pair, max_size=4, unique=True).map(kept)


def page_ids(client: Client, room: str, tail: str) -> tuple[int, list[str]]:
    """Status and ids of a list page, in the order of its rows: each row leads to its record."""
    response = client.get(f"/{room}/?{tail}")
    table = response.content.decode().split("<tbody", 1)[-1].split("</tbody>", 1)[0]
    rows = re.split(r"<tr\b", table)[1:]
    found = [re.search(rf'href="/{room}/([^/"]+)/"', row) for row in rows]
    return response.status_code, [match[1] for match in found if match]


def rest_ids(client: Client, room: str, tail: str) -> tuple[int, list[str]]:
    response = client.get(f"/api/v1/{room}/?{tail}")
    body: dict[str, Any] = response.json()
    return response.status_code, [row.get("id") or row["key"] for row in body.get("results", [])]


@pytest.mark.heavy
@pytest.mark.parametrize("room", LISTS)
@WALKS
@given(data=st.data())
def test_a_page_shows_what_rest_answers(client: Client, room: str, data: st.DataObject) -> None:
    tail = urlencode(data.draw(queries(LISTS[room])))
    assert page_ids(client, room, tail) == rest_ids(client, room, tail)


@pytest.mark.heavy
@pytest.mark.parametrize("room", LISTS)
@settings(WALKS, max_examples=times(3, 5))
@given(data=st.data())
def test_a_script_gets_the_same_rows_in_the_part_that_it_replaces(
    client: Client, room: str, data: st.DataObject
) -> None:
    tail = urlencode(data.draw(queries(LISTS[room])))
    whole = client.get(f"/{room}/?{tail}")
    part = client.get(f"/{room}/?{tail}", headers={"HX-Request": "true"})
    inside = whole.content.decode().split('<div id="browse"', 1)[1].split("</main>", 1)[0]
    assert part.content.decode().split('<div id="browse"', 1)[1].strip() == inside.strip()
    shown = urlsplit(part["HX-Push-Url"])
    assert shown.path == f"/{room}/"
    assert parse_qs(shown.query) == parse_qs(tail)
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("room", LISTS)
@pytest.mark.parametrize("tail", ["colour=red", "page_size=many", "page=999", "fields=colour"])
def test_a_wrong_query_is_the_same_refusal_on_both(client: Client, room: str, tail: str) -> None:
    page, _ = page_ids(client, room, tail)
    rest, _ = rest_ids(client, room, tail)
    assert page == rest
    assert page in (400, 404)
