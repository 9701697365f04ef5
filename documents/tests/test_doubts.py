"""Doubts that a draft's own text shows."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from documents.rehearsal import rehearse
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


OURS = {
    "said_twice", "two_of_one", "retention_against_capacity", "another_role", "without_control",
}  # fmt: skip


def flags(document: dict[str, Any]) -> dict[str, str]:
    return {one.path: one.code for one in rehearse(document).flags if one.code in OURS}


def test_what_stands_there_twice_or_differs_in_one_film_is_doubted() -> None:
    document = copy.deepcopy(paper())
    said = document["coatings"][0]["measurements"]
    said += [
        {"property": "thickness", "value": "5 nm"},
        {"property": "thickness", "value": "9 nm", "method": "SEM"},
        {"property": "thickness", "value": "4–6 nm"},
        {"property": "thickness", "value": "8 nm"},
        dict(said[0]),
    ]
    found = flags(document)
    assert found["coatings[0].measurements[7].value"] == "two_of_one"
    assert found["coatings[0].measurements[8]"] == "said_twice"
    assert len(found) == 2


def test_a_retention_beside_capacities_that_say_otherwise_is_doubted() -> None:
    document = copy.deepcopy(paper())
    document["cycling"][1]["results"] = [
        {"capacity": "173 mAh/g", "at_cycle": 1},
        {"capacity": "150 mAh/g", "at_cycle": 100},
        {"retention": "45 %", "at_cycle": 100},
        {"retention": "85 %", "at_cycle": "100"},
        {"retention": "45 %", "at_cycle": 200},
    ]
    found = {k: v for k, v in flags(document).items() if v == "retention_against_capacity"}
    assert list(found) == ["cycling[1].results[2].retention"]


def test_an_electrode_in_the_other_role_is_doubted() -> None:
    document = copy.deepcopy(paper())
    document["coatings"][0]["substrate"]["role"] = "cathode"
    assert flags(document) == {"coatings[0].substrate.role": "another_role"}
    document["coatings"][0]["substrate"]["role"] = "anode"
    assert flags(document) == {}


def test_coated_cells_without_a_control_are_doubted_once() -> None:
    document = copy.deepcopy(paper())
    coated = next(test for test in document["cycling"] if test.get("controls"))
    coated["controls"] = []
    document["cycling"].append({**copy.deepcopy(coated), "key": "another"})
    found = {k: v for k, v in flags(document).items() if v == "without_control"}
    assert len(found) == 1
    document["cycling"] = [test for test in document["cycling"] if not test.get("coating")]
    assert "without_control" not in flags(document).values()


@pytest.mark.parametrize("odd", [None, "x", [1], {"a": 1}])
def test_any_draft_can_be_looked_at(odd: Any) -> None:
    document = copy.deepcopy(paper())
    document["coatings"][0]["substrate"] = odd
    document["coatings"][0]["measurements"] = [odd, {"property": odd, "value": odd}]
    document["cycling"][1]["results"] = [odd, {"capacity": odd, "retention": odd, "at_cycle": odd}]
    assert rehearse(document).problem == ""
