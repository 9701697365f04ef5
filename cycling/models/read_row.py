"""The read row of a cycling test: what lists, filters and exports are served from."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from records.read_rows import ReadRow, number_columns
from records.review_status import ReviewStatus

TestNumbers = number_columns("test")


class TestRead(ReadRow, TestNumbers):  # type: ignore[misc,valid-type]
    """One flat row per published test; rebuilt from the rows at any time to the same bytes."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    LINE = ("list_json", "stale_since", "materials", "substrate", "paper_id")

    test = models.OneToOneField(
        "cycling.CyclingTest", models.CASCADE, primary_key=True, related_name="read"
    )
    coating_id = models.PositiveIntegerField(null=True, blank=True)
    coated = models.BooleanField()
    material = models.CharField(max_length=60, blank=True)
    materials = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    coatings = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    substrate = models.CharField(max_length=60, blank=True)
    cell_type = models.CharField(max_length=11)
    comparable = models.CharField(max_length=14, blank=True)
    shown = models.CharField(max_length=19, blank=True)
    claimed = models.CharField(max_length=6, blank=True)
    evidence = models.CharField(max_length=15, blank=True)
    review_status = models.CharField(
        max_length=20, default=ReviewStatus.NOT_REVIEWED, db_default=ReviewStatus.NOT_REVIEWED
    )
    paper_id = models.PositiveIntegerField()
    paper = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    via = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    has = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta(ReadRow.Meta):
        ordering = ["test_id"]
        indexes = [
            *ReadRow.Meta.indexes,
            GinIndex(fields=["coatings"], name="testread_coatings"),
            GinIndex(fields=["materials"], name="testread_materials"),
            GinIndex(fields=["has"], name="testread_has"),
            models.Index(fields=["substrate", "test"], name="testread_substrate"),
            models.Index(fields=["cell_type", "test"], name="testread_cell_type"),
            models.Index(fields=["paper", "test"], name="testread_paper"),
            models.Index(fields=["rate_low", "rate_high"], name="testread_rate"),
        ]

    def __str__(self) -> str:
        return f"ASC-T{self.pk:06d}"

    def verdict_on(self, control: str | None) -> dict[str, Any] | None:
        """The computed verdict against a control by its public id; None where there is none."""
        told = self.derived.get("shown", {}).get("verdicts", ())
        return next((verdict for verdict in told if verdict["control"] == control), None)
