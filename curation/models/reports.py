"""Problems that readers report on a published value."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.history import tracked


class ReportState(models.TextChoices):
    OPEN = "open"
    MENDED = "mended"
    NO_FAULT = "no fault"


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    def open(self) -> ProblemReportQuerySet:
        return self.filter(state=ReportState.OPEN).order_by("created", "pk")

    def on(self, record: str) -> ProblemReportQuerySet:
        """Reports on a record (``ASC-…``) or on anything in it."""
        return self.filter(record=record)


@tracked
class ProblemReport(models.Model):
    """What a reader says is wrong with one value of one record."""

    reference = models.CharField(max_length=12, unique=True)
    record = models.CharField(
        max_length=140, db_index=True, help_text="ASC-C…, ASC-T…, ASC-P…, or a word: precursor/tma"
    )
    place = models.CharField(
        max_length=400, blank=True, help_text="path within the record; empty for all of it"
    )
    label = models.CharField(max_length=200, blank=True, help_text="the value as a person names it")
    printed = models.TextField(blank=True, help_text="what stood there when it was reported")
    text = models.TextField()
    expected = models.TextField(blank=True, help_text="what the reader says it should be")
    email = models.EmailField(blank=True, help_text="never shown; to tell the reader the outcome")
    sender = models.CharField(max_length=64, help_text="keyed digest of the address it came from")
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField(blank=True, help_text="shown to the reader")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN) | ~Q(answer=""),
                name="closed_report_is_answered",
            ),
        ]
        indexes = [
            # how many came from one address of late
            models.Index(fields=["sender", "created"], name="report_sender"),
        ]

    def __str__(self) -> str:
        return self.reference
