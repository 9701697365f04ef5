"""What REST refuses, by name, and what no query can break."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asc_kb.api_urls import LISTS
from asc_kb.testing.heavy import times
from coatings.models import CoatingRead
from tests.test_rest_filters import LOOKS_ONLY
from tests.test_rest_lists import get, ident, walk

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")


@pytest.mark.parametrize(
    ("name", "query", "parameter", "said"),
    [
        ("coatings", "materal=al2o3", "materal", "the nearest is 'material'"),
        ("coatings", "material=alumina", "material", "the nearest is 'al2o3'"),
        ("coatings", "material=al2o4", "material", "the nearest is 'al2o3'"),
        ("coatings", "precursor=trimethylaluminum", "precursor", "the nearest is 'tma'"),
        ("coatings", "element=al", "element", "the nearest is 'Al'"),
        ("coatings", "method=sem", "method", "the nearest is 'SEM'"),
        ("coatings", "technique=ald", "technique", "the nearest is 'ALD'"),
        ("coatings", "has=thicknes", "has", "the nearest is 'thickness'"),
        ("coatings", "paper=chen-2071", "paper", "the nearest is 'chen-2017'"),
        ("coatings", "thickness_min=thin", "thickness_min", "'thin'"),
        ("coatings", "thickness_min=5 V", "thickness_min", "nm"),
        ("coatings", "thickness_min=5&thickness_min=6", "thickness_min", "takes one value"),
        ("coatings", "thickness_min=9&thickness_max=1", "thickness_min", "above thickness_max"),
        ("coatings", "match=sure", "match", "'certain'"),
        ("coatings", "year_min=twenty", "year_min", "whole number"),
        ("coatings", "ordering=-yaer", "ordering", "the nearest is 'year'"),
        ("coatings", "ordering=year,-year", "ordering", "named twice"),
        ("coatings", "page_size=1001", "page_size", "1000"),
        ("coatings", "page_size=0", "page_size", "whole number from 1"),
        ("coatings", "page=one", "page", "whole number from 1"),
        ("coatings", "format=jsn", "format", "the nearest is 'json'"),
        ("coatings", "cursor=abc", "cursor", "an empty one begins"),
        ("coatings", "cursor=&page=2", "cursor", "cannot be combined"),
        ("cycling", "coating=ASC-C999999", "coating", "the nearest is 'ASC-C0000"),
        ("cycling", "control=uncoated", "control", "the nearest is 'coated'"),
        ("cycling", "rate_min=fast", "rate_min", "'fast'"),
        ("precursors", "kind=organc", "kind", "the nearest is 'organic'"),
        ("papers", "via=madadi", "via", "the nearest is 'madadi-2025'"),
        ("properties", "kind=measurd", "kind", "the nearest is 'measured'"),
        ("measurements", "property=conductivity", "property", "_conductivity'"),
        ("coatings/facets", "page=2", "page", "there is no such parameter"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(
    client: Client, name: str, query: str, parameter: str, said: str
) -> None:
    response = client.get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert error["parameter"] == parameter
    assert said in error["message"]


def test_an_empty_field_of_a_form_asks_nothing(client: Client) -> None:
    everything = get(client, "coatings/")["count"]
    assert get(client, "coatings/?q=&material=&thickness_min=&ordering=")["count"] == everything


PARAMETERS = sorted({p for view in LISTS for p in view.filterset_class.parameters()})
WORDS = ["al2o3", "tma", "Li", "SEM", "ALD", "chen-2017", "ASC-P000045", "5", "-1", "50 Å", "RT"]
VALUES = st.one_of(st.sampled_from(WORDS), st.text(max_size=20), st.integers().map(str))


@pytest.mark.heavy
@given(
    name=st.sampled_from([*[view.plural for view in LISTS], "coatings/facets"]),
    query=st.dictionaries(
        st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=10)),
        st.lists(VALUES, min_size=1, max_size=3),
        max_size=4,
    ),
)
@settings(parent=LOOKS_ONLY, max_examples=times(40, 300))
def test_no_query_breaks_the_server(client: Client, name: str, query: dict[str, list[str]]) -> None:
    response = client.get(f"/api/v1/{name}/", query)
    assert response.status_code in {200, 400, 404}
    body = response.json()
    if response.status_code == 400:
        assert body["errors"]
        assert {error["parameter"] for error in body["errors"]} <= {*query, "fields"}


@pytest.mark.heavy
@given(name=st.sampled_from([view.plural for view in LISTS]), key=st.text(min_size=1, max_size=30))
@LOOKS_ONLY
def test_no_id_breaks_the_server(client: Client, name: str, key: str) -> None:
    response = client.get(f"/api/v1/{name}/{quote(key, safe='')}/")
    assert response.status_code in {200, 400, 404, 410}


@pytest.mark.heavy
@given(token=st.one_of(st.text(max_size=40), st.binary(max_size=40).map(lambda b: b.hex())))
@LOOKS_ONLY
def test_no_cursor_breaks_the_server(client: Client, token: str) -> None:
    response = client.get("/api/v1/coatings/", {"cursor": token})
    assert response.status_code == (200 if token == "" else 400)


def test_a_cursor_never_skips_or_repeats_while_records_come_and_go(client: Client) -> None:
    body = get(client, "coatings/?cursor=&page_size=10&ordering=-year")
    gone = walk(client, get(client, "coatings/?ordering=-year&page_size=1000"))[30]
    met = [ident(item) for item in body["results"]]
    CoatingRead.objects.filter(pk=int(ident(gone)[5:])).delete()
    while body["next"]:
        body = client.get(body["next"]).json()
        met += [ident(item) for item in body["results"]]
    left = {f"ASC-C{number:06d}" for number in CoatingRead.objects.values_list("pk", flat=True)}
    assert len(met) == len(set(met))
    assert set(met) == left


def test_a_line_end_in_an_address_is_a_problem_like_any_other(client: Client) -> None:
    for address in ("papers/a%0Ab/c/", "submissions/x%0A/files/y%0Cz"):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("application/problem+json")
