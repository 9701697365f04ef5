"""Fixtures of this room's tests."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def addresses_one_by_one(settings: Any) -> None:
    """The library of accounts asks for an address where it needs it."""
    settings.ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}]
