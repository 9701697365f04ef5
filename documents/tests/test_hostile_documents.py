"""Whatever a document says, the check tells what the database would refuse, each at its path."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.testing.heavy import times
from documents import bounds
from documents.publishing import publish_paper
from documents.rehearsal import check_draft, rehearse
from documents.tests.documents import paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

Path = tuple[Any, ...]


def whole() -> dict[str, Any]:
    """A document with most of what one may say."""
    document = paper()
    document["citation"] |= {
        "DOI": "10.1000/xyz", "title": "A title", "URL": "https://example.org", "ISSN": "1234-5678",
        "publisher": "P", "number": "7", "language": "en", "issue": 2, "genre": "PhD",
        "editor": [{"family": "Poe", "suffix": "Jr", "non-dropping-particle": "van"}],
    }  # fmt: skip
    document["note"] = "a note"
    coating, other = document["coatings"]
    coating |= {
        "material_printed": "alumina", "pretreatment": "rinsed", "reactor": "R-200",
        "carrier_gas": "N2", "phase": "gamma", "section": "SI", "url": "https://example.org/a",
        "read_on": "2026-11-26", "note": "n", "supercycle": "3:1", "saturated": ["tma"],
        "series": [{"property": "growth_per_cycle", "against": "deposition_temperature",
                    "unit": "Å", "against_unit": "°C", "rows": [[100, 1.3], [150, 1.1]]}],
    }  # fmt: skip
    other["steps"][0]["steps"][0] |= {"time": "1 s", "note": "n"}
    document["cycling"][2]["cell"] = {
        "type": "half", "cells": 3, "counter": "Li", "electrolyte": "1 M LiPF6", "format": "CR2032",
        "composition": "96:2:2", "separator": "PP", "reference": "Li",
        "electrolyte_parts": {"salts": [{"name": "LiPF6", "amount": "1 M"}], "ratio": "1:1"},
    }  # fmt: skip
    document["cycling"][2]["segments"] = [{"kind": "formation", "cycles": [1, 3], "charge": "0.1C"}]
    return document


def put(document: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    *above, last = path
    inside: Any = changed
    for step in above:
        inside = inside[step]
    inside[last] = value
    return changed


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


class _Back(Exception):
    pass


def publishes(document: dict[str, Any]) -> bool:
    """Whether it can be published; whatever but :class:`DocumentInvalid` is an error."""
    try:
        with transaction.atomic():
            publish_paper(document)
            raise _Back
    except _Back:
        return True
    except DocumentInvalid:
        return False


def agree(document: dict[str, Any]) -> None:
    """What the check lets pass is published; what it does not is refused."""
    assert publishes(document) is not bool(check_draft(document))


def paths_of(document: dict[str, Any]) -> list[str]:
    return [problem.path for problem in check_draft(document)]


STEP = {"dose": "tma"}
REFUSED: dict[str, tuple[Path, Any, str]] = {
    "a number of a reference beyond all": (
        ("via",), {"paper": "first-2019", "number": 3_000_000_000}, "via.number"),
    "read in itself": (("via",), {"paper": "doe-2020", "number": 3}, "via.paper"),
    "a long journal": (("citation", "container-title"), "J" * 60_000, "citation.container-title"),
    "a long film": (
        ("coatings", 0, "material_printed"), "x" * 130, "coatings[0].material_printed"),
    "a long unit": (("cycling", 2, "points", "unit"), "x" * 130, "cycling[2].points.unit"),
    "a long DOI": (("citation", "DOI"), f"10.1000/{'x' * 600}", "citation.DOI"),
    "10¹² cells": (("cycling", 0, "cell", "cells"), 10**12, "cycling[0].cell.cells"),
    "every 10¹²": (("coatings", 1, "steps", 1, "every"), 10**12, "coatings[1].steps[1].every"),
    "the year 0": (("citation", "issued"), "0000", "citation.issued"),
    "a day that is none": (("citation", "issued"), "9999-99-99", "citation.issued"),
    "a year long past": (("citation", "issued"), "1492", "citation.issued"),
    "a year to come": (("citation", "issued"), "9999-12-31", "citation.issued"),
    "a step that repeats too often": (
        ("coatings", 1, "steps", 0, "repeat"), 10**12, "coatings[1].steps[0].repeat"),
    "repeats in repeats in repeats": (
        ("coatings", 0, "steps"),
        [{"repeat": 900, "steps": [{"repeat": 900, "steps": [{"repeat": 900, "steps": [STEP]}]}]}],
        "coatings[0].steps[0]"),
    "a long note": (("note",), "n" * 30_000, "note"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_database_refuses_is_a_problem_at_its_path(case: str) -> None:
    publish_paper(paper("first-2019"))
    path, value, where = REFUSED[case]
    document = put(whole(), path, value)
    assert any(p == where or p.startswith(f"{where}.") for p in paths_of(document)), check_draft(
        document
    )
    assert not publishes(document)


def test_a_doi_that_another_paper_has_is_a_problem_that_names_it() -> None:
    done = publish_paper(put(whole(), ("key",), "first-2019"))
    again = put(whole(), ("citation", "DOI"), "10.1000/XYZ")
    (problem,) = check_draft(again)
    assert problem.path == "citation.DOI"
    assert done.paper.public_id in problem.message
    assert not publishes(again)
    assert check_draft(put(whole(), ("key",), "first-2019")) == []


def test_a_reference_number_that_another_paper_has_is_a_problem_that_names_it() -> None:
    publish_paper(paper("review-2019"))
    read_there = {"paper": "review-2019", "number": 7}
    done = publish_paper({**paper("first-2019"), "via": read_there})
    (problem,) = check_draft({**paper(), "via": read_there})
    assert problem.path == "via.number"
    assert done.paper.public_id in problem.message
    assert not publishes({**paper(), "via": read_there})


def test_a_rehearsal_says_what_publishing_would_refuse() -> None:
    """An id that belongs to another paper is found by publishing alone."""
    publish_paper(paper("first-2019"))
    taken = {**paper(), "id": "ASC-P000001"}
    found = rehearse(taken)
    assert [problem.path for problem in found.refused] == ["id"]


LONG = ("x" * 130, "x" * 600, "1 " * 3000)
NUMBERS = (0, -1, 32_768, 3_000_000_000, 10**12, 1e300, 0.5)
ODD = ("0000", "9999-99-99", "\ud7ff", "nan", "1e999", "a\x0bb", "٣", "")
SHAPES: tuple[Any, ...] = (None, True, [], {}, [[]], {"a": 1})
KINDS: dict[str, tuple[Any, ...]] = {"long": LONG, "numbers": NUMBERS, "odd": ODD, "shapes": SHAPES}
PLACES = st.sampled_from(list(places(whole())))
ANY = st.sampled_from([value for values in KINDS.values() for value in values])


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)  # apart, so that they can run side by side
@given(data=st.data())
@settings(
    max_examples=times(2, 120),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_passes_the_check_is_published(kind: str, data: st.DataObject) -> None:
    document = whole()
    changes = [(data.draw(PLACES), data.draw(st.sampled_from(KINDS[kind])))]
    changes += data.draw(st.lists(st.tuples(PLACES, ANY), max_size=1))
    for path, value in changes:
        with suppress(KeyError, IndexError, TypeError):  # an earlier change took it away
            document = put(document, path, value)
    agree(document)
    rehearse(document)


@pytest.mark.heavy
@pytest.mark.parametrize("value", [*LONG, 3_000_000_000, 10**12])
def test_every_single_value_may_be_too_large(value: Any) -> None:
    """One after the other: the check and publishing say the same of each."""
    document = whole()
    wrong = []
    tried = list(places(document))
    for path in tried[:: times(len(tried) // 6, 1)]:
        changed = put(document, path, value)
        try:
            agree(changed)
        except Exception as error:  # every kind is what this test looks for
            wrong.append((path, type(error).__name__, str(error)[:200]))
    assert wrong == []


def test_a_record_with_a_list_that_is_none_is_left_out_and_the_others_stay() -> None:
    document = put(whole(), ("coatings", 0, "steps", 1), "x" * 130)
    document = put(document, ("coatings", 0, "saturated"), "x" * 130)
    seen = rehearse(document)
    assert "coatings[0]" in seen.partial
    assert "coatings" not in seen.partial


def test_a_list_that_is_too_long_is_told_alone() -> None:
    document = {**paper(), "coatings": [{}] * 20_001}
    (problem,) = check_draft(document)
    assert problem.path == "coatings"
    assert "holds 20001 entries, at most 20000" in problem.message


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted() -> None:
    document = {**paper(), "coatings": [{}] * 15_000, "cycling": []}
    problems = check_draft(document)
    assert len(problems) < 2_100
    assert problems[0].path == "coatings[0].key"
    assert any("more problems behind it" in problem.message for problem in problems)


def test_objects_are_bounded_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_OBJECTS", 50)
    document = {**paper(), "coatings": [{"steps": [{}] * 10}] * 10}
    (problem,) = check_draft(document)
    assert "holds more than 50 records, steps and values" in problem.message
    assert "too much" in rehearse(document).problem
