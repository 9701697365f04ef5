"""The small published world of this room's tests."""

from __future__ import annotations

from typing import Any

import pytest

from documents.tests.conftest import vocabulary, vocabulary_of_module

__all__ = ["locks_one_by_one", "vocabulary", "vocabulary_of_module", "words_looked_at_twice"]


@pytest.fixture
def locks_one_by_one(settings: Any) -> None:
    """Drafts that are decided in bulk are locked each in a transaction of its own, so that one
    refusal stops no other; the library of accounts asks for an address where it needs it."""
    settings.ZEAL_ALLOWLIST = [{"model": "curation.Submission"}, {"model": "account.EmailAddress"}]


@pytest.fixture
def words_looked_at_twice(locks_one_by_one: None, settings: Any) -> None:
    """A proposed word is looked up by the check of a draft, and again by its rehearsal."""
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, {"model": "precursors.Precursor"}]
