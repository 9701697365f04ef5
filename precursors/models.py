"""What is dosed: precursors, and the source temperatures papers print for them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse

from literature.models import Paper
from records.history import tracked
from records.models import SLUG
from records.printed_values import PrintedValue, Stated


class PrecursorKind(models.TextChoices):
    METAL = "metal"
    ORGANIC = "organic"
    CO_REACTANT = "co-reactant"


class State(models.TextChoices):
    SOLID = "solid"
    LIQUID = "liquid"
    GAS = "gas"
    PLASMA = "plasma"


class InAir(models.TextChoices):
    PYROPHORIC = "pyrophoric"
    SENSITIVE = "air-sensitive"
    STABLE = "stable in air"


@tracked
class Precursor(models.Model):
    """A molecule that is dosed. Formula in Hill order; molar mass in g/mol, computed."""

    key = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.TextField()
    acronym = models.CharField(max_length=60, blank=True)
    formula = models.CharField(max_length=80, blank=True)
    formula_printed = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=11, choices=PrecursorKind.choices)
    elements = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    smiles = models.TextField(blank=True)
    inchikey = models.CharField(max_length=27, blank=True)
    cas = models.CharField(max_length=12, blank=True)
    molar_mass_g_mol = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, blank=True)
    air_sensitivity = models.CharField(
        max_length=13, choices=InAir.choices, blank=True, default="", db_default=""
    )
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    families = ArrayField(models.TextField(), default=list, blank=True)
    reference: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, blank=True, db_default=Value([], models.JSONField())
    )
    """What pages print of the substance itself (:mod:`records.document.reference`)."""
    hazards = ArrayField(models.CharField(max_length=8), default=list, blank=True, db_default=[])
    """Every hazard statement among these."""
    via = models.CharField(
        max_length=80, blank=True, help_text="key of the paper the entry was read in"
    )
    at = ArrayField(models.TextField(), default=list, blank=True)
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(molar_mass_g_mol__isnull=True) | Q(molar_mass_g_mol__gt=0),
                name="precursor_molar_mass_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(inchikey="") | ~Q(smiles=""), name="inchikey_comes_from_smiles"
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.name

    def get_absolute_url(self) -> str:
        return reverse("precursor", args=[self.key])


@tracked
class SourceTemperature(PrintedValue, Stated):
    """The temperature (°C) at which a paper keeps the source of a precursor."""

    precursor = models.ForeignKey(Precursor, models.PROTECT, related_name="source_temperatures")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="source_temperatures")
    position = models.PositiveSmallIntegerField()

    class Meta(PrintedValue.Meta):
        ordering = ["paper", "position"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["paper", "position"], name="source_temperature_has_its_place"
            ),
        ]
        indexes = [
            # the coolest and the hottest source of a precursor, without reading all of them
            models.Index(
                "precursor",
                models.F("low").asc(nulls_first=True),
                name="source_temperature_coolest",
                condition=models.Q(missing="", scope="record"),
            ),
            models.Index(
                "precursor",
                models.F("high").desc(),
                name="source_temperature_hottest",
                condition=models.Q(missing="", scope="record"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.precursor}: {self.printed}"


@tracked
class PrecursorMeasurement(PrintedValue, Stated):
    """A printed property of a precursor other than its source temperature, such as its vapour
    pressure. ``conditions`` as for a coating's measurement."""

    precursor = models.ForeignKey(Precursor, models.PROTECT, related_name="measurements")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="precursor_measurements")
    property = models.CharField(max_length=40)
    conditions: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta(PrintedValue.Meta):
        ordering = ["paper", "position"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["paper", "position"], name="precursor_value_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.property}: {self.printed or self.missing}"
