"""The OpenAPI description says what REST does, and REST gives what it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from jsonschema import Draft202012Validator

from asc_kb.api_urls import LISTS
from science.properties import PROPERTIES
from tests.test_rest_lists import RECORDS, get
from tests.world import grow

if TYPE_CHECKING:
    from django.test import Client

# the review has no series: coatings/tests/test_series.py holds theirs
NAMES = [view.plural for view in LISTS if view.plural != "series"]
ROOT = "/api/v1/"


@cache
def description() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


def answer_schema(path: str, status: str = "200") -> dict[str, Any]:
    content = description()["paths"][path]["get"]["responses"][status]["content"]
    media = content.get("application/json") or content["application/problem+json"]
    found = {**media["schema"], "components": description()["components"]}
    return cast("dict[str, Any]", _whole(found))


def _whole(schema: Any) -> Any:
    """A schema without the parts that only an answer to `fields=` may be."""
    if isinstance(schema, list):
        return [_whole(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    last = schema.get("anyOf", [{}])[-1]
    if str(last.get("$ref", "")).endswith("Part"):
        return schema["anyOf"][0] | {k: v for k, v in schema.items() if k != "anyOf"}
    return {key: _whole(value) for key, value in schema.items()}


def check(path: str, body: Any, status: str = "200") -> None:
    errors = Draft202012Validator(answer_schema(path, status)).iter_errors(body)
    assert [f"{error.json_path}: {error.message[:300]}" for error in errors] == []


def test_the_committed_description_is_the_one_the_code_gives() -> None:
    committed = Path(settings.BASE_DIR, "openapi.yaml").read_bytes()
    now: bytes = OpenApiYamlRenderer().render(description(), renderer_context={})
    assert committed == now, "run `make openapi`"


def test_the_description_is_openapi_3_1() -> None:
    assert description()["openapi"].startswith("3.1")


def test_every_answer_that_fields_can_shorten_is_described_as_whole_or_part() -> None:
    schemas = description()["components"]["schemas"]
    shortened = 0
    for operations in description()["paths"].values():
        found = operations.get("get", {})
        if not any(one["name"] == "fields" for one in found.get("parameters", ())):
            continue
        schema = found["responses"]["200"]["content"]["application/json"]["schema"]
        if "$ref" in schema:
            envelope = schemas[schema["$ref"].rsplit("/", 1)[-1]]
            schema = envelope["properties"]["results"]["items"]
        whole, part = (one["$ref"].rsplit("/", 1)[-1] for one in schema["anyOf"])
        assert part == f"{whole}Part"
        assert "required" not in schemas[part]
        shortened += 1
    assert shortened == 2 * len(LISTS)


@pytest.mark.usefixtures("review")
@pytest.mark.parametrize("view", [view for view in LISTS if view.plural in NAMES], ids=NAMES)
def test_every_item_of_all_fields_is_the_part_that_is_described(client: Client, view: Any) -> None:
    schemas = description()["components"]
    schema = description()["paths"][f"{ROOT}{view.plural}/"]["get"]["responses"]["200"]
    found = schema["content"]["application/json"]["schema"] | {"components": schemas}
    body = get(client, f"{view.plural}/", page_size=1000, fields=",".join(view.item_fields()))
    errors = Draft202012Validator(found).iter_errors(body)
    assert [f"{error.json_path}: {error.message[:300]}" for error in errors] == []


@pytest.mark.usefixtures("review")
@pytest.mark.parametrize("name", NAMES)
def test_every_item_of_a_list_has_the_described_shape(client: Client, name: str) -> None:
    grow(1)
    check(f"{ROOT}{name}/", get(client, f"{name}/", page_size=1000))


@pytest.mark.usefixtures("review")
@pytest.mark.parametrize("name", NAMES)
def test_every_record_has_the_described_shape(client: Client, name: str) -> None:
    grow(1)
    for item in get(client, f"{name}/", page_size=1000)["results"]:
        check(f"{ROOT}{name}/{{id}}/", client.get(item["url"]).json())


@pytest.mark.usefixtures("review")
def test_facets_points_and_problems_have_the_described_shape(client: Client) -> None:
    grow(1)
    check(f"{ROOT}coatings/facets/", get(client, "coatings/facets/"))
    test = get(client, "cycling/?has=points")["results"][0]["id"]
    check(f"{ROOT}cycling/{{id}}/points/", get(client, f"cycling/{test}/points/"))
    check(f"{ROOT}coatings/", get(client, "coatings/?nothing=1", 400), "400")
    check(f"{ROOT}coatings/{{id}}/", get(client, "coatings/nothing/", 404), "404")


@pytest.mark.parametrize("view", [view for view in LISTS if view.plural in NAMES], ids=NAMES)
def test_every_parameter_of_a_list_is_described_and_no_other(view: Any) -> None:
    described = description()["paths"][f"{ROOT}{view.plural}/"]["get"]["parameters"]
    assert sorted(p["name"] for p in described) == sorted(view.filterset_class.parameters())
    assert all(p["description"].strip() for p in described)


def test_a_bound_names_the_unit_it_is_read_in() -> None:
    described = description()["paths"][f"{ROOT}coatings/"]["get"]["parameters"]
    bounds = {p["name"]: p["description"] for p in described if p["name"].endswith("_min")}
    for name, text in bounds.items():
        declared = PROPERTIES.get(name.removesuffix("_min"))
        if declared is not None and declared.unit != "1":
            assert f"In {declared.unit}" in text, name


def test_every_view_is_described() -> None:
    paths = description()["paths"]
    for name in NAMES:
        assert {f"{ROOT}{name}/", f"{ROOT}{name}/{{id}}/"} <= paths.keys()
    assert f"{ROOT}papers/{{id}}/document/" in paths
    assert set(RECORDS) == set(NAMES)


@pytest.mark.django_db
def test_the_interactive_description_runs_from_files_of_installed_packages(client: Client) -> None:
    page = client.get("/api/reference/").content.decode()
    assert "<script>" not in page
    assert "drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in page
    for file in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert finders.find(f"drf_spectacular_sidecar/swagger-ui-dist/{file}")
    assert finders.find("js/api-docs.js")
    assert client.get("/api/v1/schema/").status_code == 200
