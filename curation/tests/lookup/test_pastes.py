"""Pasted BibTeX and RIS give the citation; what is none is refused with what was expected."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from curation.lookup.pastes import LONGEST_PASTE, UnreadablePaste, read_paste
from curation.lookup.titles import said
from documents.schema import Citation
from literature.formats import bibtex_entry, ris_record
from literature.tests.test_citation_formats import ARTICLE_NUMBER, BOOK, LETTER, THESIS, paper

BIBTEX = r"""
@article{chen2017,
  author = {van der Berg, Jan and M{\"u}ller, Karl and {The ASC and ALD Consortium}
    and Doe, Jr., John},
  title = {{Al$_2$O$_3$} on \ce{LiCoO2}: a 50\% gain},
  journal = {J. Test. {F}ilms}, year = 2017, month = jun, volume = 5, number = 24,
  pages = {12297--12309}, doi = {https://doi.org/10.1234/ABC}, publisher = {Test Society},
}
"""
RIS = """TY  - JOUR
AU  - Chen, L.
AU  - Connell, J. G.
AU  - The Barrier Consortium
TI  - Barriers on lithium
JO  - J. Test. Films
T2  - Journal of Test Films
PY  - 2017/06/01/
VL  - 5
IS  - 24
SP  - 12297
EP  - 12309
DO  - 10.1234/abc
ER  -
"""


def test_bibtex_gives_names_with_particles_and_titles_without_latex() -> None:
    citation = read_paste(BIBTEX)
    assert Citation.model_validate(citation)
    assert citation["title"] == "Al2O3 on LiCoO2: a 50% gain"
    assert citation["author"] == [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Müller", "given": "Karl"},
        {"literal": "The ASC and ALD Consortium"},
        {"family": "Doe", "given": "John", "suffix": "Jr."},
    ]
    assert (citation["issued"], citation["page"]) == ("2017", "12297-12309")
    assert (citation["container-title"], citation["DOI"]) == ("J. Test. Films", "10.1234/abc")


def test_a_bibtex_thesis_names_its_school() -> None:
    citation = read_paste('@phdthesis{x, author="Ann Bee", title="T", school="Aalto", year="2019"}')
    assert (citation["type"], citation["publisher"]) == ("thesis", "Aalto")


def test_ris_gives_the_same_citation_shape() -> None:
    citation = read_paste(RIS)
    assert Citation.model_validate(citation)
    assert citation["container-title"] == "J. Test. Films"
    assert citation["page"] == "12297-12309"
    assert citation["issued"] == "2017"
    assert citation["author"][-1] == {"literal": "The Barrier Consortium"}


def test_ris_from_windows_and_with_one_space_is_read_too() -> None:
    crooked = "\ufeff" + RIS.replace("  - ", " - ").replace("\n", "\r\n")
    assert read_paste(crooked) == read_paste(RIS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "neither BibTeX"),
        ("L. Chen, J. Test. Films, 2017", "neither BibTeX"),
        ("@article{x, title={a", "no whole citation"),
        (BIBTEX + BIBTEX.replace("chen2017", "other"), "2 citations"),
        (RIS + RIS, "2 citations"),
        ("TY  - JOUR\nAU  - Chen, L.\n", "no end"),
        ("@" * (LONGEST_PASTE + 1), "longer than"),
    ],
)
def test_what_is_not_one_citation_is_refused(text: str, expected: str) -> None:
    with pytest.raises(UnreadablePaste, match=expected):
        read_paste(text)


def bibtex(fields: str, key: str = "key") -> str:
    return f"@article{{{key},\n  {fields},\n  year = 2017\n}}"


def ris(*lines: str) -> str:
    return "\n".join(["TY  - JOUR", "PY  - 2017", *lines, "ER  - ", ""])


LI, NIE = {"family": "Li", "given": "B."}, {"family": "Nie", "given": "A."}


@pytest.mark.parametrize(
    ("people", "names"),
    [
        ("B. Li, A. Nie", [LI, NIE]),
        ("B. Li, A. Nie and J. Elam", [LI, NIE, {"family": "Elam", "given": "J."}]),
        ("Li, B., Nie, A.", [LI, NIE]),
        ("Li, B. AND Nie, A.", [LI, NIE]),
        ("Li B. and Nie A.", [LI, NIE]),
        ("Garcia Lopez, Maria Jose", [{"family": "Garcia Lopez", "given": "Maria Jose"}]),
        ("Bo Li, Al Nie, Jo Elam", [
            {"family": "Li", "given": "Bo"},
            {"family": "Nie", "given": "Al"},
            {"family": "Elam", "given": "Jo"},
        ]),
        ("Li, Jr., B.", [{**LI, "suffix": "Jr."}]),
        ("Li, B., Jr.", [{**LI, "suffix": "Jr."}]),
        (r"Dar{\'\i}o, Mart{\'\i}n", [{"family": "Darío", "given": "Martín"}]),
        (r"Nguy{\~\^e}n, Th{\'\u a}ng", [{"family": "Nguyễn", "given": "Thắng"}]),
        (r"{\relax Ch}en, {\L}.", [{"family": "Chen", "given": "Ł."}]),
    ],
)  # fmt: skip
def test_authors_are_told_apart(people: str, names: list[dict[str, str]]) -> None:
    assert read_paste(bibtex(f"author = {{{people}}}"))["author"] == names


@pytest.mark.parametrize("people", ["Li, B., et al.", "Li, B. and others", "Li, B. and et al."])
def test_a_list_of_authors_that_goes_on_is_known_to(people: str) -> None:
    citation = read_paste(bibtex(f"author = {{{people}}}"))
    assert citation["author"] == [LI]
    assert citation["authors-incomplete"] == "yes"
    assert "authors-incomplete" not in read_paste(bibtex("author = {Li, B.}"))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["AU  - Fanning E."], [{"family": "Fanning", "given": "E."}]),
        (["AU  - E. Fanning"], [{"family": "Fanning", "given": "E."}]),
        (["AU  - Merck KGaA"], [{"literal": "Merck KGaA"}]),
        (["AU  - Li, B.", "AU  - et al."], [LI]),
        (["AU  - Li, B., et al."], [LI]),
    ],
)
def test_names_in_ris_without_a_comma(lines: list[str], names: list[dict[str, str]]) -> None:
    assert read_paste(ris(*lines))["author"] == names


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        (r"\ch{Ti3C2T_{x}} films", "Ti3C2Tx films"),
        (r"Al\textsubscript{2}O\textsubscript{3} {\it in situ}", "Al2O3 in situ"),
        (r"Al<sub>2</sub>O<sub>3</sub> \&amp; more", "Al2O3 & more"),
        (r"A${}_{2}$B${}_{3}$", "A2B3"),
        (r"a 50\% gain", "a 50% gain"),
        (r"10$^{-7}$~S~cm\textsuperscript{-1}", "10⁻⁷ S cm⁻¹"),
        (r"10<sup>−7</sup> S cm<sup>-1</sup>", "10⁻⁷ S cm⁻¹"),
    ],
)
def test_titles_lose_the_markup_of_every_kind(title: str, plain: str) -> None:
    assert read_paste(bibtex(f"title = {{{title}}}"))["title"] == plain


def test_ris_titles_and_journals_lose_tags_and_entities() -> None:
    citation = read_paste(ris("TI  - Al<sub>2</sub>O<sub>3</sub> &amp; Li", "T2  - A &amp; B"))
    assert (citation["title"], citation["container-title"]) == ("Al2O3 & Li", "A & B")


@pytest.mark.parametrize("nothing", ["n/a", "N/A", "n.a.", "in press", "-"])
def test_a_placeholder_says_nothing(nothing: str) -> None:
    fields = f"volume = {{{nothing}}}, number = {{{nothing}}}, pages = {{{nothing}}}"
    assert set(read_paste(bibtex(fields))) == {"type", "issued"}
    assert set(read_paste(ris(f"VL  - {nothing}", f"SP  - {nothing}"))) == {"type", "issued"}
    assert "page" not in read_paste(bibtex("pages = {n/a--n/a}"))
    assert "page" not in read_paste(ris("SP  - n/a", "EP  - n/a"))


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["JF  - Whole Journal"], "container-title", "Whole Journal"),
        (["C7  - 2400174"], "page", "2400174"),
        (["AN  - 2400174"], "page", "2400174"),
        (["M1  - e1234"], "page", "e1234"),
        (["SP  - 12297-12309", "EP  - 12309"], "page", "12297-12309"),
        (["SP  - 7", "EP  - 9", "C7  - 2400174"], "page", "7-9"),
        (["UR  - https://doi.org/10.1000/ABC"], "DOI", "10.1000/abc"),
        (["DO  - https://x.org/doi/10.1000/abc.1/full"], "DOI", "10.1000/abc.1"),
    ],
)
def test_fields_of_ris_that_exporters_fill_differently(
    lines: list[str], field: str, value: str
) -> None:
    assert read_paste(ris(*lines))[field] == value


def test_the_number_of_a_database_is_no_article_number() -> None:
    assert "page" not in read_paste(ris("AN  - 2839401", "DB  - PubMed"))


def test_the_date_of_a_ris_stands_in_for_its_year() -> None:
    assert read_paste("TY  - JOUR\nDA  - 2015/03/01\nER  - \n")["issued"] == "2015"


def test_ris_with_indented_tags_is_read() -> None:
    indented = "\n".join(f"  {line}" for line in RIS.split("\n"))
    assert read_paste(indented) == read_paste(RIS)


@pytest.mark.parametrize("key", ["", "two words", "a:b/c"])
def test_the_key_of_an_entry_does_not_matter(key: str) -> None:
    assert read_paste(bibtex("title = {Films}", key))["title"] == "Films"


def test_an_entry_without_key_and_a_joined_month_are_read() -> None:
    assert read_paste("@article{title = {Films}, year = 2017}")["title"] == "Films"
    assert read_paste(bibtex('month = 10 # "~" # jan, title = {Films}'))["title"] == "Films"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (bibtex("title = {Films}}"), "closing brace too many in line 2"),
        (bibtex("title = {Films"), "the brace of line 2 is not closed"),
        (bibtex("journal = jtf"), '"jtf" is a short name'),
        (bibtex(r"journal = {\jap}"), r"the journal is a command, \\jap"),
        (bibtex("title = {Films},\n  nothing here"), "line 3 is no field"),
        (bibtex("author = {Chen, Lin, Wang}"), 'join names with "and"'),
        (bibtex("doi = {10.1021/acsami.9b 12345}"), "broken by a blank"),
        (ris("DO  - 10.1021/acsami.9b 12345"), "broken by a blank"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, expected: str) -> None:
    with pytest.raises(UnreadablePaste, match=expected):
        read_paste(text)


TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).replace("<", "").split())
)


@given(TITLES.filter(lambda title: title and "&" not in title))
@example("Al₂O₃ on LiCoO₂ – 10⁻⁷ S·cm⁻¹ at 5 °C {x} Ω α-phase")
@example("R&D of films at T > 100 °C")
def test_our_own_exports_come_back_with_the_same_title(title: str) -> None:
    assume(said(title))
    csl = {**LETTER, "title": title}
    assert read_paste(bibtex_entry(paper(csl)))["title"] == title
    assume(not re.search(r"\\|\$|[_^]\{|^[{]", title))
    assert read_paste(ris_record(paper(csl)))["title"] == title


@pytest.mark.parametrize("csl", [LETTER, ARTICLE_NUMBER, BOOK, THESIS])
def test_our_own_exports_come_back_as_they_were(csl: dict[str, Any]) -> None:
    stored = {**csl, "issued": csl["issued"][:4]}
    if "page" in csl or "number" in csl:
        stored["page"] = (stored.pop("number", "") or stored["page"]).replace("–", "-")
    assert read_paste(bibtex_entry(paper(csl))) == stored
    assert read_paste(ris_record(paper(csl))) == stored


SCRAPS = st.sampled_from(
    ["@article{", "k,", "title = ", "{", "}", '"', "author=", "{A, B and C}", ",", "#", "jan", "\\",
     "\\'", "$", "TY  - JOUR\n", "AU  - ", "ER  - \n", "\n", "et al.", "10.1000/", "doi = ", "and ",
     "n/a", "%", "&amp;", "<sub>", "1", "-", "month = 10 # ", "@string{x = ", "é", "pages"]
)  # fmt: skip


@given(st.lists(SCRAPS, max_size=25).map("".join))
@settings(max_examples=300)
def test_a_paste_of_any_kind_gives_a_citation_or_the_reason_why_not(text: str) -> None:
    try:
        found: object = read_paste(text)
    except UnreadablePaste as error:
        found = str(error)
    assert found
