"""The small published world of this room's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from curation.publishing import publish_vocabulary
from curation.tests.documents import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest_django


@pytest.fixture(scope="module")
def vocabulary_of_module(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        publish_vocabulary(VOCABULARY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def vocabulary(vocabulary_of_module: None, db: None) -> None:
    """Published words; what a test changes is rolled back after it."""


@pytest.fixture
def locks_one_by_one(settings: Any) -> None:
    """Drafts that are decided in bulk are locked each in a transaction of its own, so that one
    refusal stops no other; the library of accounts asks for an address where it needs it."""
    settings.ZEAL_ALLOWLIST = [{"model": "curation.Submission"}, {"model": "account.EmailAddress"}]


@pytest.fixture
def words_looked_at_twice(locks_one_by_one: None, settings: Any) -> None:
    """A proposed word is looked up by the check of a draft, and again by its rehearsal."""
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, {"model": "precursors.Precursor"}]
