"""Releases that were published, each one file that stays; and every printed value as a row."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from exchange.results.models import PrintedResult

__all__ = ["PrintedResult", "Release", "releases_folder"]

VERSION = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.-]*\Z", "letters, digits, points and hyphens")


class Release(models.Model):
    """One pinned state of the data; its file lies in the data folder under its version."""

    version = models.CharField(max_length=40, unique=True, validators=[VERSION])
    date = models.DateTimeField(help_text="of the last change of the data in it")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the data in it")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of its file")
    size = models.PositiveBigIntegerField(help_text="bytes of its file")
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    changes: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.version

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.version])

    @property
    def path(self) -> Path:
        return releases_folder() / f"asc-{self.version}.zip"


def releases_folder() -> Path:
    return Path(settings.DATA_DIR) / "releases"
