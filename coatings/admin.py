"""Coatings and their words in the administration site: to look at, not to write."""

from __future__ import annotations

from django.contrib import admin

from coatings.models import Coating, CoatingRead, Material, Measurement, Method, Process, Substrate
from records.admin import LookOnly


@admin.register(Coating)
class CoatingAdmin(LookOnly):
    list_display = ("public_id", "key", "material", "substrate", "purpose", "paper", "updated")
    list_filter = ("purpose", "role")
    list_select_related = ("material", "substrate", "paper")
    search_fields = ("key", "paper__key", "material__key", "substrate__key")


@admin.register(CoatingRead)
class CoatingReadAdmin(LookOnly):
    """What waits to be computed, and what could not be."""

    list_display = ("__str__", "stale_since", "computed_at", "attempts", "derive_error")
    list_filter = ("technique", "material_class")


@admin.register(Measurement)
class MeasurementAdmin(LookOnly):
    list_display = ("coating", "property", "printed", "low", "high", "unit", "missing", "place")
    list_filter = ("property", "extraction")
    list_select_related = ("coating__material", "coating__substrate")
    search_fields = ("coating__key", "printed", "note")


@admin.register(Material)
class MaterialAdmin(LookOnly):
    list_display = ("key", "name", "formula", "material_class", "structure")
    list_filter = ("material_class", "structure")
    search_fields = ("key", "name", "formula", "aliases")


@admin.register(Substrate)
class SubstrateAdmin(LookOnly):
    list_display = ("key", "name", "formula", "role")
    list_filter = ("role",)
    search_fields = ("key", "name", "aliases")


@admin.register(Method)
class MethodAdmin(LookOnly):
    list_display = ("key", "name", "parent")
    search_fields = ("key", "name", "aliases")


@admin.register(Process)
class ProcessAdmin(LookOnly):
    list_display = ("key", "material", "pattern")
    list_select_related = ("material",)
    search_fields = ("key", "pattern")
