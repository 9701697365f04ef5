"""Recipes and cells that somebody uses again, in another paper too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Part(models.TextChoices):
    RECIPE = "recipe"
    CELL = "cell"


class SavedPart(models.Model):
    """A recipe (film, steps, substrate) or a cell with its conditions, as a document has it but
    without the places of the paper that it was read in."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_parts")
    part = models.CharField(max_length=6, choices=Part.choices)
    name = models.CharField(max_length=120)
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["part", "name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "part", "name"], name="saved_under_a_name"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="saved_part_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
