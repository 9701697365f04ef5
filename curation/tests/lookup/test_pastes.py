"""Pasted BibTeX and RIS give the citation; what is none is refused with what was expected."""

from __future__ import annotations

import pytest

from curation.lookup.pastes import LONGEST_PASTE, UnreadablePaste, read_paste
from documents.schema import Citation

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
