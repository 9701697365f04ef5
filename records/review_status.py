"""Whether somebody other than its author has looked at a record."""

from __future__ import annotations

from django.db import models


class ReviewStatus(models.TextChoices):
    NOT_REVIEWED = "not reviewed"
    REVIEWED = "reviewed"
    CHANGED = "changed since review"


class ReviewedRecord(models.Model):
    """A record that a reviewer passes; a later change of it takes that away again."""

    review_status = models.CharField(
        max_length=20,
        choices=ReviewStatus.choices,
        default=ReviewStatus.NOT_REVIEWED,
        db_default=ReviewStatus.NOT_REVIEWED,
    )

    class Meta:
        abstract = True
