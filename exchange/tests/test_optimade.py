"""OPTIMADE as its specification has it, besides filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from optimade.models import EntryInfoResponse, InfoResponse, LinksResponse, ReferenceResponseMany
from optimade.validator.utils import ValidatorEntryResponseMany, ValidatorEntryResponseOne

from exchange.optimade.coatings import NAME
from exchange.optimade.cycling_tests import NAME as TESTS
from exchange.optimade.units import definitions, expression, ucum
from exchange.tests.test_optimade_filters import get

if TYPE_CHECKING:
    from pytest_django import Settings

reviewed = pytest.mark.usefixtures("review")


@reviewed
def test_every_endpoint_has_the_shape_of_the_models_of_the_specification(client: Client) -> None:
    InfoResponse(**get(client, "info"))
    LinksResponse(**get(client, "links"))
    for name in (NAME, TESTS, "references"):
        EntryInfoResponse(**get(client, f"info/{name}"))
        one = get(client, name, page_limit=1)["data"][0]["id"]
        ValidatorEntryResponseMany(**get(client, name))
        ValidatorEntryResponseOne(**get(client, f"{name}/{one}"))
    ReferenceResponseMany(**get(client, "references"))


@reviewed
def test_every_attribute_is_described_and_every_described_one_is_there(client: Client) -> None:
    for name in (NAME, TESTS, "references"):
        described = get(client, f"info/{name}")["data"]["properties"]
        for one in get(client, name, page_limit=1000)["data"]:
            assert {*one["attributes"], "id", "type"} == set(described)
            for key, value in one["attributes"].items():
                shape = described[key]
                kinds = {"string": str, "timestamp": str, "integer": int, "float": float}
                expected = list if shape["type"] == "list" else kinds[shape["type"]]
                assert value is None or isinstance(value, expected), key
                assert value is not None or shape["x-optimade-requirements"]["support"] == "may"
                assert "enum" not in shape or value in shape["enum"]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("nm", "nm"),
        ("Å", "Ao"),
        ("°C", "Cel"),
        ("Ω cm²", "Ohm.cm2"),
        ("g/cm³", "g/cm3"),
        ("µg/cm²", "ug/cm2"),
        ("µAh/cm²", "uA.h/cm2"),
        ("cycles", "{cycle}"),
        ("S/cm", "S/cm"),
        ("1", None),
        (None, None),
    ],
)
def test_units_are_codes_of_ucum(unit: str | None, code: str | None) -> None:
    assert ucum(unit) == code


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("Ω cm²", "cm^2*ohm"),
        ("mAh/g", "g^-1*h*mA"),
        ("µg/cm²", "cm^-2*ug"),
        ("1/h", "h^-1"),
        ("%/cycle", "cycle^-1*percent"),
        ("at.%", "atomic_percent"),
        ("nm", "nm"),
        ("1", None),
    ],
)
def test_units_are_symbols_with_powers_in_alphabetical_order(unit: str, said: str | None) -> None:
    assert expression(unit) == said


@reviewed
def test_every_symbol_of_a_unit_is_defined_beside_it(client: Client) -> None:
    found = 0
    for name in (NAME, TESTS):
        for one in get(client, f"info/{name}")["data"]["properties"].values():
            unit = one["x-optimade-unit"]
            told = {each["symbol"] for each in one.get("x-optimade-unit-definitions", ())}
            if unit in {"dimensionless", "inapplicable"}:
                assert not told
                continue
            assert told == {part.split("^")[0] for part in unit.split("*")}, one["$id"]
            found += 1
    assert found > 50
    said = {one["symbol"]: one["standard"]["symbol"] for one in definitions("µAh/cm²", "a")}
    assert said == {"uA": "uA", "h": "h", "cm": "cm"}


@reviewed
@pytest.mark.parametrize("order", ["_asc_year", "-_asc_thickness_low", "_asc_thickness_low,-id"])
def test_sorting_puts_unknown_values_last(client: Client, order: str) -> None:
    name = order.split(",")[0].lstrip("-")
    data = get(client, NAME, sort=order, page_limit=1000)["data"]
    values = [one["attributes"][name] for one in data]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known, reverse=order.startswith("-")), *[None] * values.count(None)]
    assert 1 < len(known) < len(values) or name == "_asc_year"


@reviewed
@pytest.mark.parametrize("first", [{"page_offset": 0}, {"page_number": 1}])
def test_following_next_meets_every_entry_once(
    client: Client, settings: Settings, first: dict[str, Any]
) -> None:
    settings.PUBLIC_URL = "https://knowledge.example.org"
    everything = [one["id"] for one in get(client, NAME, page_limit=1000)["data"]]
    body = get(client, NAME, page_limit=7, **first)
    met = [one["id"] for one in body["data"]]
    while following := body["links"]["next"]:
        assert following.startswith("https://knowledge.example.org/optimade/v1/")
        assert body["meta"]["more_data_available"]
        body = client.get(following.removeprefix("https://knowledge.example.org")).json()
        met += [one["id"] for one in body["data"]]
    assert met == everything
    assert not body["meta"]["more_data_available"]
    assert body["meta"]["data_returned"] == body["meta"]["data_available"] == len(everything)


@reviewed
def test_response_fields_and_include_are_obeyed(client: Client) -> None:
    body = get(client, NAME, response_fields="_asc_year,_exmpl_gap", include="", page_limit=1)
    assert set(body["data"][0]["attributes"]) == {"_asc_year", "_exmpl_gap"}
    assert body["data"][0]["attributes"]["_exmpl_gap"] is None
    assert "included" not in body
    assert body["meta"]["warnings"]
    (paper,) = get(client, f"{NAME}/ASC-C000001")["included"]
    assert paper["type"] == "references"


@reviewed
@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        (NAME, {"page_limit": 1001}, 403),
        (NAME, {"page_limit": 0}, 400),
        (NAME, {"page_offset": -1}, 400),
        (NAME, {"page_number": 1, "page_offset": 1}, 400),
        (NAME, {"page_cursor": "x"}, 501),
        (NAME, {"sort": "_asc_elements"}, 400),
        (NAME, {"sort": "year"}, 400),
        (NAME, {"response_fields": "yaer"}, 400),
        (NAME, {"response_format": "xml"}, 400),
        (NAME, {"include": "structures"}, 400),
        (NAME, {"fliter": "x"}, 400),
        (NAME, {"api_hint": "v2"}, 553),
        (NAME, {"api_hint": "v1.2", "_other_parameter": "x"}, 200),
        (NAME, {"filter": ["a=1", "a=2"]}, 400),
        (f"{NAME}/ASC-C999999", {}, 404),
        (f"{NAME}/x", {}, 404),
        ("structures", {}, 404),
        ("versions", {}, 404),
        (f"{NAME}/ASC-C000001", {"filter": "id=1"}, 400),
    ],
)
def test_statuses_are_those_of_the_specification(
    client: Client, address: str, query: dict[str, Any], status: int
) -> None:
    body = get(client, address, status, **query)
    assert status == 200 or body["errors"][0]["detail"]


@pytest.mark.django_db
def test_versions_lead_a_client_to_the_current_one(client: Client) -> None:
    versions = client.get("/optimade/versions")
    assert versions.content == b"version\n1\n"
    assert versions["Content-Type"] == "text/csv; header=present"
    for version in ("v1", "v1.2", "v1.2.0"):
        assert client.get(f"/optimade/{version}/info").status_code == 200
    for version in ("v0", "v2", "v1.3", "v123123"):
        assert client.get(f"/optimade/{version}/info").status_code == 553
    moved = client.get("/optimade/info?api_hint=v1")
    assert moved.status_code == 307
    assert moved["Location"].endswith("/optimade/v1/info?api_hint=v1")
    assert client.post("/optimade/v1/info").status_code == 405


@reviewed
def test_a_withdrawn_coating_is_gone_with_its_reason(client: Client) -> None:
    from records.actions import bury
    from records.models import Kind, PublicId

    PublicId.objects.create(kind="C", number=999, paper_key="x", item_key="y")
    bury(kind=Kind.COATING, number=999, reason="read twice", successor="ASC-C000001")
    (error,) = get(client, f"{NAME}/ASC-C000999", 410)["errors"]
    assert "read twice; see ASC-C000001" in error["detail"]
