"""Lists and records of REST over the whole review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from asc_kb.api_urls import LISTS
from coatings.models import CoatingRead
from records.models import Kind, PublicId
from tests.world import grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")

# the review has no series: coatings/tests/test_series.py holds theirs
NAMES = [view.plural for view in LISTS if view.plural != "series"]

VERSION = 1  # every answer asks once for the version of the data it is read from

# Queries of a list: its count, its page, and what the rows of the page need together.
QUERIES_OF_LIST = {
    "precursors": 4,
    "materials": 5,
    "substrates": 4,
    "methods": 4,
    "processes": 6,
    "coatings": 4,
    "measurements": 2,
    "cycling": 4,
    "papers": 5,
    "properties": 0,
    "results": 2,
    "pairs": 2,
}
RECORDS = {
    "precursors": ("liotbu", 4),
    "materials": ("al2o3", 5),
    "substrates": ("li-metal", 3),
    "methods": ("SEM", 3),
    "processes": ("al2o3-tma-h2o", 5),
    "coatings": ("ASC-C000001", 6),
    "measurements": ("ASC-C000001-1", 1),
    "cycling": ("ASC-T000001", 3),
    "papers": ("ASC-P000045", 5),
    "properties": ("thickness", 0),
    "results": ("ASC-C000031-1", 1),
    "pairs": ("ASC-T000034-ASC-T000033", 1),
}


def get(client: Client, address: str, status: int = 200, **query: Any) -> Any:
    response = client.get(f"/api/v1/{address}", query)
    assert response.status_code == status, response.content[:500]
    return response.json()


def walk(client: Client, body: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(body["results"])
    while body["next"]:
        body = client.get(body["next"]).json()
        found += body["results"]
    return found


def ident(record: dict[str, Any]) -> str:
    return str(record.get("id") or record["key"])


@pytest.mark.parametrize("name", NAMES)
def test_the_queries_of_a_list_do_not_grow_with_the_data(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most so many: a process that has read the index before asks once less."""
    with django_assert_max_num_queries(QUERIES_OF_LIST[name] + VERSION):
        before = get(client, f"{name}/", page_size=1000)["count"]
    grow(4)
    with django_assert_max_num_queries(QUERIES_OF_LIST[name] + VERSION):
        after = get(client, f"{name}/", page_size=1000)["count"]
    assert after > before or name in {
        "precursors",
        "materials",
        "substrates",
        "methods",
        "properties",
        "processes",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_record_takes_a_fixed_number_of_queries(
    client: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key, queries = RECORDS[name]
    with django_assert_num_queries(queries + VERSION):
        get(client, f"{name}/{key}/")
    grow(4)
    with django_assert_num_queries(queries + VERSION):
        get(client, f"{name}/{key}/")


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_a_list_is_found_at_its_own_address(client: Client, name: str) -> None:
    for item in get(client, f"{name}/", page_size=1000)["results"]:
        response = client.get(item["url"])
        assert response.status_code == 200, item["url"]
        record = response.json()
        assert ident(record) == ident(item)
        assert record["page"] == item["page"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_walking_by_page_and_by_cursor_meets_every_record_once(
    client: Client, name: str, size: int
) -> None:
    if size == 1:
        size = 13 if name in {"papers", "precursors", "properties"} else 5
    first = get(client, f"{name}/", page_size=size)
    by_page = [ident(item) for item in walk(client, first)]
    by_cursor = [
        ident(item) for item in walk(client, get(client, f"{name}/?cursor=&page_size={size}"))
    ]
    assert by_page == by_cursor
    assert len(by_page) == len(set(by_page)) == first["count"]


@pytest.mark.parametrize("view", [view for view in LISTS if view.plural in NAMES], ids=NAMES)
def test_every_order_walks_the_same_records_with_absent_values_last(
    client: Client, view: Any
) -> None:
    everything = sorted(ident(i) for i in get(client, f"{view.plural}/", page_size=1000)["results"])
    for name in view.filterset_class.ORDERINGS:
        for order in (name, f"-{name}"):
            address = f"{view.plural}/?cursor=&page_size=25&ordering={order}"
            walked = [ident(item) for item in walk(client, get(client, address))]
            whole = get(client, f"{view.plural}/", page_size=1000, ordering=order)["results"]
            assert walked == [ident(item) for item in whole], order
            assert sorted(walked) == everything, order


def test_coatings_sorted_by_year_fall_and_rise(client: Client) -> None:
    rising = [
        i["paper"]["year"] for i in get(client, "coatings/?ordering=year&page_size=1000")["results"]
    ]
    falling = [
        i["paper"]["year"]
        for i in get(client, "coatings/?ordering=-year&page_size=1000")["results"]
    ]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert rising[0] < rising[-1]


def test_coatings_without_a_thickness_come_last_in_both_directions(client: Client) -> None:
    for order in ("thickness", "-thickness"):
        items = get(client, f"coatings/?ordering={order}&page_size=1000")["results"]
        known = ["thickness" in item["has"] for item in items]
        assert known == sorted(known, reverse=True)
        assert True in known
        assert False in known


def test_the_first_coating_reads_as_the_contract_gives_it(client: Client) -> None:
    item = get(client, "coatings/?paper=chen-2017")["results"][0]
    assert item["id"] == "ASC-C000001"
    assert item["url"].endswith("/api/v1/coatings/ASC-C000001/")
    assert item["page"].endswith("/coatings/ASC-C000001/")
    assert item["material"] == {
        "key": "al2o3",
        "name": "Aluminium oxide",
        "formula": "Al2O3",
        "printed": "Al2O3",
        "class": "inorganic",
        "elements": ["Al", "O"],
    }
    assert item["technique"] == "ALD"
    assert item["precursors"] == ["tma", "h2o"]
    assert item["purpose"] == "protective barrier"
    assert item["substrate"] == {
        "key": "li-metal",
        "name": "Li metal",
        "role": "anode",
        "form": None,
        "preparation": "Punch-out disks",
    }
    assert item["methods"] == ["Cyc", "EIS", "QCM", "SEM", "TEM", "XPS", "XRF"]
    assert item["paper"]["id"] == "ASC-P000045"
    assert item["paper"]["citation"] == "L. Chen et al., J. Mater. Chem. A, 2017, 5, 12297–12309"
    assert (item["via"]["key"], item["via"]["number"]) == ("madadi-2025", 45)
    assert "Table 2" in item["via"]["at"]


def test_a_coating_shows_its_steps_in_order_with_their_times(client: Client) -> None:
    record = get(client, "coatings/ASC-C000001/")
    steps = record["process"]["steps"]
    assert [step["action"] for step in steps] == ["dose", "purge", "dose", "purge"]
    assert [step["precursor"] for step in steps] == ["tma", None, "h2o", None]
    assert steps[0]["time"]["qualifier"] == "below"
    assert steps[0]["time"]["low"] is None
    assert steps[0]["time"]["high"] == 1.0
    assert steps[0]["time"]["unit"] == "s"
    assert record["cycling"], "the cells of the paper's test belong to it"
    assert record["json_ld"]["@type"] == "Dataset"
    assert record["stale"] is False
    assert record["derived"]["technique"]["value"] == "ALD"


def test_an_alternative_precursor_stands_beside_the_first(client: Client) -> None:
    alternatives = [
        (step["precursor"], step["alternatives"])
        for item in get(client, "processes/", page_size=1000)["results"]
        for step in item["steps"]
        if step["alternatives"]
    ]
    assert ("liotbu", ["li-hmds"]) in alternatives


def test_a_method_counts_what_was_seen_with_the_methods_below_it(client: Client) -> None:
    below = get(client, "methods/FE-SEM/")
    above = get(client, "methods/SEM/")
    assert below["parent"] == "SEM"
    assert "FE-SEM" in above["children"]
    assert above["used_in"] >= below["used_in"] > 0
    assert get(client, "coatings/?method=SEM")["count"] == above["used_in"]


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("precursors", "precursor"),
        ("materials", "material"),
        ("substrates", "substrate"),
        ("methods", "method"),
        ("processes", "process"),
    ],
)
def test_a_word_is_used_in_as_many_coatings_as_its_filter_finds(
    client: Client, name: str, parameter: str
) -> None:
    items = get(client, f"{name}/", page_size=1000)["results"]
    assert any(item["used_in"] for item in items)
    for item in items:
        found = get(client, "coatings/", **{parameter: item["key"]})["count"]
        assert found == item["used_in"], item["key"]


def test_a_precursor_gives_every_source_temperature_with_the_paper_that_reports_it(
    client: Client,
) -> None:
    record = get(client, "precursors/liotbu/")
    temperatures = record["source_temperatures"]
    assert len(temperatures) > 3
    assert all(value["unit"] == "°C" for value in temperatures)
    assert len({value["source"]["paper"] for value in temperatures}) > 3
    assert record["molar_mass_g_mol"] == pytest.approx(80.05, abs=0.01)


def test_a_paper_shows_everything_it_reports(client: Client) -> None:
    record = get(client, "papers/chen-2017/")
    assert record["id"] == "ASC-P000045"
    assert record["coatings"] == [
        item["id"] for item in get(client, "coatings/?paper=ASC-P000045")["results"]
    ]
    assert record["cycling"] == [
        item["id"] for item in get(client, "cycling/?paper=chen-2017")["results"]
    ]
    document = client.get(record["document"]).json()
    assert document["key"] == "chen-2017"
    assert document["schema"] == "asc-paper/1"


def test_a_test_names_its_controls_and_they_name_it(client: Client) -> None:
    compared = get(client, "cycling/?has=controls&page_size=1000")["results"]
    assert compared
    for item in compared:
        for control in item["controls"]:
            assert item["id"] in get(client, f"cycling/{control}/")["control_of"]


def test_fields_keep_just_the_members_asked_for(client: Client) -> None:
    items = get(client, "coatings/?fields=id,technique&fields=paper&page_size=3")["results"]
    assert [list(item) for item in items] == [["id", "technique", "paper"]] * 3
    record = get(client, "coatings/ASC-C000001/?fields=derived")
    assert list(record) == ["derived"]


def test_an_unknown_field_is_refused_with_the_nearest(client: Client) -> None:
    problem = get(client, "coatings/?fields=materal", 400)
    assert problem["errors"] == [
        {"parameter": "fields", "message": "there is no field 'materal'; the nearest is 'material'"}
    ]


def test_a_page_beyond_the_last_says_which_is_the_last(client: Client) -> None:
    problem = get(client, "coatings/?page=999", 404)
    assert problem["errors"][0]["parameter"] == "page"
    assert "the last is 2" in problem["detail"]


def test_a_cursor_of_another_order_is_refused(client: Client) -> None:
    following = get(client, "coatings/?cursor=&page_size=3")["next"]
    problem = client.get(f"{following}&ordering=year")
    assert problem.status_code == 400
    assert problem.json()["errors"][0]["parameter"] == "cursor"


def test_a_withdrawn_coating_answers_gone_with_reason_and_successor(client: Client) -> None:
    PublicId.objects.create(
        kind=Kind.COATING,
        number=900001,
        paper_key="chen-2017",
        item_key="gone",
        withdrawn_at="2026-01-01T00:00:00Z",
        reason="entered twice",
        successor="ASC-C000001",
    )
    problem = get(client, "coatings/ASC-C900001/", 410)
    assert (problem["reason"], problem["successor"]) == ("entered twice", "ASC-C000001")
    assert get(client, "measurements/ASC-C900001-1/", 410)["reason"] == "entered twice"
    assert get(client, "coatings/ASC-C900002/", 404)["status"] == 404


@pytest.mark.parametrize(
    "address",
    [
        "coatings/al2o3/",
        "precursors/tmaa/",
        "papers/nobody-1999/",
        "properties/thicknes/",
        "measurements/ASC-C000001-99/",
        "nothing/",
        "cycling/ASC-T999999/points/",
    ],
)
def test_what_does_not_exist_is_a_problem_in_the_one_shape(client: Client, address: str) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "errors"} <= response.json().keys()


