"""How a paper enters: the documents published for it, each kept for ever."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from literature.models import Paper


class PaperVersion(models.Model):
    """One published document of a paper: the history of a paper is the list of these."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    digest = models.CharField(max_length=64)
    published = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    submission = models.ForeignKey(
        "curation.Submission",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="versions",
        help_text="the reviewed draft that became this version; null where loaded from a file",
    )

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="version_numbered_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.paper.key} v{self.number}"
