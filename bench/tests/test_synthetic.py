"""A small synthetic world: valid rows, the same each time, and floors that answer as REST does."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection, transaction

from bench import recompute
from bench.cases import REST, cases
from bench.floors import flat, normalised
from bench.floors.server import answer
from bench.questions import FILTERED, SEARCHES, Question, read_question
from bench.synthetic import SEED, World, fill
from bench.synthetic.processes import publish
from coatings.filters.words import CONTAINS
from coatings.models import Coating, CoatingRead, Measurement, ProcessStep
from cycling.models import Control, CyclingTest, TestRead
from literature.models import Paper
from science.properties import property_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    import pytest_django
    from django.test import Client

    from bench.synthetic import Size

ROWS = 50
QUESTIONS = (
    Question(),
    Question(page=2),
    FILTERED,
    Question(element="Li"),
    Question(role="anode"),
    Question(method="SEM"),
    Question(deposition_temperature_max=200),
    *SEARCHES,
)


@pytest.fixture(scope="module")
def size(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Size]:
    """A synthetic world with every trigger and constraint on, derived; rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            made = fill(raw(), ROWS, history=True)
            recompute.mark_everything()
            recompute.derive_everything()
            yield made
        finally:
            transaction.set_rollback(True)


def raw() -> psycopg.Connection[Any]:
    """The connection of the test as psycopg has it."""
    connection.ensure_connection()
    wrapped: psycopg.Connection[Any] = connection.connection
    return wrapped


@pytest.fixture
def world(size: Size, db: None) -> Size:
    return size


def test_the_world_has_papers_coatings_and_tests_with_their_controls(world: Size) -> None:
    assert ROWS <= world.coatings < ROWS + 5
    assert Coating.objects.count() == world.coatings
    assert Paper.objects.count() == world.papers
    assert CyclingTest.objects.count() == world.tests > 0
    coated = CyclingTest.objects.filter(coating__isnull=False)
    assert set(Control.objects.values_list("test", flat=True)) == set(
        coated.values_list("pk", flat=True)
    )
    assert not Control.objects.filter(control__coating__isnull=False).exists()
    assert ProcessStep.objects.filter(process__coatings__isnull=False).exists()


def test_every_synthetic_value_is_what_the_parser_reads_from_its_print(world: Size) -> None:
    for value in Measurement.objects.filter(missing=""):
        again = property_value(value.property, value.printed)
        assert (value.qualifier, value.low, value.high, value.unit) == (
            again.qualifier,
            again.low,
            again.high,
            again.unit,
        )


def test_the_database_holds_every_constraint_of_the_synthetic_rows(world: Size) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_every_record_is_derived_by_the_product(world: Size) -> None:
    assert CoatingRead.objects.filter(stale_since=None).count() == world.coatings
    assert TestRead.objects.filter(stale_since=None).count() == world.tests
    assert not CoatingRead.objects.exclude(derive_error="").exists()
    assert CoatingRead.objects.filter(technique="ALD").exists()


def test_the_same_seed_gives_the_same_rows_and_another_seed_gives_others(world: Size) -> None:
    def lines(seed: int) -> dict[Any, list[str]]:
        made = World(publish(Random(seed)), seed)
        for _ in range(10):
            made.paper()
        return made.rows.lines

    first, again, other = lines(SEED), lines(SEED), lines(SEED + 1)
    assert first == again
    assert first[Measurement] != other[Measurement]
    written = Measurement.objects.filter(coating__paper__lte=11).count()
    assert written == len(first[Measurement])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.query() or "all")
def test_the_floors_list_the_same_coatings_as_rest(
    world: Size, client: Client, question: Question
) -> None:
    query = question.query()
    response = client.get(f"{REST}{query}")
    assert response.status_code == 200, response.content
    body = response.json()
    ids = [item["id"] for item in body["results"]]
    for floor in (normalised, flat):
        found = orjson.loads(orjson.dumps(floor.listed(raw(), read_question(query[1:]))))
        assert found["count"] == body["count"], floor.__name__
        assert [item["id"] for item in found["results"]] == ids, floor.__name__


def test_the_normalised_floor_gives_the_same_members_of_a_coating_as_rest(
    world: Size, client: Client
) -> None:
    listed = client.get(REST).json()["results"]
    floor = orjson.loads(orjson.dumps(normalised.listed(raw(), Question())["results"]))
    assert len(listed) == len(floor) == ROWS
    same = ("id", "technique", "precursors", "purpose", "substrate", "process", "methods")
    for item, other in zip(listed, floor, strict=True):
        assert item.keys() == other.keys()
        for name in (*same, "paper", "via", "updated"):
            assert item[name] == other[name], name
        assert set(item["material"].pop("elements")) == set(other["material"].pop("elements"))
        assert item["material"] == other["material"]
        assert item["deposition_temperature"] == other["deposition_temperature"] or (
            "; " in item["deposition_temperature"]["printed"]
        )
        assert set(other["has"]) <= set(item["has"])


@pytest.mark.parametrize("question", [Question(), FILTERED, Question(role="anode")])
def test_the_floors_count_the_same_facets_as_rest(
    world: Size, client: Client, question: Question
) -> None:
    query = question.query()
    body = client.get(f"{REST}facets/{query}").json()
    for floor in (normalised, flat):
        found = floor.facets(raw(), question)
        assert found["count"] == body["count"]
        # the floors answer a little less: what a film holds is derived
        assert body["facets"].keys() - found["facets"].keys() == set(CONTAINS)
        for facet in found["facets"]:
            if facet == "has" and floor is normalised:
                continue  # derived properties are in the read rows alone
            expected = {row["value"]: row["count"] for row in body["facets"][facet]}
            assert {row["value"]: row["count"] for row in found["facets"][facet]} == expected, facet


def test_the_normalised_floor_gives_the_same_record_as_rest(world: Size, client: Client) -> None:
    for number in range(1, 11):
        body = client.get(f"{REST}ASC-C{number:06d}/").json()
        floor = orjson.loads(answer(raw(), f"/normalised/coatings/{number}/", ""))
        assert floor["cycling"] == body["cycling"]
        assert floor["derived"] == body["derived"]
        assert [m["property"] for m in floor["measurements"]] == [
            m["property"] for m in body["measurements"]
        ]
        steps = body["process"]["steps"] if body["process"] else []
        assert [_shape(step) for step in floor["process"]["steps"]] == [_shape(s) for s in steps]


def _shape(step: dict[str, Any]) -> Any:
    """A step with the values it is stated with, provenance apart."""
    values = {key: step[key] and step[key]["printed"] for key in ("time", "temperature")}
    below = [_shape(child) for child in step["steps"]]
    return step["action"], step["precursor"], step["every"], step["repeat"], values, below


def test_every_case_is_answered_by_the_product_and_by_its_floors(
    world: Size, client: Client
) -> None:
    for case in cases(world.coatings):
        assert len(case.product) == len(case.normalised) >= 1
        for path in case.product[:3]:
            assert client.get(path).status_code == 200, path
        for path in (*case.normalised[:3], *case.flat[:3]):
            address, _, query = path.partition("?")
            assert orjson.loads(answer(raw(), address, query))


def test_the_recompute_rate_is_measured_beside_its_floor(world: Size) -> None:
    rates = recompute.measure_rates(recompute.derive_everything())
    assert [rate.kind for rate in rates] == ["coatings", "tests"]
    for rate in rates:
        assert rate.sampled > 0
        assert rate.pure >= rate.floor > 0
        assert rate.sample > 0
