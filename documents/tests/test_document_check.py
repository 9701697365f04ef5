"""A document is refused with every problem at its path, or accepted in one canonical form."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.check import check_paper, check_vocabulary
from documents.schema import canonical
from documents.tests.documents import VOCABULARY, paper
from records.document.checking import OnRecord
from records.document.invalid import DocumentInvalid

KNOWN = OnRecord(
    terms={
        "papers": {"review-2025"},
        **{
            name: {entry["key"] for entry in VOCABULARY[name]}
            for name in ("precursors", "materials", "substrates", "methods")
        },
    },
    records={"coatings": {("other-2019", "al2o3")}},
)


def refused(data: Any) -> dict[str, str]:
    """Problems by path of a document that must not pass."""
    with pytest.raises(DocumentInvalid) as caught:
        check_paper(data, KNOWN)
    return {problem.path: problem.message for problem in caught.value.problems}


def cycling_of(document: Any) -> list[Any]:
    checked: Any = check_paper(document, KNOWN)
    found: list[Any] = checked.cycling
    return found


def put(path: str, value: Any) -> dict[str, Any]:
    """The good document with one place changed: ``coatings.0.material``."""
    document = copy.deepcopy(paper())
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    node: Any = document
    for part in parents:
        node = node[part]
    node[last] = value
    return document


def test_a_good_document_passes_and_its_canonical_form_passes_again() -> None:
    content = canonical(check_paper(paper(), KNOWN))
    assert canonical(check_paper(content, KNOWN)) == content


@pytest.mark.parametrize(
    ("place", "value", "path", "says"),
    [
        ("coatings.0.material", "al2o33", "coatings[0].material", 'did you mean "al2o3"'),
        ("coatings.0.steps.0.dose", "tmaa", "coatings[0].steps[0].dose[0]", 'mean "tma"'),
        ("coatings.0.substrate.material", "gold", "coatings[0].substrate.material", "substrate"),
        ("coatings.0.methods", ["SEM", "XPZ"], "coatings[0].methods[1]", 'no method "XPZ"'),
        ("coatings.0.methods", ["SEM", "SEM"], "coatings[0].methods[1]", "named twice"),
        ("coatings.0.measurements.0.value", "1 K", "coatings[0].measurements[0].value", "Å"),
        ("coatings.0.measurements.0.value", "thin", "coatings[0].measurements[0].value", "read"),
        (
            "coatings.0.measurements.0.property",
            "thicknes",
            "coatings[0].measurements[0].property",
            'mean "thickness"',
        ),
        ("coatings.0.purpose", "decoration", "coatings[0].purpose", "protective barrier"),
        ("coatings.0.steps.0.time", "10 nm", "coatings[0].steps[0].time", "s"),
        ("cycling.1.conditions", {"rate": "0.5 K"}, "cycling[1].conditions.rate", "1/h"),
        ("cycling.0.conditions", {"rate": "1C"}, "cycling[0]", "rate stands on the test and"),
        ("cycling.1.controls", ["bar"], "cycling[1].controls[0]", 'mean "bare"'),
        ("cycling.1.controls", ["coated"], "cycling[1].controls[0]", "its own control"),
        ("cycling.1.coating", "al2o3", "cycling[1].coating", 'mean "al2o3-on-li"'),
        ("cycling.1.results.0.at_cycle", "soon", "cycling[1].results[0].at_cycle", "soon"),
        ("cycling.1.results.0.retention", "80 mV", "cycling[1].results[0].retention", "%"),
        ("via", {"paper": "nobody-2000"}, "via.paper", "no paper"),
        ("citation.issued", "next year", "citation.issued", "next year"),
        ("citation.issued", "2020-13", "citation.issued", "calendar"),
        ("citation.volume", "n/a", "citation.volume", "leave it out"),
        ("citation.page", "n/a-n/a", "citation.page", "leave it out"),
        ("citation.issued", "2021-02-29", "citation.issued", "calendar"),
        ("citation.issued", "0000", "citation.issued", "calendar"),
        ("citation.DOI", "10.1000/abc。", "citation.DOI", "expected a DOI"),
        ("citation.DOI", "10.1000/a\u200bbc", "citation.DOI", "expected a DOI"),
        ("via", {"paper": "review-2025", "number": 10**12}, "via.number", "at most 32767"),
        (
            "coatings.0.measurements.0",
            {"property": "ionic_conductivity", "value": "10-12 S/cm"},
            "coatings[0].measurements[0].value",
            "raise the exponent",
        ),
        (
            "coatings.0.measurements.0",
            {"property": "thickness"},
            "coatings[0].measurements[0]",
            "say with `missing` why there is none",
        ),
        ("cycling.1.results.0.at_cycle", "1.000", "cycling[1].results[0].at_cycle", "ambiguous"),
        ("cycling.1.results.0.at_cycle", "0.5", "cycling[1].results[0].at_cycle", "whole"),
        ("cycling.1.results.0.at_cycle", "-5", "cycling[1].results[0].at_cycle", "whole"),
        ("cycling.1.results.0.at_cycle", "9" * 41, "cycling[1].results[0].at_cycle", "at most 40"),
        ("cycling.2.points.unit", "furlongs", "cycling[2].points.unit", "mAh/g, mAh/cm²"),
        ("cycling.2.points.columns.1", "Discharge", "cycling[2].points", 'mean "discharge"'),
        ("cycling.2.points.columns.1", "discharge", "cycling[2].points", "twice"),
        ("cycling.2.points.rows.0.0", 0.5, "cycling[2].points", "rows[0]: 0.5 is no number"),
        ("cycling.2.points.rows.0.0", -1, "cycling[2].points", "rows[0]: -1 is no number"),
        (
            "cycling.2.points.rows.1.0",
            1,
            "cycling[2].points",
            "rows[1]: cycle 1 is that of rows[0]",
        ),
        ("key", "Doe 2020", "key", "Doe 2020"),
        ("colour", "red", "colour", "unknown name"),
    ],
)
def test_a_bad_place_is_named_with_what_was_expected(
    place: str, value: Any, path: str, says: str
) -> None:
    problems = refused(put(place, value))
    assert path in problems, problems
    assert says in problems[path]


@pytest.mark.parametrize("unit", ["mA h g⁻¹", "mAh/g", "Ah/kg", "mAh g-1"])
def test_the_unit_of_points_is_kept_in_one_spelling(unit: str) -> None:
    checked: Any = check_paper(put("cycling.2.points.unit", unit), KNOWN)
    points = checked.cycling[2].points
    assert points is not None
    assert points.unit == "mAh/g"


@pytest.mark.parametrize(
    ("kind", "entry", "path", "says"),
    [
        ("precursors", {"kind": "metal", "cas": "75-24-2"}, "precursors[0].cas", "check digit"),
        ("precursors", {"kind": "metal", "acronym": "x" * 61}, "precursors[0].acronym", "60"),
        ("precursors", {"kind": "metal", "formula": "C" * 81}, "precursors[0].formula", "80"),
        ("substrates", {"formula": "NMC811"}, "substrates[0].formula", "'M' is no element"),
        (
            "substrates",
            {"formula": "LiNi0.8Mn0.1Co0.1O2 (NMC811)"},
            "substrates[0].formula",
            "leave it out",
        ),
        ("materials", {"class": "hybrid", "charge_carrier": "lithium"},
         "materials[0].charge_carrier", "3"),
        ("methods", {"key": "X" * 41}, "methods[0].key", "40"),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_kept_is_named(
    kind: str, entry: dict[str, Any], path: str, says: str
) -> None:
    data = {"schema": "asc-vocabulary/1", kind: [{"key": "new", "name": "New", **entry}]}
    with pytest.raises(DocumentInvalid) as caught:
        check_vocabulary(data)
    told = {problem.path: problem.message for problem in caught.value.problems}
    assert says in told[path]


def test_every_problem_is_told_at_once() -> None:
    document = put("coatings.0.material", "nope")
    document["coatings"][1]["measurements"][0]["value"] = "nope"
    assert len(refused(document)) == 2


def test_a_value_and_a_kind_of_missing_exclude_each_other() -> None:
    document = put("coatings.0.measurements.0.missing", "not reported")
    assert "not both" in refused(document)["coatings[0].measurements[0]"]


def test_a_step_is_exactly_one_action() -> None:
    document = put("coatings.0.steps.0.purge", True)
    assert "exactly one of dose" in refused(document)["coatings[0].steps[0]"]


def test_a_key_used_twice_is_refused() -> None:
    document = put("coatings.1.key", "al2o3-on-li")
    assert "used twice" in refused(document)["coatings[1].key"]


def test_a_rate_beside_the_test_is_the_short_form_of_a_condition() -> None:
    short = cycling_of(paper())[0]
    long = cycling_of(put("cycling.0", {**paper()["cycling"][0]}))[0]
    assert short.stated_conditions()["rate"].value == "0.5C"
    assert canonical(short) == canonical(long)


def test_a_coating_of_another_paper_can_be_named() -> None:
    other = {"paper": "other-2019", "coating": "al2o3"}
    assert check_paper(put("cycling.1.coating", other), KNOWN)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["key", "coatings", "citation", "cycling", "steps", "via", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_comes_in_is_accepted_or_refused_never_an_error(data: Any) -> None:
    with contextlib.suppress(DocumentInvalid):
        check_paper(data, KNOWN)


def test_a_word_is_told_unknown_while_another_record_is_not_finished() -> None:
    document = paper()
    document["coatings"][0]["methods"].append("SEMM")
    document["coatings"].append({"key": "half-typed", "material": "al2o3"})
    found = refused(document)
    assert 'no method "SEMM"' in found["coatings[0].methods[2]"]
    assert found["coatings[2].purpose"] == "is required"
