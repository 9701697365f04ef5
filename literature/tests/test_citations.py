"""How a paper is named in a line, and where there is no room."""

from __future__ import annotations

from literature.citations import cite


def test_a_paper_whose_authors_are_not_on_record_goes_by_its_title() -> None:
    csl = {"title": "Alumina on lithium iron phosphate cathodes", "issued": "2024-08"}
    assert cite(csl).short == "“Alumina on lithium iron…” 2024"
    assert cite({"title": "Alumina"}).short == "“Alumina”"
    assert cite({"issued": "2024"}).short == "Authors not on record 2024"
