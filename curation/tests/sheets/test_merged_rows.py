"""What a document tells of merged records stands in its workbook and comes back."""

from __future__ import annotations

import pytest

from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.schema import PaperDocument, canonical
from documents.tests.documents import paper


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_a_merged_paper_stays_in_the_workbook_of_the_one_it_was_merged_into() -> None:
    gone = {
        "kind": "paper",
        "key": "doe-2020b",
        "id": "ASC-P000002",
        "reason": "entered twice",
        "successor": "ASC-P000001",
        "merged": True,
    }
    document = paper(withdrawn=[gone])
    filled = read_workbook(workbook_of(document))
    assert filled.errors == []
    assert canonical(PaperDocument.model_validate(filled.document))["withdrawn"] == [gone]
