"""Workbooks too long for one request: kept while a worker reads them, then what it found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class UploadState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


class SheetUpload(models.Model):
    """One uploaded workbook. Row and progress are the truth, the message to the worker is not:
    what a dead worker left is found by the sweep and read again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    data = models.BinaryField(help_text="the file; emptied when it is read")
    state = models.CharField(max_length=8, choices=UploadState.choices, default=UploadState.WAITING)
    step = models.CharField(max_length=80, blank=True, help_text="what is done at the moment")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0: not known yet")
    attempts = models.PositiveSmallIntegerField(default=0)
    found: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="document, errors and changes, once it is read"
    )
    refused = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    touched = models.DateTimeField(help_text="when its reader last gave a sign of life")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UploadState.values), name="upload_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=UploadState.REFUSED) | ~Q(refused=""),
                name="refused_upload_says_why",
            ),
        ]
        indexes = [
            # the sweep: what waits or was left, and what is old
            models.Index(fields=["state", "touched"], name="upload_sweep"),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("sheet-progress", args=[self.pk])

    @property
    def runs(self) -> bool:
        return self.state in (UploadState.WAITING, UploadState.READING)
