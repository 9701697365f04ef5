"""Who does the housekeeping."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role
from accounts.tests.people import person


@pytest.fixture
def curator(db: None) -> Any:
    return person("cyd", Role.CURATOR)
