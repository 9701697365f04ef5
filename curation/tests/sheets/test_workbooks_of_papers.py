"""Every paper that ships goes down as a workbook, and through the form, and comes up the same,
whatever words are on record."""

from __future__ import annotations

from typing import Any

import pytest

from asc_kb.testing.heavy import times
from curation.entry.posted import document_of, nodes_of
from curation.entry.states import pairs_of
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.schema import PaperDocument, canonical
from documents.tests.review_fixtures import papers

# no vocabulary: keys stay as the paper's document has them
pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
SHIPPED = sorted(papers())[:: times(9, 1)]
"""A ninth of them in a usual run."""


def same(one: Any, two: Any) -> bool:
    return canonical(PaperDocument.model_validate(one)) == canonical(
        PaperDocument.model_validate(two)
    )


@pytest.mark.parametrize("key", SHIPPED)
def test_shipped_papers_come_back_unchanged(key: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("curation.sheets.parsing.check_draft", lambda *draft: [])
    document = papers()[key]
    filled = read_workbook(workbook_of(document))
    assert filled.errors == []
    assert same(filled.document, document)
    assert same(document_of(nodes_of(pairs_of(document)), document), document)
