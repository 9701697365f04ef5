"""Figures that curves were read off: calibrations and points in pixels, never the picture."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from literature.models import Paper
from records.printed_values import Provenance


class Figure(Provenance):
    """A figure of a paper. ``axes`` and ``series`` are as in its document (``figures.document``);
    values are computed from them (``figures.inputs``). Its history is that of the document."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="figures")
    key = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    image_sha256 = models.CharField(max_length=64)
    image_width = models.PositiveIntegerField()
    image_height = models.PositiveIntegerField()
    axes: models.JSONField[list[Any], list[Any]] = models.JSONField()
    series: models.JSONField[list[Any], list[Any]] = models.JSONField()

    class Meta:
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], name="figure_key_once_per_paper"),
            models.CheckConstraint(
                condition=Q(image_width__gte=1, image_height__gte=1), name="figure_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return self.place or self.key
