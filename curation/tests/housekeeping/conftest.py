"""Who does the housekeeping."""

from __future__ import annotations

from typing import Any

import pytest

from curation.models import Role
from curation.tests.people import person


@pytest.fixture
def curator(db: None) -> Any:
    return person("cyd", Role.CURATOR)
