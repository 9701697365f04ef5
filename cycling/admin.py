"""Cycling tests in the administration site: to look at, not to write."""

from __future__ import annotations

from django.contrib import admin

from cycling.models import CyclingTest, TestRead, TestResult
from records.admin import LookOnly


@admin.register(CyclingTest)
class CyclingTestAdmin(LookOnly):
    list_display = ("public_id", "key", "label", "coating", "cell_type", "paper", "updated")
    list_filter = ("cell_type",)
    list_select_related = ("coating__material", "coating__substrate", "paper")
    search_fields = ("key", "label", "paper__key")


@admin.register(TestRead)
class TestReadAdmin(LookOnly):
    """What waits to be computed, and what could not be."""

    list_display = ("__str__", "stale_since", "computed_at", "attempts", "derive_error")
    list_filter = ("cell_type", "comparable")


@admin.register(TestResult)
class TestResultAdmin(LookOnly):
    list_display = ("test", "property", "printed", "at_cycle_printed", "low", "high", "place")
    list_filter = ("property",)
    list_select_related = ("test",)
