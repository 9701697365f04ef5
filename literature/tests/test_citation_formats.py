"""Citations survive the way through the readers that others use."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import bibtexparser
import orjson
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import splitname
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st

from literature.formats import bibtex_entry, csl_item, ris_record
from literature.formats.latex import escaped, plain, protected
from literature.models import Paper

LETTER = {
    "type": "article-journal",
    "author": [
        {"family": "Vries", "non-dropping-particle": "de", "given": "Jan", "suffix": "Jr."},
        {"family": "Van Bui", "given": "H."},
        {"family": "Hämäläinen", "given": "J."},
        {"family": "Łukasiewicz-Þórsson", "given": "Ş."},
        {"literal": "Institute of Films"},
    ],
    "title": "Co-free LiNiO2 & 50 % SiOₓ_films: α-phase at 10⁻⁷ S {really}",
    "container-title": "J. Phys. Chem. C",
    "issued": "2019-03-07",
    "volume": "12",
    "issue": "3",
    "page": "1139–1142",
    "DOI": "10.1000/x_y%z",
}
ARTICLE_NUMBER = {
    "type": "article-journal",
    "author": [{"family": "Ahmed", "given": "R. A."}],
    "container-title": "Small Struct.",
    "issued": "2024",
    "volume": "5",
    "number": "2400174",
}
BOOK = {
    "type": "book",
    "editor": [{"family": "Wang", "given": "Y."}, {"family": "Balbuena", "given": "P. B."}],
    "title": "Lithium-ion batteries: Solid-electrolyte interphase",
    "publisher": "Imperial College Press",
    "publisher-place": "London",
    "issued": "2004",
}
THESIS = {
    "type": "thesis",
    "author": [{"family": "Heiska", "given": "J."}],
    "genre": "PhD Thesis",
    "publisher": "Aalto University",
    "issued": "2021",
}
ALL = {"letter": LETTER, "number": ARTICLE_NUMBER, "book": BOOK, "thesis": THESIS}
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


def paper(csl: dict[str, Any], key: str = "de-vries-2019") -> Paper:
    return Paper(id=7, key=key, csl=csl, type=csl["type"])


def read_bibtex(text: str) -> dict[str, str]:
    parser = BibTexParser(common_strings=True)
    (entry,) = bibtexparser.loads(text, parser).entries
    return dict(entry)


def test_a_bibtex_entry_is_read_back_as_it_was_stored() -> None:
    entry = read_bibtex(bibtex_entry(paper(LETTER)))
    assert (entry["ENTRYTYPE"], entry["ID"]) == ("article", "de-vries-2019")
    assert plain(entry["title"]) == LETTER["title"]
    assert entry["journal"] == LETTER["container-title"]
    assert (entry["year"], entry["month"]) == ("2019", "mar")
    assert (entry["volume"], entry["number"]) == ("12", "3")
    assert entry["pages"] == "1139--1142"
    assert entry["doi"] == LETTER["DOI"]


def test_names_keep_particle_suffix_accents_and_institutions() -> None:
    names = read_bibtex(bibtex_entry(paper(LETTER)))["author"].split(" and ")
    first = splitname(names[0])
    assert first == {"first": ["Jan"], "von": ["de"], "last": ["Vries"], "jr": ["Jr."]}
    assert splitname(names[1])["last"] == ["Van", "Bui"]
    assert names[2:4] == ["Hämäläinen, J.", "Łukasiewicz-Þórsson, Ş."]
    assert splitname(names[4])["last"] == ["{Institute of Films}"]
    both = {**LETTER, "author": [{"literal": "Films and Cells"}, {"family": "Wu and Sons"}]}
    assert "{{Films and Cells} and {Wu and Sons}}" in bibtex_entry(paper(both))


def test_an_article_number_stands_where_the_pages_would() -> None:
    assert read_bibtex(bibtex_entry(paper(ARTICLE_NUMBER)))["pages"] == "2400174"
    (record,) = rispy.loads(ris_record(paper(ARTICLE_NUMBER)))
    assert record["start_page"] == "2400174"
    assert "end_page" not in record


@pytest.mark.parametrize(("csl", "kind"), [(BOOK, "book"), (THESIS, "phdthesis")])
def test_books_and_theses_have_their_own_entries(csl: dict[str, Any], kind: str) -> None:
    entry = read_bibtex(bibtex_entry(paper(csl)))
    assert entry["ENTRYTYPE"] == kind
    assert csl["publisher"] in (entry.get("publisher"), entry.get("school"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "High-energy cathodes with Co-free LiNiO2",
            "High-energy cathodes with {Co}-free {LiNiO2}",
        ),
        (
            "Coating of Li metal in Coulombic balance",
            "Coating of {Li} metal in {Coulombic} balance",
        ),
        ("Fast Charging of Lithium-Ion Cells", "Fast Charging of Lithium-Ion Cells"),
        ("Films: Their growth by ALD on Si", "Films: Their growth by {ALD} on {Si}"),
        ("Growth of SEI In Cells with N2", "Growth of {SEI} In Cells with {N2}"),
    ],
)
def test_capitals_that_mean_something_are_kept(title: str, expected: str) -> None:
    assert protected(title) == expected


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
@example("Al₂O₃ on LiCoO₂ – 10⁻⁷ S·cm⁻¹ & 5 °C {x} Ω α-phase µm")
@example("a--b---c ''q'' `x` 50 % $5 #_~^\\ LiₓPOᵧN_z")
def test_a_title_written_as_latex_reads_back_the_same(title: str) -> None:
    tidy = " ".join(unicodedata.normalize("NFC", title).split())
    assert plain(protected(tidy)) == tidy
    assert plain(escaped(tidy)) == tidy


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Mart{\'\i}n Dar{\'\i}o", "Martín Darío"),
        (r"Nguy{\~\^e}n, Th{\'\u a}ng", "Nguyễn, Thắng"),
        (r"M{\"u}ller \v{c} {\v c} \H o stra{\ss}e \.{I}", "Müller č č ő straße İ"),
        (r"\ch{Ti3C2T_{x}} on \ce{LiCoO2}", "Ti3C2Tx on LiCoO2"),
        (r"Al\textsubscript{2}O\textsubscript{3} \textit{in situ} {\it x}", "Al2O3 in situ x"),
        (r"A${}_{2}$B${}_{3}$ Al$_2$O$_3$ $\mathrm{Li_{1-x}}$", "A2B3 Al2O3 Li1-x"),
        (r"a 50 % gain, a 50\% loss", "a 50 % gain, a 50% loss"),
        (r"10--20 {\textdegree}C", "10–20 °C"),
        (r"\jap", r"\jap"),
        (r"\unheard{of} words", "of words"),
        ("{" * 5000 + "deep" + "}" * 5000, "deep"),
    ],
)
def test_latex_reads_as_the_text_that_it_prints(latex: str, text: str) -> None:
    assert plain(latex) == text


@given(st.text("abc\\{}$_^~%&'`-\"iuv ", max_size=30))
def test_no_latex_breaks_its_reader(latex: str) -> None:
    assert "\n" not in plain(latex)


@given(_TEXT)
def test_no_text_breaks_an_entry(title: str) -> None:
    csl = {**BOOK, "title": title, "author": [{"literal": title}]}
    entry = read_bibtex(bibtex_entry(paper(csl)))
    assert entry["publisher"] == "Imperial College Press"
    assert entry["title"].count("{") == entry["title"].count("}")


@given(st.text("abc&%$#_{}~^\\ \n", min_size=1))
def test_special_characters_never_reach_latex_bare(text: str) -> None:
    bare = re.sub(r"\\(text[a-z]+\{\}|[&%$#_])", "", escaped(text))
    assert not re.search(r"[&%$#_{}^\\]", bare)


def test_a_ris_record_is_read_back_as_it_was_stored() -> None:
    (record,) = rispy.loads(ris_record(paper(LETTER)))
    assert record["type_of_reference"] == "JOUR"
    assert record["id"] == "de-vries-2019"
    assert record["authors"][0] == "de Vries, Jan, Jr."
    assert record["authors"][4] == "Institute of Films"
    assert record["title"] == LETTER["title"]
    assert record["journal_name"] == record["secondary_title"] == "J. Phys. Chem. C"
    assert (record["year"], record["date"]) == ("2019", "2019/03/07")
    assert (record["start_page"], record["end_page"]) == ("1139", "1142")
    assert (record["volume"], record["number"]) == ("12", "3")
    assert record["doi"] == LETTER["DOI"]


@given(_TEXT)
def test_a_ris_record_ends_once_whatever_is_in_it(text: str) -> None:
    spread = "\r\nER  - \r\nTY  - ".join([text, text])
    csl = {**BOOK, "title": spread, "editor": [{"family": spread, "given": "A."}]}
    (record,) = rispy.loads(ris_record(paper(csl)))
    assert record["title"] == " ".join(spread.split())


@pytest.mark.parametrize("name", ALL)
def test_csl_json_is_read_and_set_by_a_citation_processor(name: str) -> None:
    item = csl_item(paper(ALL[name]))
    source = CiteProcJSON(orjson.loads(orjson.dumps([item])))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    (line,) = [str(entry) for entry in bibliography.bibliography()]
    csl: dict[str, Any] = ALL[name]
    people: Any = csl.get("author") or csl["editor"]
    wanted = [people[0]["family"], csl["issued"][:4], csl.get("container-title", "")]
    wanted += {"letter": ["1139", "1142"], "number": ["2400174"]}.get(name, [])
    assert [part for part in wanted if part not in line] == []


def test_csl_json_loses_nothing_of_what_is_stored() -> None:
    item = csl_item(paper(LETTER))
    assert {k: v for k, v in item.items() if k not in {"id", "issued", "page"}} == {
        k: v for k, v in LETTER.items() if k not in {"issued", "page"}
    }
    assert item["issued"] == {"date-parts": [[2019, 3, 7]]}
    assert item["page"] == "1139-1142"
