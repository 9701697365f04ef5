"""OPTIMADE before the consortium's own validator, against a live server."""

from __future__ import annotations

import contextlib
import io

import pytest
from optimade.validator import ImplementationValidator
from optimade.validator import config as validator_config
from optimade.validator.utils import ValidatorEntryResponseMany, ValidatorEntryResponseOne

from exchange.optimade.coatings import COATINGS, NAME


def _make_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell the validator of the custom type, or it would pass it over, and of its properties, or
    it would not ask for them."""
    conf = validator_config.VALIDATOR_CONFIG
    schemas = {
        one.name: {
            "type": validator_config.DataType(one.type.value),
            "sortable": one.sortable,
            "support": validator_config.SupportLevel("must" if one.required else "optional"),
            "queryable": validator_config.SupportLevel("must" if one.queryable else "optional"),
        }
        for one in COATINGS.shown
    }
    responses = {NAME: ValidatorEntryResponseMany, f"{NAME}/": ValidatorEntryResponseOne}
    monkeypatch.setattr(conf, "entry_endpoints", {*conf.entry_endpoints, NAME})
    monkeypatch.setattr(conf, "entry_schemas", {**conf.entry_schemas, NAME: schemas})
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
