"""Crossref answers, is slow, is broken, is absent: a citation, or a sentence within seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from curation.lookup import crossref
from curation.lookup.crossref import CrossrefUnavailable, UnknownDoi, look_up
from curation.lookup.crossref_message import citation_of
from curation.lookup.dois import NotADoi, normal_doi
from curation.lookup.titles import plain_title
from curation.tests.lookup.crossref_server import (
    WORK,
    CrossrefStandIn,
    crossref_stand_in,
    drips,
    says,
    works,
)
from documents.schema import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator


DOI = "10.1234/asc.test.2017"


@pytest.fixture
def stand_in(settings: Any) -> Iterator[CrossrefStandIn]:
    with crossref_stand_in() as server:
        settings.CROSSREF_URL = server.address
        yield server


def test_a_doi_brings_the_citation_as_journals_are_cited(stand_in: CrossrefStandIn) -> None:
    citation = look_up(f"https://doi.org/{DOI.upper()}")
    assert Citation.model_validate(citation)
    assert citation["title"] == "Atomic layer deposition of Al2O3 on Li"
    assert citation["container-title"] == "J. Test. Films"
    assert citation["issued"] == "2017", "the year of the volume, not of the online version"
    assert citation["author"][1:] == [
        {"family": "van Bui", "given": "Henk"},
        {"literal": "The Barrier Consortium"},
    ]
    assert "publisher" not in citation
    assert stand_in.asked[0][0] == DOI
    assert "asc-kb" in stand_in.asked[0][1]
    assert "http" in stand_in.asked[0][1], "a polite client says who it is"


def test_an_overloaded_crossref_is_asked_again_and_then_answers(stand_in: CrossrefStandIn) -> None:
    stand_in.steps = [says(503), says(429, Retry_After="1"), works()]
    assert look_up(DOI)["DOI"] == DOI
    assert len(stand_in.asked) == 3


def test_an_unknown_doi_is_said_at_once(stand_in: CrossrefStandIn) -> None:
    stand_in.steps = [says(404, b"Resource not found.")]
    with pytest.raises(UnknownDoi, match="knows no DOI"):
        look_up(DOI)
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"message": null}', b'{"message": "x"}', b"\xff\xfe"]
)
def test_an_answer_that_is_no_work_is_unavailable(stand_in: CrossrefStandIn, body: bytes) -> None:
    stand_in.steps = [says(200, body)]
    with pytest.raises(CrossrefUnavailable, match="cannot be read"):
        look_up(DOI)


@pytest.mark.parametrize("status", [500, 502, 429])
def test_a_crossref_that_stays_broken_is_given_up(stand_in: CrossrefStandIn, status: int) -> None:
    stand_in.steps = [says(status)]
    with pytest.raises(CrossrefUnavailable, match=str(status)):
        look_up(DOI)
    assert len(stand_in.asked) == 3


def test_a_wait_longer_than_our_patience_is_not_waited(stand_in: CrossrefStandIn) -> None:
    stand_in.steps = [says(429, Retry_After="3600")]
    with pytest.raises(CrossrefUnavailable, match="slow down"):
        look_up(DOI)
    assert len(stand_in.asked) == 1


def test_an_answer_that_drips_ends_with_our_patience(
    stand_in: CrossrefStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossref, "PATIENCE_S", 0.5)
    stand_in.steps = [drips]
    with pytest.raises(CrossrefUnavailable, match="in time"):
        look_up(DOI)


def test_an_alias_is_followed_and_the_way_to_another_machine_is_not(
    stand_in: CrossrefStandIn,
) -> None:
    stand_in.steps = [says(301, Location="/works/10.1234%2Falias"), works()]
    assert look_up(DOI)["page"] == "12297-12309"
    assert stand_in.asked[-1][0] == "10.1234/alias"
    stand_in.steps = [says(301, Location="http://localhost:9/works/secret")]
    with pytest.raises(CrossrefUnavailable, match="on to localhost"):
        look_up(DOI)


def test_an_answer_without_end_is_given_up(
    stand_in: CrossrefStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossref, "_LARGEST_ANSWER", 1000)
    stand_in.steps = [says(200, b" " * 5000)]
    with pytest.raises(CrossrefUnavailable, match="too large"):
        look_up(DOI)


def test_without_a_network_a_sentence_comes_back_soon(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    with pytest.raises(CrossrefUnavailable, match="cannot be reached"):
        look_up(DOI)
    assert len(pauses) == 2
    assert sum(pauses) < crossref.PATIENCE_S


def test_a_work_that_says_nothing_gives_no_invented_fact() -> None:
    assert citation_of({}) == {"type": "article"}
    assert citation_of({"type": "journal-article", "issued": {"date-parts": [[None]]}}) == {
        "type": "article-journal"
    }


def test_a_thesis_keeps_its_degree_and_its_school() -> None:
    citation = citation_of(
        {**WORK, "type": "dissertation", "degree": ["PhD thesis"], "publisher-location": "Espoo"}
    )
    assert (citation["type"], citation["genre"]) == ("thesis", "PhD thesis")
    assert (citation["publisher"], citation["publisher-place"]) == ("Test Society", "Espoo")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Al<sub>2</sub>O<sub>3</sub> films", "Al2O3 films"),
        ("Al<sub>2</sub>\n   O<sub>3</sub>\n   films", "Al2O3 films"),
        ("Al&lt;sub&gt;2&lt;/sub&gt;O&lt;sub&gt;3&lt;/sub&gt;", "Al2O3"),
        ("Al&amp;lt;sub&amp;gt;2&amp;lt;/sub&amp;gt;O", "Al2O"),
        ("<jats:italic>In situ</jats:italic> study &amp; more", "In situ study & more"),
        ("Li<sup>+</sup> transport", "Li+ transport"),
        ("Al\n<sub>2</sub>\nO\n<sub>3</sub>\nCoatings", "Al2O3 Coatings"),
        ("LiCoO\n<sub>2</sub>\nFilms In Situ", "LiCoO2 Films In Situ"),
        ("LiCoO\n<sub>2</sub>\nIn Situ", "LiCoO2 In Situ"),
        ("Li\n<sup>+</sup>\nTransport", "Li+ Transport"),
        ("Li\n<sub>2</sub>\nO films", "Li2O films"),
        ("Ti\n<sub>3</sub>\nC\n<sub>2</sub>\nT\n<sub>x</sub>\nMXene", "Ti3C2Tx MXene"),
        ("10<sup>−7</sup> S cm\n<sup>−1</sup>", "10⁻⁷ S cm⁻¹"),
        ("Study by\n<sup>7</sup>Li NMR", "Study by 7Li NMR"),
        ("TiO<sub>2</sub>\n(anatase)", "TiO2 (anatase)"),
        ("Films &para metric", "Films &para metric"),
        (
            "Growth of <mml:math><mml:mrow>\n <mml:mi>Li</mml:mi>\n <mml:mn>2</mml:mn></mml:mrow>"
            "</mml:math> films",
            "Growth of Li2 films",
        ),
        ("ALD at T < 100 °C and p > 1 mbar", "ALD at T < 100 °C and p > 1 mbar"),
    ],
)
def test_titles_lose_their_markup_and_keep_their_words(marked: str, plain: str) -> None:
    assert plain_title(marked) == plain


@pytest.mark.parametrize(
    ("pasted", "doi"),
    [
        ("10.1039/D5DT00526D", "10.1039/d5dt00526d"),
        (" https://doi.org/10.1039/d5dt00526d ", "10.1039/d5dt00526d"),
        (
            "https://doi.org/10.1002/(sici)1521-3862(199911)5%3A6",
            "10.1002/(sici)1521-3862(199911)5:6",
        ),
        ("doi: 10.1039/d5dt00526d.", "10.1039/d5dt00526d"),
        ("(doi:10.1039/d5dt00526d)", "10.1039/d5dt00526d"),
        ("https://x.org/doi/10.1002/aenm.201900001/full", "10.1002/aenm.201900001"),
        ("https://x.org/doi/10.1002/aenm.201900001/abstract?a=b#c", "10.1002/aenm.201900001"),
        ("https://x.org/10.1149/2.0011902jes/meta", "10.1149/2.0011902jes"),
        ("10.1021/acsami.9b12345/pdf", "10.1021/acsami.9b12345"),
        ("10.1021/acsami.9b12345.pdf", "10.1021/acsami.9b12345"),
        ("10.1002/aenm.201900001/full/html", "10.1002/aenm.201900001"),
        ("10.1021/acs.cm.0c00001?ref=pdf", "10.1021/acs.cm.0c00001"),
        ("10.1021/acs.cm.0c00001#abstract", "10.1021/acs.cm.0c00001"),
        ("https://doi.org/10.1021/acs.cm.0c00001/?a=b", "10.1021/acs.cm.0c00001"),
        ("10.1002/(SICI)1096-911X<1::AID>3.0.CO;2-#", "10.1002/(sici)1096-911x<1::aid>3.0.co;2-#"),
        ("10.1021/acsami.9b\u200b12345\u00ad", "10.1021/acsami.9b12345"),
        ("10.1021/acsami.9b12345。", "10.1021/acsami.9b12345"),
        ("10.1021/acsami.9b12345，2019", "10.1021/acsami.9b12345"),
        ("10.1039/d5dt00526d (2025)", "10.1039/d5dt00526d"),
        ("10.1039/d5dt00526d. Chen 2017", "10.1039/d5dt00526d"),
        (
            "10.1002/(sici)1521-3862(199911)5:6<1::aid-x>3.0.co;2-4",
            "10.1002/(sici)1521-3862(199911)5:6<1::aid-x>3.0.co;2-4",
        ),
    ],
)
def test_a_doi_is_found_in_what_people_paste(pasted: str, doi: str) -> None:
    assert normal_doi(pasted) == doi


def test_text_without_a_doi_is_refused_with_an_example() -> None:
    with pytest.raises(NotADoi, match="expected one such as 10"):
        normal_doi("Chen 2017")


@pytest.mark.parametrize(
    "broken", ["10.1021/acsami.9b 12345", "10.1021/acsami. 9b12345", "10.1021/acs. ami.9b12345"]
)
def test_a_doi_broken_by_a_blank_is_not_cut_short(broken: str) -> None:
    with pytest.raises(NotADoi, match="broken by a blank"):
        normal_doi(broken)


def test_a_year_in_print_may_stand_under_the_issue_alone() -> None:
    issue = {"published-print": {"date-parts": [[2015, 1]]}, "issue": "1"}
    message = {"journal-issue": issue, "published-online": {"date-parts": [[2014, 11, 3]]}}
    assert citation_of(message)["issued"] == "2015"


def test_a_preprint_names_its_server() -> None:
    message = {
        "type": "posted-content",
        "container-title": [],
        "institution": [{"name": "ChemRxiv"}],
        "publisher": "American Chemical Society (ACS)",
    }
    assert citation_of(message) == {"type": "article", "container-title": "ChemRxiv"}


def test_placeholders_of_early_view_are_left_out() -> None:
    assert citation_of({"volume": "n/a", "issue": "n/a", "page": "n/a-n/a"}) == {"type": "article"}


@pytest.mark.parametrize(
    "fields",
    [
        {"issued": "2017"},
        {"issued": [2017]},
        {"issued": {"date-parts": "2017"}},
        {"author": 5},
        {"editor": "Li"},
        {"journal-issue": "3"},
    ],
)
def test_a_work_of_the_wrong_kinds_is_unavailable(
    stand_in: CrossrefStandIn, fields: dict[str, Any]
) -> None:
    stand_in.steps = [says(200, orjson.dumps({"message": {**WORK, **fields}}))]
    with pytest.raises(CrossrefUnavailable, match="cannot be read"):
        look_up(DOI)
