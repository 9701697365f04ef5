"""The same paper is found, another of the same people is not, and a free key is proposed."""

from __future__ import annotations

from typing import Any

import pytest

from curation.lookup.same import proposed_key, same_papers
from documents.publishing import publish_paper
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def published() -> dict[str, Any]:
    document = paper()
    document["citation"] = {**document["citation"], "DOI": "10.1234/ABC"}
    publish_paper(document)
    return dict(document["citation"])


def test_a_doi_finds_its_paper_whatever_its_case(published: dict[str, Any]) -> None:
    found = same_papers({"DOI": "10.1234/abc"})
    assert [(same.paper.key, same.by) for same in found] == [("doe-2020", "DOI")]


def test_author_year_and_pages_find_it_without_a_doi(published: dict[str, Any]) -> None:
    typed = {
        "author": [{"family": "DOE", "given": "Jane"}],
        "issued": "2021",  # in print a year later
        "volume": "5",
        "page": "1–10",
    }
    assert [same.by for same in same_papers(typed)] == ["authors, year and pages"]


@pytest.mark.parametrize(
    "change",
    [{"page": "11-20"}, {"volume": "6"}, {"issued": "2024"}, {"DOI": "10.9999/other"}],
)
def test_another_paper_of_the_same_people_is_not_it(
    published: dict[str, Any], change: dict[str, str]
) -> None:
    assert same_papers({**published, "DOI": "", **change}) == []


@pytest.mark.parametrize("citation", [{}, {"issued": "20x7", "page": "1"}, {"author": "Doe"}])
def test_half_a_citation_finds_nothing_and_breaks_nothing(citation: dict[str, Any]) -> None:
    assert same_papers(citation) == []
    assert proposed_key(citation)


def test_the_key_is_surname_and_year_with_a_letter_where_taken(published: dict[str, Any]) -> None:
    assert proposed_key(published) == "doe-2020b"
    assert proposed_key(published, taken=["doe-2020b"]) == "doe-2020c"
    sonsteby = {"author": [{"family": "Sønsteby"}], "issued": "2020"}
    assert proposed_key(sonsteby) == "sonsteby-2020"
