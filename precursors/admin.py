"""Precursors in the administration site: to look at, not to write."""

from __future__ import annotations

from django.contrib import admin

from precursors.models import Precursor, SourceTemperature
from records.admin import LookOnly


@admin.register(Precursor)
class PrecursorAdmin(LookOnly):
    list_display = ("key", "name", "acronym", "formula", "kind", "state", "updated")
    list_filter = ("kind", "state")
    search_fields = ("key", "name", "acronym", "aliases", "inchikey")


@admin.register(SourceTemperature)
class SourceTemperatureAdmin(LookOnly):
    list_display = ("precursor", "printed", "low", "high", "unit", "paper", "place")
    list_select_related = ("precursor", "paper")
    search_fields = ("precursor__key", "paper__key")
