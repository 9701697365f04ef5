"""The small published world of this room's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY

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
