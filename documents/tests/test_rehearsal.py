"""What cannot be published is a problem at its path, whatever was typed."""

from __future__ import annotations

from typing import Any

import pytest

from documents.publishing import publish_paper
from documents.rehearsal import check_draft, rehearse
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def proposing(**fields: Any) -> dict[str, Any]:
    return {"precursors": [{"key": "new", "name": "New", "kind": "metal", **fields}]}


@pytest.mark.parametrize("formula", ["LiOtBu", "Cp2Mg", "D2O", "TMA", "Al(OBu)3", "AlF3.3H2O", "☃"])
def test_a_formula_that_cannot_be_read_is_a_problem_of_the_proposal(formula: str) -> None:
    vocabulary = proposing(formula=formula)
    (problem,) = check_draft(paper(), vocabulary)
    assert problem.path == "vocabulary.precursors[0].formula"
    assert "cannot read the formula" in problem.message
    assert rehearse(paper(), vocabulary).flags == []


@pytest.mark.parametrize("smiles", ["*CCO*", "[300H]", "[Al](C)(C)(C)C", "((((", "C" * 3000])
def test_a_structure_that_cannot_be_read_is_a_problem_of_the_proposal(smiles: str) -> None:
    (problem,) = check_draft(paper(), proposing(smiles=smiles))
    assert problem.path == "vocabulary.precursors[0].smiles"


def test_heavy_water_is_proposed_with_its_structure() -> None:
    assert check_draft(paper(), proposing(smiles="[2H]O[2H]")) == []
    assert check_draft(paper(), proposing(smiles="[2H]O[2H]", formula="D2O")) == []


def test_a_wrong_field_of_a_citation_raises_no_flag_of_its_year() -> None:
    at = "Copyright 2020 Wiley"
    document = paper()
    document["coatings"][0]["at"] = at
    for field, value in {"URL": "nowhere", "issued": "2020-13"}.items():
        wrong = {**document, "citation": {**document["citation"], field: value}}
        found = rehearse(wrong)
        assert found.partial == ["citation"]
        assert "year_against_reference" not in {flag.code for flag in found.flags}


def test_a_value_read_in_a_review_is_asked_of_what_it_is_said() -> None:
    """Of new records only, and of nothing that was read in the paper itself."""

    def asked(document: dict[str, Any]) -> dict[str, str]:
        flags = rehearse(document).flags
        return {flag.path: flag.reason for flag in flags if flag.code == "scope_not_said"}

    publish_paper(paper("review-2025", coatings=[], cycling=[]))
    assert asked(paper()) == {}
    document = paper("roe-2019", via={"paper": "review-2025"})
    found = asked(document)
    assert set(found) == {
        "coatings[0].steps[0]",
        "coatings[1].measurements[0]",
        "cycling[0].results[0]",
        "cycling[1].conditions.rate",
    }
    assert "5 values do not say" in found["coatings[0].steps[0]"]  # two times, three measurements
    measured = document["coatings"][1]["measurements"][0]
    measured["scope"] = "record"
    document["cycling"][0]["results"][0]["via"] = {"paper": "roe-2019"}
    document["coatings"][0]["id"] = "ASC-C000901"
    assert set(asked(document)) == {"cycling[1].conditions.rate"}


def test_charge_and_discharge_of_an_unknown_cell_ask_for_its_direction() -> None:
    document = paper()
    (asked,) = [f for f in rehearse(document).flags if f.code == "direction_not_said"]
    assert (asked.path, asked.severity) == ("cycling[2].cell", "notice")
    assert "say the kind of cell" in asked.reason
    document["cycling"][2]["cell"] = {"type": "full"}
    assert "direction_not_said" not in {flag.code for flag in rehearse(document).flags}
