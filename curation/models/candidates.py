"""Values that were found and nobody has confirmed yet, and what heads of tables were read as."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from curation.models.submissions import Submission


class DraftCandidate(models.Model):
    """A value offered to a draft, *unconfirmed*. It stands beside the document and never in it, so
    that whatever reads documents (check, hand-in, publishing, export) cannot see it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="candidates")
    found: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        help_text="the candidate, as REST gives it"
    )
    record: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, help_text="the record that it is said of"
    )
    at = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return f"candidate {self.pk} of submission {self.submission_id}"


class HeadMemory(models.Model):
    """What the head of a column was read as: of a paper, of a curator, of the house."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    paper_key = models.CharField(max_length=120, blank=True)
    head = models.CharField(max_length=200)
    """name and unit, normalised"""
    property = models.CharField(max_length=60)
    used = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["head"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "paper_key", "head"], name="head_remembered_once"
            ),
            models.CheckConstraint(condition=~Q(head=""), name="head_memory_has_a_head"),
        ]

    def __str__(self) -> str:
        return f"{self.head} is {self.property}"
