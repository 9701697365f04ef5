"""Fixtures of the tests that span rooms."""

from __future__ import annotations

from tests.world import committed_review, review, review_of_module

__all__ = ["committed_review", "review", "review_of_module"]
