"""Cycler files of a draft: the raw file, what was said of it, and what it was read as."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from curation.models.submissions import Submission
from cyclers.models import RawFile


class FileState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    ASKS = "asks", "asks something"
    REFUSED = "refused"


class DraftFile(models.Model):
    """One cycler file in one draft. Row and progress are the truth, the message to the worker is
    not: what a dead worker left is found by the sweep and read again."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    file = models.ForeignKey(RawFile, models.PROTECT, related_name="in_drafts")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shared = models.BooleanField(
        default=False, help_text="the uploader's word that it may be shared under CC BY 4.0"
    )
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="what was said that the file does not say"
    )
    goes_on_in = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        blank=True,
        help_text="checksums of the files that are read with it as one test",
    )
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    seconds = models.FloatField(default=0, help_text="how long its reader has been at it")
    attempts = models.PositiveSmallIntegerField(default=0)
    found: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="what it is read as, and curves to look at"
    )
    refused = models.TextField(blank=True)
    questions: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list, blank=True)
    added = models.DateTimeField(auto_now_add=True)
    touched = models.DateTimeField(help_text="when its reader last gave a sign of life")

    class Meta:
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "file"], name="file_once_in_a_draft"),
            models.CheckConstraint(
                condition=Q(state__in=FileState.values), name="draft_file_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "asks")) | ~Q(refused=""),
                name="refused_file_says_why",
            ),
        ]
        indexes = [
            # the sweep: what waits or was left
            models.Index(fields=["state", "touched"], name="draft_file_sweep"),
        ]

    def __str__(self) -> str:
        return f"{self.file} in draft {self.submission_id}"

    @property
    def checksums(self) -> list[str]:
        """Of all that it is read from, in the order of time."""
        return [self.file.sha256, *self.goes_on_in]

    @property
    def runs(self) -> bool:
        return self.state in (FileState.WAITING, FileState.READING)
