"""The documents of the review as a whole: ids, references, vocabulary, values and places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from documents.tests.review_fixtures import (
    REVIEW,
    as_list,
    coatings,
    cycling_tests,
    papers,
    precursors,
    printed,
    reference,
    steps,
    vocabulary,
)
from science.properties import properties, property_value

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = re.compile(r"Table [1-4]|Fig\. [5-8][a-f]?|p\. (\d{5})")
STEP_VALUES = {"time", "temperature"}
RESULT_KEYS = set(properties("result", "test"))


@pytest.mark.parametrize(
    ("kind", "items", "first", "count"),
    [("coating", coatings, "chen-2017", 64), ("test", cycling_tests, "chen-2017", 47)],
)
def test_ids_are_given_once_and_those_of_withdrawn_records_are_kept(
    kind: str, items: Any, first: str, count: int
) -> None:
    gone = [
        entry["id"]
        for document in papers().values()
        for entry in document.get("withdrawn", [])
        if entry["kind"] == kind
    ]
    ids = sorted([*(item["id"] for _, item in items()), *gone])
    assert ids == [
        f"ASC-{'C' if kind == 'coating' else 'T'}{number:06d}" for number in range(1, count + 1)
    ]
    name = "coatings" if kind == "coating" else "cycling"
    assert papers()[first][name][0]["id"] == ids[0]


def test_every_reference_number_is_one_paper_read_in_the_review() -> None:
    cited = [d for d in papers().values() if "via" in d]
    assert sorted(reference(d) for d in cited) == list(range(1, 103))
    assert {d["via"]["paper"] for d in cited} == {REVIEW}
    assert papers()[REVIEW]["id"] == "ASC-P000001"
    for document in cited:
        number = reference(document)
        assert document["id"] == f"ASC-P{103 if number == 1 else number:06d}", document["key"]


def test_every_vocabulary_key_used_exists() -> None:
    for _, coating in coatings():
        assert coating["material"] in vocabulary("materials"), coating["id"]
        assert coating["substrate"]["material"] in vocabulary("substrates"), coating["id"]
        assert set(coating.get("methods", [])) <= set(vocabulary("methods")), coating["id"]
        assert set(precursors(coating)) <= set(vocabulary("precursors")), coating["id"]
    for _, test in cycling_tests():
        electrode = test["cell"].get("electrode")
        assert electrode is None or electrode in vocabulary("substrates"), test["id"]
    for document in papers().values():
        for entry in document.get("source_temperatures", []):
            assert entry["precursor"] in vocabulary("precursors"), document["key"]


def test_every_material_and_substrate_is_used() -> None:
    used = {coating["material"] for _, coating in coatings()}
    phases = {p["material"] for m in vocabulary("materials").values() for p in m.get("phases", [])}
    assert used | phases == set(vocabulary("materials"))
    surfaces = {coating["substrate"]["material"] for _, coating in coatings()}
    assert surfaces == set(vocabulary("substrates"))


def _values() -> Iterator[tuple[str, str, str]]:
    """(where, property, value as printed) of everything that is printed in the documents."""
    for key, document in papers().items():
        for entry in document.get("source_temperatures", []):
            yield f"{key}:{entry['precursor']}", "source_temperature", entry["value"]
        for entry in document.get("precursor_values", []):
            yield f"{key}:{entry['precursor']}", entry["property"], entry["value"]
    for _, coating in coatings():
        for entry in coating.get("measurements", []):
            if "value" in entry:
                yield coating["id"], entry["property"], entry["value"]
            for name, value in entry.get("conditions", {}).items():
                yield coating["id"], name, value
        for step in steps(coating):
            for name in STEP_VALUES & set(step):
                yield coating["id"], name, step[name]
    for _, test in cycling_tests():
        for name, value in test.get("conditions", {}).items():
            yield test["id"], name, printed(value)
        for result in test.get("results", []):
            for name in RESULT_KEYS & set(result):
                yield test["id"], name, result[name]


def test_every_value_as_printed_can_be_read() -> None:
    values = list(_values())
    for where, name, text in values:
        assert isinstance(text, str), (where, name)
        assert text.strip(), (where, name)
        quantity = property_value(name, text)
        assert quantity.low is not None or quantity.high is not None, (where, name, text)
    assert len(values) > 90


def _sourced() -> Iterator[tuple[str, dict[str, Any]]]:
    for key, document in papers().items():
        for entry in document.get("source_temperatures", []):
            yield key, entry
        for entry in document.get("precursor_values", []):
            yield key, entry
    for _, coating in coatings():
        yield coating["id"], coating
        for entry in (
            *coating.get("measurements", []),
            *(s for s in steps(coating) if "time" in s),
        ):
            yield coating["id"], entry
    for _, test in cycling_tests():
        yield test["id"], test
        for entry in test.get("results", []):
            yield test["id"], entry


def test_everything_has_its_place_in_the_review_and_how_it_was_taken() -> None:
    for where, entry in _sourced():
        places = as_list(entry.get("at"))
        assert places, where
        assert entry["extraction"] == ("table" if places[0].startswith("Table") else "text"), where
        for place in places:
            match = PLACE.fullmatch(place)
            assert match, (where, place)
            assert match[1] is None or 10492 <= int(match[1]) <= 10501, (where, place)


def test_what_the_tables_do_not_know_is_said_in_a_note() -> None:
    for _, coating in coatings():
        in_a_table = as_list(coating["at"])[0].startswith("Table")
        if not in_a_table or coating["substrate"]["material"] == "unspecified":
            assert coating.get("note"), coating["id"]


def test_a_film_grown_with_hfac_is_the_hybrid_and_never_a_plain_fluoride() -> None:
    grown = {coating["material"] for _, coating in coatings() if "hfac" in precursors(coating)}
    assert grown == {"lif-cfx"}
