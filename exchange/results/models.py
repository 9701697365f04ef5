"""The rows of ``/api/v1/results/``, read from a view of the database."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from exchange.results import view
from literature.models import Paper


class PrintedResult(models.Model):
    """One printed value of anything on record; see :mod:`exchange.results.view`."""

    id = models.TextField(primary_key=True)
    record = models.TextField(help_text="public id, or the key of a precursor")
    kind = models.TextField()
    coatings = ArrayField(models.IntegerField())
    materials = ArrayField(models.TextField())
    substrate = models.TextField()
    paper = models.ForeignKey(Paper, models.DO_NOTHING, related_name="printed_results")
    test_id = models.IntegerField(null=True)
    n = models.IntegerField(null=True)
    control = ArrayField(models.TextField())
    precursor = models.TextField()
    at_cycle = models.TextField()
    at_cycle_low = models.FloatField(null=True)
    at_cycle_high = models.FloatField(null=True)
    role = models.TextField()
    property = models.TextField()
    printed = models.TextField()
    qualifier = models.TextField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    unit = models.TextField()
    uncertainty = models.FloatField(null=True)
    missing = models.TextField()
    scope = models.TextField()
    superseded = models.BooleanField()
    note = models.TextField()
    conditions: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    via = models.ForeignKey(Paper, models.DO_NOTHING, null=True, related_name="+")
    at = ArrayField(models.TextField())
    section = models.TextField()
    extraction = models.TextField()
    url = models.TextField()
    read_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = view.NAME
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id
