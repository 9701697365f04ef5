"""Points of every cell, their errors and their files go down and come up unchanged."""

from __future__ import annotations

import pytest

from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

pytestmark = pytest.mark.django_db


def test_errors_further_cells_and_files_come_back_as_they_were() -> None:
    publish_vocabulary(VOCABULARY)
    document = paper()
    own = {
        "unit": "mAh/g",
        "per": "active material",
        "columns": ["cycle", "charge", "discharge"],
        "rows": [[1, 200.5, 190.0], [2, 191.0, None]],
        "errors": {"discharge": [1.5, None]},
        "sha256": ["a" * 64, "b" * 64],
    }
    second = {
        "unit": "mAh/g",
        "per": "active material",
        "columns": ["cycle", "discharge"],
        "rows": [[1, 188.0], [3, 180.0]],
    }
    document["cycling"][-1] |= {
        "points": own,
        "replicates": [{"label": "second cell", "points": second}],
    }
    filled = read_workbook(workbook_of(document))
    assert not filled.errors
    back = filled.document["cycling"][-1]
    assert back["points"] == own
    assert back["replicates"] == [{"label": "second cell", "points": second}]


def test_an_unknown_column_of_points_is_named() -> None:
    publish_vocabulary(VOCABULARY)
    document = paper()
    points = document["cycling"][-1]["points"]
    points["columns"][1] = "charged"
    errors = read_workbook(workbook_of(document)).errors
    assert any(one.sheet == "points" and "charge" in one.expected for one in errors)
