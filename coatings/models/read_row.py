"""The read row of a coating: what lists, filters, facets and exports are served from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from records.read_rows import ReadRow, number_columns
from records.review_status import ReviewStatus

CoatingNumbers = number_columns("coating")


def _keys(length: int = 60) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class CoatingRead(ReadRow, CoatingNumbers):  # type: ignore[misc,valid-type]
    """One flat row per published coating; rebuilt from the rows at any time to the same bytes."""

    LINE = (
        "list_json",
        "stale_since",
        "material",
        "technique",
        "substrate",
        "paper_id",
        "precursors",
    )

    coating = models.OneToOneField(
        "coatings.Coating", models.CASCADE, primary_key=True, related_name="read"
    )
    material = models.CharField(max_length=60)
    material_class = models.CharField(max_length=9, blank=True)
    technique = models.CharField(max_length=7, blank=True)
    contains_charge_carrier = models.CharField(max_length=3, blank=True, default="", db_default="")
    contains_organic = models.CharField(max_length=3, blank=True, default="", db_default="")
    contains_carbonate = models.CharField(max_length=3, blank=True, default="", db_default="")
    purpose = models.CharField(max_length=26)
    substrate = models.CharField(max_length=60)
    role = models.CharField(max_length=17)
    process = models.CharField(max_length=160, blank=True)
    form = models.CharField(max_length=14, blank=True, default="", db_default="")
    reactor_type = models.CharField(max_length=14, blank=True, default="", db_default="")
    crystallinity = models.CharField(max_length=18, blank=True, default="", db_default="")
    phase = models.CharField(max_length=80, blank=True, default="", db_default="")
    air_sensitivity = models.CharField(max_length=21, blank=True, default="", db_default="")
    sei_constituents = ArrayField(
        models.CharField(max_length=80), default=list, db_default=[], blank=True
    )
    review_status = models.CharField(
        max_length=20, default=ReviewStatus.NOT_REVIEWED, db_default=ReviewStatus.NOT_REVIEWED
    )
    paper_id = models.PositiveIntegerField()
    paper = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    via = _keys(80)
    elements = _keys(3)
    precursors = _keys()
    methods = _keys(40)
    method_closure = _keys(40)
    has = _keys(40)
    several = _keys(40)
    series_of = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    series_against = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], blank=True
    )

    class Meta(ReadRow.Meta):
        ordering = ["coating_id"]
        indexes = [
            *ReadRow.Meta.indexes,
            GinIndex(fields=["elements"], name="coatingread_elements"),
            GinIndex(fields=["precursors"], name="coatingread_precursors"),
            GinIndex(fields=["method_closure"], name="coatingread_methods"),
            GinIndex(fields=["has"], name="coatingread_has"),
            # one-word filters, each with the id that a cursor walks by
            models.Index(fields=["material", "coating"], name="coatingread_material"),
            models.Index(fields=["material_class", "coating"], name="coatingread_class"),
            models.Index(fields=["technique", "coating"], name="coatingread_technique"),
            models.Index(fields=["purpose", "coating"], name="coatingread_purpose"),
            models.Index(fields=["substrate", "coating"], name="coatingread_substrate"),
            models.Index(fields=["role", "coating"], name="coatingread_role"),
            models.Index(fields=["process", "coating"], name="coatingread_process"),
            models.Index(fields=["paper", "coating"], name="coatingread_paper"),
            models.Index(fields=["year", "coating"], name="coatingread_year"),
            GinIndex(fields=["via"], name="coatingread_via"),
            # the properties that are filtered by range most
            models.Index(fields=["thickness_low", "thickness_high"], name="coatingread_thickness"),
            models.Index(
                fields=["deposition_temperature_low", "deposition_temperature_high"],
                name="coatingread_deposition_t",
            ),
            models.Index(
                fields=["ionic_conductivity_low", "ionic_conductivity_high"],
                name="coatingread_conductivity",
            ),
        ]

    def __str__(self) -> str:
        return f"ASC-C{self.pk:06d}"
