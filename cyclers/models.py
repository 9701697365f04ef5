"""Raw files as they were uploaded, and what people said of their columns."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class RawFile(models.Model):
    """A cycler's file, byte for byte: in the database, so that a backup holds it."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, help_text="as it was uploaded first")
    size = models.PositiveBigIntegerField(help_text="bytes")
    format = models.CharField(max_length=80, blank=True, help_text="what it was last read as")
    reader = models.CharField(max_length=80, blank=True)
    reader_version = models.CharField(max_length=80, blank=True)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="what was said so that it could be read"
    )
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="raw_file_has_its_checksum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"


class RawPart(models.Model):
    """Some megabytes of a file: no row is so long that it cannot be checked or carried."""

    file = models.ForeignKey(RawFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="raw_part_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.file_id}"


class ColumnMapping(models.Model):
    """What somebody said of the columns of a table: taken again for the next with these headers."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64, help_text="checksum of the headers")
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "signature"], name="one_mapping_for_a_table_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.signature[:12]
