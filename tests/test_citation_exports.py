"""Every list gives its papers, whole, to reference managers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy

from asc_kb.api_urls import LISTS
from coatings.models import CoatingRead
from cycling.models import TestRead
from literature.citation_files import CitedRecordsView
from literature.models import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")

NAMES = [
    view.plural
    for view in LISTS
    if issubclass(view, CitedRecordsView) and view.plural != "series"  # the review has none
]
READERS: dict[str, Callable[[str], list[str]]] = {
    "bibtex": lambda text: [entry["ID"] for entry in bibtexparser.loads(text).entries],
    "ris": lambda text: [record["id"] for record in rispy.loads(text)],
    "csl": lambda text: [item["id"] for item in json.loads(text)],
}


def keys(client: Client, address: str, form: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{address}", {"format": form, **query})
    assert response.status_code == 200, response.content[:500]
    return READERS[form](response.getvalue().decode())


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
def test_the_list_of_papers_is_given_whole(client: Client, form: str) -> None:
    found = keys(client, "papers/", form)
    assert found == list(Paper.objects.order_by("pk").values_list("key", flat=True))
    assert len(set(found)) == len(found) > 100


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
def test_a_selection_of_coatings_gives_exactly_its_papers(client: Client, form: str) -> None:
    rows = CoatingRead.objects.filter(material="al2o3")
    wanted = set(rows.values_list("paper", flat=True))
    assert len(wanted) > 1
    found = keys(client, "coatings/", form, material="al2o3")
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_a_selection_of_tests_gives_exactly_its_papers(client: Client) -> None:
    wanted = set(TestRead.objects.filter(cell_type="full").values_list("paper", flat=True))
    assert set(keys(client, "cycling/", "bibtex", cell_type="full")) == wanted != set()


@pytest.mark.parametrize("name", NAMES)
def test_every_list_gives_papers_that_are_on_record(client: Client, name: str) -> None:
    found = keys(client, f"{name}/", "csl")
    assert found
    assert set(found) <= set(Paper.objects.values_list("key", flat=True))


def test_a_method_brings_the_papers_of_the_methods_below_it(client: Client) -> None:
    rows = CoatingRead.objects.filter(method_closure__contains=["SEM"])
    wanted = set(rows.values_list("paper", flat=True))
    assert set(keys(client, "methods/", "bibtex", q="SEM")) == wanted


def test_the_order_asked_for_is_the_order_of_the_citations(client: Client) -> None:
    found = keys(client, "papers/", "ris", ordering="-year,key")
    years = dict(Paper.objects.values_list("key", "year"))
    dated = [year for key in found if (year := years[key]) is not None]
    assert dated == sorted(dated, reverse=True)


@pytest.mark.parametrize("address", ["papers/ASC-P000045/", "papers/chen-2017/"])
def test_one_paper_is_given_by_id_and_by_key(client: Client, address: str) -> None:
    key = Paper.objects.by_public_id(address.split("/")[1]).get().key
    assert keys(client, address, "bibtex") == [key]


def test_a_coating_and_a_test_give_the_paper_that_reports_them(client: Client) -> None:
    assert keys(client, "coatings/ASC-C000001/", "ris") == [CoatingRead.objects.get(pk=1).paper]
    assert keys(client, "cycling/ASC-T000001/", "csl") == [TestRead.objects.get(pk=1).paper]


def test_the_media_type_can_be_asked_for_instead(client: Client) -> None:
    response = client.get("/api/v1/papers/", headers={"accept": "application/x-bibtex"})
    assert response.headers["Content-Type"] == "application/x-bibtex"
    assert response.headers["Content-Disposition"] == 'attachment; filename="papers.bib"'
    plain = client.get("/api/v1/papers/", headers={"accept": "text/html,*/*;q=0.8"})
    assert plain.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("format=bibtex&page=2", "page"),
        ("format=ris&page_size=10", "page_size"),
        ("format=csl&cursor=", "cursor"),
        ("format=bibtex&fields=key", "fields"),
        ("format=bibtx", "format"),
        ("format=bibtex&year_min=soon", "year_min"),
    ],
)
def test_what_has_no_part_in_a_file_is_refused_by_name(
    client: Client, query: str, parameter: str
) -> None:
    response = client.get(f"/api/v1/papers/?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


def test_a_withdrawn_or_unknown_paper_is_a_problem_in_every_form(client: Client) -> None:
    response = client.get("/api/v1/papers/ASC-P999999/?format=bibtex")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_nothing_found_is_an_empty_file(client: Client) -> None:
    assert keys(client, "papers/", "csl", q="nothingofthekind") == []
    response = client.get("/api/v1/papers/?format=bibtex&q=nothingofthekind")
    assert response.getvalue() == b""


def test_the_file_costs_one_query_however_long(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):  # a savepoint, a cursor, and its release
        keys(client, "coatings/", "ris")


@pytest.mark.parametrize("name", ["properties", "measurements/ASC-C000001-1"])
def test_where_no_paper_stands_behind_it_there_is_no_such_format(client: Client, name: str) -> None:
    response = client.get(f"/api/v1/{name}/?format=bibtex")
    assert response.status_code == 400
