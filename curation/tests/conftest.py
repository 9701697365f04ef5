"""The small published world of this room's tests."""

from __future__ import annotations

from typing import Any

import pytest

from curation.publishing import publish_vocabulary
from curation.tests.documents import VOCABULARY


@pytest.fixture
def vocabulary(db: None) -> None:
    publish_vocabulary(VOCABULARY)


@pytest.fixture
def publishes_in_requests(settings: Any) -> None:
    """Publishing writes record by record, each with its own questions; that is no list."""
    settings.ZEAL_RAISE = False
