"""A list page and its REST list, asked with the same query, show the same records in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    "substrate": ["li-metal"],
    "material": ["li-hq"],
    "rate_min": ["1C", "C/5"],
    "comparable": ["yes", "unknown"],
    "ordering": ["-year", "id"],
    "page_size": ["5", "1000"],
}
LISTS = {"coatings": COATING, "cycling": CYCLING}
WALKS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
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
    """Status and ids of a list page, in the order they stand on it, each once."""
    response = client.get(f"/{room}/?{tail}")
    table = response.content.decode().split("<tbody", 1)[-1].split("</tbody>", 1)[0]
    found = re.findall(rf'href="/{room}/(ASC-[CT]\d+)/"', table)
    return response.status_code, list(dict.fromkeys(found))


def rest_ids(client: Client, room: str, tail: str) -> tuple[int, list[str]]:
    response = client.get(f"/api/v1/{room}/?{tail}")
    body: dict[str, Any] = response.json()
    return response.status_code, [row["id"] for row in body.get("results", [])]


@WALKS
@given(query=queries(COATING))
def test_the_page_of_coatings_shows_what_rest_answers(
    client: Client, query: list[tuple[str, str]]
) -> None:
    tail = urlencode(query)
    assert page_ids(client, "coatings", tail) == rest_ids(client, "coatings", tail)


@WALKS
@given(query=queries(CYCLING))
def test_the_page_of_tests_shows_what_rest_answers(
    client: Client, query: list[tuple[str, str]]
) -> None:
    tail = urlencode(query)
    assert page_ids(client, "cycling", tail) == rest_ids(client, "cycling", tail)


@pytest.mark.parametrize("room", LISTS)
@pytest.mark.parametrize("tail", ["colour=red", "year_min=soon", "page=999"])
def test_a_wrong_query_is_the_same_refusal_on_both(client: Client, room: str, tail: str) -> None:
    page, _ = page_ids(client, room, tail)
    rest, _ = rest_ids(client, room, tail)
    assert page == rest
    assert page in (400, 404)
