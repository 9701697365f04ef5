"""Fixtures of the whole suite. The database starts by itself; see ``asc_kb.settings.test``."""

from __future__ import annotations

pytest_plugins = ["asc_kb.testing.fixtures"]
