"""Lists of papers as people bring them: every entry read, or told with its line."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.worklist import reading
from curation.worklist.reading import UnreadableList, read_list


def dois(text: str) -> list[str]:
    return [entry.citation.get("DOI", "") for entry in read_list(text)]


def test_dois_are_taken_in_any_form() -> None:
    text = """https://doi.org/10.1039/C7TA03116J
doi:10.1000/xyz, 10.1000/ABC; 10.1021/acs.chemmater.5b00331.
Chen et al. 2017, https://dx.doi.org/10.1234/asc.test.2017

nothing here
"""
    assert dois(text) == [
        "10.1039/c7ta03116j", "10.1000/xyz", "10.1000/abc", "10.1021/acs.chemmater.5b00331",
        "10.1234/asc.test.2017", "",
    ]  # fmt: skip
    last = read_list(text)[-1]
    assert (last.line, last.said) == (5, "nothing here")
    assert "no DOI" in last.problem


BIBTEX = r"""@string{jtf = "J. Test. Films"}
@article{one,
  author = {Chen, L. and van Bui, H.}, title = {{Al2O3} on {L}i}, journal = jtf,
  year = 2017, volume = 5, pages = {1--9}, doi = {10.1000/ONE}, abstract = {not kept}
}
@article{two, author = {Roe, R.}, title = {Cut off, year = 2018
@article{three, author = {Poe, P.}, year = {2019}, title = {Third}}
"""


def test_an_entry_of_bibtex_that_is_cut_off_stops_no_other() -> None:
    one, two, three = read_list(BIBTEX)
    assert one.citation["DOI"] == "10.1000/one"
    assert one.citation["title"] == "Al2O3 on Li"
    assert one.citation["container-title"] == "J. Test. Films"
    assert "abstract" not in one.citation
    assert (two.line, bool(two.problem), two.citation) == (6, True, {})
    assert three.citation["issued"] == "2019"


def test_an_entry_of_ris_is_read_by_itself() -> None:
    text = (
        "TY  - JOUR\nAU  - Chen, L.\nPY  - 2017\nDO  - 10.1000/one\nER  -\n\nTY  - JOUR\nAU  - X\n"
    )
    one, two = read_list(text)
    assert one.citation["DOI"] == "10.1000/one"
    assert two.line == 7
    assert "no end" in two.problem


def test_csl_json_keeps_what_a_citation_has_and_nothing_else() -> None:
    items = [
        {"id": "x", "type": "article-journal", "title": "<i>A</i> film", "DOI": "10.1000/One",
         "author": [{"family": "Chen", "given": "L.", "sequence": "first"}], "volume": 5,
         "issued": {"date-parts": [["2017", 3]]}, "abstract": "not kept", "note": "nor this",
         "container-title": "J", "publisher": "P"},
        {"type": "webpage", "title": "B", "URL": "https://doi.org/10.1000/two"},
        "three",
        {"type": "book", "title": "C", "DOI": "none"},
    ]  # fmt: skip
    one, two, three, four = read_list(json.dumps(items, indent=1))
    assert one.citation == {
        "type": "article-journal", "title": "A film", "DOI": "10.1000/one", "volume": "5",
        "author": [{"family": "Chen", "given": "L."}], "issued": "2017", "container-title": "J",
    }  # fmt: skip
    assert two.citation["DOI"] == "10.1000/two"
    assert two.citation["type"] == "article"
    assert "expected an object" in three.problem
    assert four.problem.startswith("DOI")
    assert [one.line, two.line] == [2, 28]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no DOI"),
        ("<rdf:RDF>", "CSL JSON"),
        ("[{", "line 1"),
        ("10.1000/x\n" * 1001, "1001 entries"),
    ],
)
def test_what_is_no_list_says_what_was_expected(text: str, why: str) -> None:
    with pytest.raises(UnreadableList, match=why):
        read_list(text)


@given(text=st.text(alphabet='@{}=,"\n TYER-10./abc[]:<\\', max_size=120))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    with suppress(UnreadableList):
        for entry in read_list(text):
            assert bool(entry.problem) != bool(entry.citation)


def test_short_names_go_with_the_entries_that_use_them() -> None:
    text = """@string{jps = "J. Power Sources"}
@string{lab = "of " # jps}
@string(OTHER = "unused {")
@article{a, title = "A", journal = jps}
@article{b, title = "B", journal = lab}
@article{c, title = "C", journal = "jps in words"}"""
    entries = read_list(text)
    assert [one.citation.get("container-title") for one in entries] == [
        "J. Power Sources", "of J. Power Sources", "jps in words",
    ]  # fmt: skip


def test_a_long_list_of_short_names_is_read_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    read = reading.read_paste

    def counted(text: str) -> dict[str, Any]:
        given.append(len(text))
        return read(text)

    monkeypatch.setattr(reading, "read_paste", counted)
    names = "".join(f'@string{{n{i} = "Journal {i}"}}\n' for i in range(200))
    read_list(names + "".join(f"@misc{{k{i}, title = {{T}}, note = n{i}}}\n" for i in range(5)))
    assert max(given) < 120
