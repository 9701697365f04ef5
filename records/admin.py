"""The administration site looks and never writes: every change goes through a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from records.models import PublicId

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest


class LookOnly(admin.ModelAdmin):
    """Rows can be searched and opened, not added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(PublicId)
class PublicIdAdmin(LookOnly):
    list_display = ("__str__", "paper_key", "item_key", "withdrawn_at", "reason", "successor")
    list_filter = ("kind",)
    search_fields = ("paper_key", "item_key")
