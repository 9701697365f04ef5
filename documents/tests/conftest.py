"""The small published world of this room's tests."""

from __future__ import annotations

import pytest

from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY


@pytest.fixture
def vocabulary(db: None) -> None:
    publish_vocabulary(VOCABULARY)
