"""The form shows all of a document and gives it back: nothing is lost, mistakes least of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from curation.entry.posted import document_of, nodes_of
from curation.entry.specs import LIST_OF, PAPER, SPECS, spec_of
from curation.entry.states import pairs_of
from curation.entry.steps import press
from cycling.document.schema import CONDITION_KEYS, RESULT_KEYS
from documents.schema import PaperDocument, canonical
from documents.tests.documents import paper
from documents.tests.review_fixtures import papers
from documents.tests.test_curves_in_documents import document as experiments

if TYPE_CHECKING:
    from curation.entry.specs import Spec


def through_the_form(document: dict[str, Any]) -> dict[str, Any]:
    return document_of(nodes_of(pairs_of(document)))


@pytest.mark.parametrize("key", sorted(papers()))
def test_every_published_paper_goes_through_the_form_unchanged(key: str) -> None:
    document = papers()[key]
    again = through_the_form(document)
    assert canonical(PaperDocument.model_validate(again)) == canonical(
        PaperDocument.model_validate(document)
    )


def test_points_and_all_kinds_of_record_go_through_unchanged() -> None:
    document = paper(withdrawn=[{"kind": "test", "key": "old", "reason": "entered twice"}])
    again = through_the_form(document)
    assert canonical(PaperDocument.model_validate(again)) == canonical(
        PaperDocument.model_validate(document)
    )


def test_an_experiment_goes_through_unchanged_with_what_no_field_shows() -> None:
    document = experiments()
    again = document_of(nodes_of(pairs_of(document)), document)
    assert canonical(PaperDocument.model_validate(again)) == canonical(
        PaperDocument.model_validate(document)
    )


def test_errors_of_points_are_columns_of_the_table() -> None:
    tables = [text for name, text in pairs_of(experiments()) if name.endswith("points.table")]
    assert tables[-1].splitlines()[0].split("\t")[-1] == "discharge error"


@pytest.mark.parametrize(
    "crooked",
    [
        {"citation": "Chen 2017", "coatings": "none"},
        {"coatings": [{"material": 5, "steps": {"dose": "tma"}, "methods": [["SEM"]]}]},
        {"coatings": [{"measurements": [{"property": "thicknes", "value": "5 nm", "colour": 1}]}]},
        {"cycling": [{"results": [{"value": "80 %"}, {"retention": "8", "capacity": "9"}]}]},
        {"cycling": [{"conditions": {"rate": "0.5C", "rat": "1C"}, "points": {"rows": 5}}]},
        {"cycling": [{"points": {"unit": "mAh/g", "columns": ["cycle", "a"], "rows": [[1, "x"]]}}]},
        {"cycling": [{"results": [{"outcome": "better", "retention": "80 %"}]}]},
        {"coatings": [{"steps": [{"purge": True, "dose": "tma"}, {"purge": False}, {"x": [1]}]}]},
        {"key": None, "note": {"a": [1, {"b": True}]}, "unknown": [1, 2]},
    ],
)
def test_a_document_full_of_mistakes_keeps_them_all(crooked: dict[str, Any]) -> None:
    again = through_the_form(crooked)
    assert through_the_form(again) == again
    assert _said(crooked) <= _said(again)


def _said(node: Any) -> set[str]:
    """Every text and number in a document."""
    if isinstance(node, dict):
        return {text for value in node.values() for text in _said(value)}
    if isinstance(node, list):
        return {text for item in node for text in _said(item)}
    return set() if node is None else {str(node)}


def test_every_name_of_the_schema_has_its_field() -> None:
    shown = {
        "paper": {"figures"},  # made by the page that reads figures, and left with the server
        "step": {"dose", "plasma", "soak", "purge"},  # chosen as `action`, with `precursors`
        "result": {*RESULT_KEYS, "outcome"},  # chosen as `result`, with `value`
        # told how many, and left with the server; made by the page that reads figures, and kept
        "test": {"replicates", "profiles"},
    }
    for spec in SPECS.values():
        missing = set(_names(spec.model)) - _covered(spec) - shown.get(spec.name, set())
        assert not missing, spec.name
    stated = {f.name: f for f in SPECS["condition"].fields}["property"].values
    assert sorted(stated) == CONDITION_KEYS
    results = {f.name: f for f in SPECS["result"].fields}["result"].values
    assert set(RESULT_KEYS) < set(results)


def _names(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _covered(spec: Spec) -> set[str]:
    inside = {"points.table": "points"}
    return {inside.get(f.name, f.name.split(".")[0]) for f in spec.fields} | set(spec.lists)


def test_citation_cell_and_substrate_have_a_field_for_each_of_their_names() -> None:
    for spec, name in (
        (PAPER, "citation"),
        (SPECS["test"], "cell"),
        (SPECS["coating"], "substrate"),
    ):
        inner = spec.model.model_fields[name].annotation
        assert isinstance(inner, type)
        assert issubclass(inner, BaseModel)
        shown = {f.name.split(".")[1] for f in spec.fields if f.name.startswith(f"{name}.")}
        assert shown == set(_names(inner))


def test_every_list_of_a_record_has_its_kind() -> None:
    for spec in SPECS.values():
        for name in spec.lists:
            assert spec_of(spec.name, name).fields
    assert len(LIST_OF) == sum(len(spec.lists) for spec in SPECS.values())


# --- the buttons --------------------------------------------------------------------------------
def pressed(document: dict[str, Any], button: str) -> dict[str, Any]:
    root = nodes_of(pairs_of(document))
    press(root, button)
    return document_of(root)


def test_steps_are_moved_and_removed_by_buttons() -> None:
    document = paper()
    moved = pressed(document, "down:coatings[0].steps[0]")
    assert [next(iter(s)) for s in moved["coatings"][0]["steps"]] == [
        "purge",
        "dose",
        "dose",
        "purge",
    ]
    gone = pressed(document, "remove:coatings[0].steps[2]")
    assert len(gone["coatings"][0]["steps"]) == 3


def test_a_step_inside_a_sub_cycle_is_reached_too() -> None:
    moved = pressed(paper(), "up:coatings[1].steps[0].steps[1]")
    inner = moved["coatings"][1]["steps"][0]["steps"]
    assert inner[0] == {"dose": "eg"}


def test_a_new_row_remembers_the_place_of_the_one_above() -> None:
    new = pressed(paper(), "add:coatings[0].measurements")["coatings"][0]["measurements"]
    assert len(new) == 5
    assert "at" not in new[4], "the row above has no place of its own"
    new = pressed(paper(), "add:coatings[1].measurements")["coatings"][1]["measurements"]
    assert new[1] == {"at": "p. 5"}


def test_another_like_this_is_a_record_of_its_own() -> None:
    document = paper()
    document["coatings"][0]["id"] = "ASC-C000007"
    first, second, third = pressed(document, "copy:coatings[0]")["coatings"]
    assert (first["id"], third["key"]) == ("ASC-C000007", "li-eg-on-si")
    assert "id" not in second
    assert "key" not in second
    assert second["measurements"] == first["measurements"]


def test_the_bare_control_of_a_coated_cell_is_made_beside_it() -> None:
    document = paper()
    document["cycling"] = [document["cycling"][1] | {"controls": []}]
    coated, bare = pressed(document, "control:cycling[0]")["cycling"]
    assert (coated["controls"], bare["key"]) == (["bare"], "bare")
    assert "coating" not in bare
    assert "results" not in bare
    assert bare["cell"] == coated["cell"]


def test_a_changed_key_takes_its_references_along() -> None:
    pairs = dict(pairs_of(paper()))
    pairs["coatings[0].key"] = "film"
    pairs["cycling[0].key"] = "blank"
    document = document_of(nodes_of(pairs.items()))
    assert document["cycling"][1]["coating"] == "film"
    assert document["cycling"][1]["controls"] == ["blank"]
    assert document["cycling"][1]["results"][1]["than"] == "blank"
