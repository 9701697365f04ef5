"""Published documents in the administration site: to look at, not to write."""

from __future__ import annotations

from django.contrib import admin

from documents.models import PaperVersion
from records.admin import LookOnly


@admin.register(PaperVersion)
class PaperVersionAdmin(LookOnly):
    list_display = ("paper", "number", "published", "published_by", "reason")
    list_select_related = ("paper", "published_by")
    search_fields = ("paper__key", "reason")
