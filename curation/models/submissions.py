"""Drafts: documents on their way, never rows. Every save is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse

from curation.states import OPEN, State
from documents.models import PaperVersion
from records.history import tracked


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def waiting_for_review(self) -> SubmissionQuerySet:
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def under_way(self) -> SubmissionQuerySet:
        return self.filter(state__in=OPEN)

    def listed(self) -> SubmissionQuerySet:
        """For lists: with its people and its title, without the documents, which are large."""
        title = KT("document__citation__title")
        rows = self.select_related("author", "reviewer").annotate(listed_title=title)
        return rows.defer("document", "vocabulary")

    def by(self, person: Any) -> SubmissionQuerySet:
        """What this person entered."""
        return self.filter(author=person)


@tracked
class Submission(models.Model):
    """A paper document on its way to being published. The number is the primary key."""

    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        help_text="the paper document; a draft may be incomplete or invalid"
    )
    vocabulary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="proposed words, in the shape of a vocabulary document"
    )
    paper_key = models.CharField(max_length=120, blank=True, db_index=True)
    base = models.ForeignKey(
        PaperVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="the published version it started from; null for a new paper",
    )
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_submissions",
    )
    reason = models.TextField(blank=True, help_text="why the paper is entered or changed")
    decision = models.TextField(blank=True, help_text="what the reviewer said when deciding")
    flag_count = models.PositiveIntegerField(
        null=True, blank=True, help_text="implausible values when it was submitted"
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="submission_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="submission_revisions_start_at_one"
            ),
        ]
        indexes = [
            # the queue: what waits, oldest first
            models.Index(fields=["state", "submitted_at"], name="submission_queue"),
            models.Index(fields=["author", "-updated"], name="submission_own"),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])

    @property
    def title(self) -> str:
        """How lists name it: the title of the paper, else its key."""
        if "document" in self.get_deferred_fields() and hasattr(self, "listed_title"):
            return str(self.listed_title or self.paper_key or "without a title")
        citation = self.document.get("citation")
        title = citation.get("title") if isinstance(citation, dict) else None
        return str(title or self.paper_key or "without a title")

    @property
    def etag(self) -> str:
        return f'"{self.revision}"'


class SaveKind(models.TextChoices):
    CREATED = "created"
    SAVED = "saved"
    AUTOSAVED = "autosaved"
    MERGED = "merged"
    IMPORTED = "imported"
    RESTORED = "restored"


class SubmissionRevision(models.Model):
    """One saved document of a submission, kept for ever."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    vocabulary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=9, choices=SaveKind.choices, default=SaveKind.SAVED)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="submission_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.submission_id}, revision {self.number}"
