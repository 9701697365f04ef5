"""Papers that are to be entered: from lists of DOIs and from exports of reference managers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from curation.models.submissions import Submission


class LookUp(models.TextChoices):
    """Whether Crossref was asked for the citation."""

    NOT_NEEDED = "given"
    WAITING = "waiting"
    FOUND = "found"
    FAILED = "failed"


class ListedPaper(models.Model):
    """One paper of the worklist. What became of it follows from its draft, and from what is
    public: nothing of that is kept twice."""

    doi = models.CharField(max_length=255, blank=True)
    citation: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    look_up = models.CharField(
        max_length=7, choices=LookUp.choices, default=LookUp.NOT_NEEDED, help_text="at Crossref"
    )
    why = models.TextField(blank=True, help_text="why Crossref gave nothing")
    attempts = models.PositiveSmallIntegerField(default=0)
    touched = models.DateTimeField(help_text="when a worker last asked")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="listed_papers"
    )
    added = models.DateTimeField(auto_now_add=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="listed"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"], condition=~Q(doi=""), name="paper_listed_once_by_doi"
            ),
            models.CheckConstraint(condition=Q(look_up__in=LookUp.values), name="look_up_is_known"),
        ]
        indexes = [models.Index(fields=["look_up", "touched"], name="listed_paper_sweep")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.citation.get("title") or self.doi or "without a title")