def test_the_same_answer_is_not_sent_twice(client: Client) -> None:
    first = client.get("/api/v1/coatings/")
    again = client.get("/api/v1/coatings/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["X-Data-Version"] == first["X-Data-Version"]
    head = client.head("/api/v1/coatings/")
    assert (head.content, head["ETag"]) == (b"", first["ETag"])
    assert "Accept" in first["Vary"].split(", ")


def test_points_come_as_they_were_entered(client: Client) -> None:
    grow(1)
    test = get(client, "cycling/?has=points")["results"][0]
    record = client.get(test["url"]).json()
    body = client.get(record["points"]["url"]).json()
    assert body["count"] == record["points"]["count"] == len(body["results"])
    assert list(body["results"][0]) == record["points"]["columns"]


def test_only_reading_is_offered(client: Client) -> None:
    response = client.post("/api/v1/coatings/", {}, content_type="application/json")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"


def test_a_form_of_answer_that_is_not_served_is_refused_in_the_one_shape(client: Client) -> None:
    response = client.get("/api/v1/coatings/", headers={"accept": "application/xml"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"


def test_the_root_leads_to_every_list(client: Client) -> None:
    body = get(client, "")
    assert set(NAMES) < body.keys()
    for name in NAMES:
        assert client.get(body[name]).status_code == 200


def test_what_looks_implausible_is_shown_with_its_reason(client: Client) -> None:
    CoatingRead.objects.filter(pk=1).update(
        flags=[{"code": "thick", "severity": "warning", "reason": "too thick", "inputs": []}]
    )
    (flag,) = get(client, "coatings/ASC-C000001/")["flags"]
    assert flag["reason"] == "too thick"
