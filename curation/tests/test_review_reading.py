"""A reviewer reads values, not paths: each with its print, its reading and its place."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.models import Submission
from curation.review.gaps import gaps_of
from curation.review.names import Names
from curation.review.sections import read_sections, tally_of
from curation.review.value_lines import Value, changed_values, read_values
from documents.rehearsal import Rehearsal
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def one(values: list[Value], label: str) -> Value:
    return next(value for value in values if value.label == label)


def test_a_value_is_one_line_with_print_reading_place_conditions_and_note() -> None:
    values = read_values({}, paper(), Names())["coatings[al2o3-on-li]"]
    seen = one(values, "ionic conductivity")
    assert seen.printed.new == "3.6–5 × 10⁻⁸ S cm⁻¹"
    assert seen.read.new.startswith("range, (3.6–5)")
    assert seen.at.new == "p. 4, Fig. 2"
    assert {(p.label, p.new) for p in seen.aside} == {("temperature", "RT"), ("note", "two films")}
    assert one(values, "film density").printed.new == "not reported"
    assert one(values, "steps").steps[0] == ("added", "TMA 0.1 s at RT")


def test_a_value_without_a_place_shows_that_of_its_record() -> None:
    document = paper()
    del document["coatings"][0]["measurements"][0]["at"]
    values = read_values({}, document, Names())["coatings[al2o3-on-li]"]
    assert one(values, "growth per cycle").inherited == "Table 2"


def test_only_what_differs_is_new_changed_or_removed() -> None:
    after = copy.deepcopy(paper())
    measured = after["coatings"][0]["measurements"]
    measured[0]["at"] = "p. 4"
    measured[1]["value"] = "250"
    measured.pop(2)
    after["coatings"][0]["steps"][0]["time"] = "0.2 s"
    found = {v.label: v for v in changed_values(paper(), after, Names())}
    assert {label: v.kind for label, v in found.items()} == {
        "growth per cycle": "changed",
        "deposition cycles": "changed",
        "ionic conductivity": "removed",
        "steps": "changed",
    }
    assert not found["growth per cycle"].printed.changed
    assert (found["growth per cycle"].at.old, found["growth per cycle"].at.new) == ("p. 3", "p. 4")
    assert found["steps"].steps[:3] == [
        ("removed", "TMA 0.1 s at RT"),
        ("added", "TMA 0.2 s at RT"),
        ("same", "purge 10 s"),
    ]


def test_short_forms_of_a_condition_are_the_same_value() -> None:
    after = copy.deepcopy(paper())
    test = after["cycling"][0]
    test["conditions"] = {"rate": {"value": test.pop("rate")}}
    assert changed_values(paper(), after, Names()) == []


def test_every_value_of_every_published_document_is_read_once(db: None) -> None:
    for section, values in read_values(paper(), paper(), Names()).items():
        assert all(value.kind == "same" for value in values), section
        assert len({value.stem for value in values}) == len(values)


def test_gaps_are_what_is_neither_given_nor_said_to_be_missing() -> None:
    coating = paper()["coatings"][0]
    assert gaps_of("coatings[al2o3-on-li]", coating) == ["film thickness", "deposition temperature"]
    coating["measurements"].append({"property": "thickness", "missing": "not reported"})
    assert gaps_of("coatings[al2o3-on-li]", coating) == ["deposition temperature"]
    bare = paper()["cycling"][0]
    assert "control" not in gaps_of("cycling[bare]", bare)
    alone = {**paper()["cycling"][1], "controls": []}
    assert "control" in gaps_of("cycling[coated]", alone)


@pytest.fixture
def changed() -> Submission:
    ada, bea = person("ada"), person("bea", Role.CURATOR)
    first = actions.create_submission(by=ada, document=paper())
    actions.submit(submission=first, by=ada)
    actions.approve(submission=first, by=bea)
    document: dict[str, Any] = copy.deepcopy(paper())
    document["coatings"][0]["measurements"][0]["value"] = "2 Å"
    draft = actions.create_submission(by=ada, document=document)
    place = "coatings[al2o3-on-li].measurements[growth_per_cycle].at"
    actions.remark(submission=draft, by=bea, path=place, text="Which page?", question=True)
    return draft


def test_sections_as_they_are_public_are_folded_away_and_counted(changed: Submission) -> None:
    assert changed.base
    sections = read_sections(changed, changed.base.document, Rehearsal())
    assert [s.name for s in sections if s.speaks] == ["coatings[al2o3-on-li]"]
    tally = tally_of(sections)
    assert (tally.records["changed"], tally.records["same"], tally.differing) == (1, 4, 1)
    assert tally.to_see == 1


def test_a_question_on_a_place_stands_at_its_value(changed: Submission) -> None:
    assert changed.base
    sections = read_sections(changed, changed.base.document, Rehearsal())
    section = next(s for s in sections if s.speaks)
    assert section.title == "Al2O3 on Li"
    growth = one(section.values, "growth per cycle")
    assert [r.text for r in growth.remarks] == ["Which page?"]
    assert section.questions == 1
