"""OPTIMADE before the consortium's own validator and client, against a live server."""

from __future__ import annotations

import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from optimade.client import OptimadeClient
from optimade.validator import ImplementationValidator
from optimade.validator import config as validator_config
from optimade.validator.utils import ValidatorEntryResponseMany, ValidatorEntryResponseOne

from exchange.optimade.coatings import COATINGS, NAME
from exchange.optimade.cycling_tests import TESTS

if TYPE_CHECKING:
    from collections.abc import Callable


def _make_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell the validator of the custom types, or it would pass them over, and of their properties,
    or it would not ask for them."""
    conf = validator_config.VALIDATOR_CONFIG
    for kind in (COATINGS, TESTS):
        schemas = {
            one.name: {
                "type": validator_config.DataType(one.type.value),
                "sortable": one.sortable,
                "support": validator_config.SupportLevel("must" if one.required else "optional"),
                "queryable": validator_config.SupportLevel("must" if one.queryable else "optional"),
            }
            for one in kind.shown
        }
        name = kind.name
        responses = {name: ValidatorEntryResponseMany, f"{name}/": ValidatorEntryResponseOne}
        monkeypatch.setattr(conf, "entry_endpoints", {*conf.entry_endpoints, name})
        monkeypatch.setattr(conf, "entry_schemas", {**conf.entry_schemas, name: schemas})
        monkeypatch.setattr(conf, "response_classes", {**conf.response_classes, **responses})


@pytest.mark.stack
@pytest.mark.usefixtures("committed_review")
def test_the_validator_of_the_consortium_finds_nothing(
    web_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_known(monkeypatch)
    monkeypatch.setattr("random.randint", lambda low, high: low)  # the same entry in every run
    said = io.StringIO()
    validator = ImplementationValidator(
        base_url=f"{web_server}/optimade", verbosity=0, page_limit=5
    )
    with contextlib.redirect_stdout(said):
        validator.validate_implementation()
    results = validator.results
    assert results.failure_messages == []
    assert results.internal_failure_messages == []
    assert results.optional_failure_messages == []
    assert validator.valid, said.getvalue()

    assert results.success_count > 70, said.getvalue()


@pytest.mark.stack
@pytest.mark.usefixtures("committed_review")
@pytest.mark.parametrize("at_once", [True, False], ids=["async", "sync"])
def test_every_verb_of_the_reference_client_works(web_server: str, at_once: bool) -> None:
    # a thread of its own: a browser of an earlier test keeps an event loop running in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_every_verb, web_server, at_once).result()


def _every_verb(web_server: str, at_once: bool) -> None:
    base = f"{web_server}/optimade"
    # the example: lithium phosphorus oxynitride and its kin
    filter_ = '_asc_elements HAS ALL "Li", "P"'

    def client() -> OptimadeClient:
        return OptimadeClient(
            base_urls=[base], max_results_per_provider=0, use_async=at_once, silent=True
        )

    entries = client().get(filter_, endpoint=NAME)[NAME][filter_][base]
    assert entries["errors"] == []
    films = entries["data"]
    assert len(films) > 2
    assert all({"Li", "P"} <= set(film["attributes"]["_asc_elements"]) for film in films)
    assert client().count(filter_, endpoint=NAME)[NAME][filter_][base] == len(films)
    if at_once:  # in the client the following have no other way, or fail in it
        _ask_for_properties(client, filter_, base, len(films))
    tests = client().get("", endpoint=TESTS.name, response_fields=["_asc_coatings", "_asc_shown"])
    found = tests[TESTS.name][""][base]["data"]
    assert len(found) > 10
    assert {film["id"] for film in films} & {
        ident for one in found for ident in one["attributes"]["_asc_coatings"]
    }


def _ask_for_properties(
    client: Callable[[], OptimadeClient], filter_: str, base: str, number: int
) -> None:
    assert client().binary_search_count(filter_, NAME, base) == number
    asked = client()
    for kind in (COATINGS, TESTS):
        assert asked.list_properties(kind.name)[base] == [one.name for one in kind.shown]
    about = client().search_property("thickness", NAME)[base]
    assert about == [one.name for one in COATINGS.shown if "thickness" in one.name]
