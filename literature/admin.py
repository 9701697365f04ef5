"""The administration site looks and never writes: every change goes through a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from literature.models import Paper
from records.admin import LookOnly

if TYPE_CHECKING:
    pass


@admin.register(Paper)
class PaperAdmin(LookOnly):
    list_display = ("public_id", "key", "year", "citation", "updated")
    list_filter = ("type", "year")
    search_fields = ("key", "citation", "doi")
