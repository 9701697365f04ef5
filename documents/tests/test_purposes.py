"""The purposes of a coating are said in three places, alike."""

from __future__ import annotations

from typing import get_args

from coatings.api.shapes import PurposeWord
from coatings.document.schema import CoatingEntry
from coatings.models import Purpose


def test_document_model_and_rest_know_the_same_purposes() -> None:
    entered = get_args(CoatingEntry.model_fields["purpose"].annotation)
    assert list(entered) == list(get_args(PurposeWord)) == Purpose.values


def test_a_paper_may_leave_the_purpose_open() -> None:
    assert "not stated" in Purpose.values
