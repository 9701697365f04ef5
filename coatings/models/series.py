"""Series: one property of a film against what was varied, as points."""

from __future__ import annotations

from typing import Any

from django.db import models

from coatings.models.coating import Coating, MeasuredOn
from coatings.models.vocabulary import Method
from records.history import tracked
from records.printed_values import Stated


@tracked
class Series(Stated):
    """A measured property of a coating against another quantity.

    ``given`` is what the document says: rows in ``unit`` and ``against_unit`` (empty: canonical),
    or the series of a figure. ``points`` are (against, property, standard error or null) in
    canonical units.
    """

    coating = models.ForeignKey(Coating, models.CASCADE, related_name="series")
    property = models.CharField(max_length=40)
    of = models.CharField(max_length=3, blank=True)
    against = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    against_unit = models.CharField(max_length=40, blank=True)
    given: models.JSONField[Any, Any] = models.JSONField()
    points: models.JSONField[list[list[float | None]], list[list[float | None]]] = (
        models.JSONField()
    )
    method = models.ForeignKey(Method, models.PROTECT, null=True, blank=True, related_name="series")
    measured_on = models.CharField(max_length=16, choices=MeasuredOn.choices, blank=True)
    conditions: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["coating", "position"]
        constraints = [
            models.UniqueConstraint(fields=["coating", "position"], name="series_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.property} against {self.against}"
