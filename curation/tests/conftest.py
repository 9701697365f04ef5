"""The small published world of this room's tests."""

from __future__ import annotations

import pytest

from curation.publishing import publish_vocabulary
from curation.tests.documents import VOCABULARY


@pytest.fixture
def vocabulary(db: None) -> None:
    publish_vocabulary(VOCABULARY)
