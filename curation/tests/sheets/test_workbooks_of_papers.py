"""Papers of the review go down as workbooks and come up the same, whatever words are on record."""

from __future__ import annotations

from typing import Any

import pytest

from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.schema import PaperDocument, canonical
from documents.tests.review_fixtures import papers

pytestmark = pytest.mark.django_db  # no vocabulary: keys stay as the paper's document has them


@pytest.mark.parametrize("key", sorted(k for k, p in papers().items() if p.get("coatings"))[::4])
def test_published_papers_come_back_unchanged(key: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("curation.sheets.parsing.check_draft", lambda *draft: [])
    filled = read_workbook(workbook_of(papers()[key]))
    assert filled.errors == []
    assert canonical(PaperDocument.model_validate(filled.document)) == canonical(
        PaperDocument.model_validate(papers()[key])
    )
