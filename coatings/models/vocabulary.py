"""Materials, substrates and characterization methods: the words a coating is described with."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from records.history import tracked
from records.models import SLUG

METHOD_KEY = RegexValidator(r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", "an acronym such as FE-SEM")


class MaterialClass(models.TextChoices):
    INORGANIC = "inorganic"
    HYBRID = "hybrid"
    ORGANIC = "organic"


class Structure(models.TextChoices):
    SINGLE = "single"
    MIXTURE = "mixture"
    LAMINATE = "laminate"


class Role(models.TextChoices):
    ANODE = "anode"
    CATHODE = "cathode"
    SOLID_ELECTROLYTE = "solid electrolyte"
    SEPARATOR = "separator"
    CURRENT_COLLECTOR = "current collector"
    MODEL = "model"
    UNSPECIFIED = "unspecified"


class AirSensitivity(models.TextChoices):
    STABLE = "stable in air"
    SLOWLY = "changes slowly in air"
    SENSITIVE = "air-sensitive"


@tracked
class Material(models.Model):
    """A film's material. ``formula`` as read (may be variable: LiPxOyNz), beside as printed."""

    key = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.TextField()
    formula = models.CharField(max_length=120, blank=True)
    formula_printed = models.CharField(max_length=120, blank=True)
    smiles = models.TextField(blank=True, default="", db_default="")
    """The structure of its salt or repeating unit, where that is one."""
    variable = models.BooleanField(default=False)
    elements = ArrayField(models.CharField(max_length=3), default=list)
    material_class = models.CharField(max_length=9, choices=MaterialClass.choices)
    charge_carrier = models.CharField(max_length=3, blank=True)
    structure = models.CharField(max_length=8, choices=Structure.choices, default=Structure.SINGLE)
    air_sensitivity = models.CharField(
        max_length=21, choices=AirSensitivity.choices, blank=True, default="", db_default=""
    )
    """Of films of it in general; what a paper says of one film stands with that."""
    in_natural_sei = models.BooleanField(default=False, db_default=False)
    """Whether it was found in a natural SEI; else nothing is on record of that."""
    molar_mass_g_mol = models.FloatField(null=True, blank=True)
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    reference: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, blank=True, db_default=Value([], models.JSONField())
    )
    """What pages print of the substance in bulk (:mod:`records.document.reference`)."""
    phases: models.ManyToManyField[Material, MaterialPhase] = models.ManyToManyField(
        "self", through="MaterialPhase", symmetrical=False, related_name="phase_of"
    )
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(variable=False) | Q(molar_mass_g_mol__isnull=True),
                name="variable_stoichiometry_has_no_molar_mass",
            ),
        ]

    def __str__(self) -> str:
        return self.formula or self.name

    def get_absolute_url(self) -> str:
        return reverse("material", args=[self.key])


@tracked
class MaterialPhase(models.Model):
    """One phase of a laminate or mixture, in the order the material names them."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="phase_links")
    phase = models.ForeignKey(Material, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["material", "position"]
        constraints = [
            models.UniqueConstraint(fields=["material", "position"], name="phase_has_its_place"),
            models.CheckConstraint(
                condition=~Q(material=F("phase")), name="material_is_no_phase_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} in {self.material}"


UNSPECIFIED = "unspecified"
"""Key of the substrate of a coating whose paper names none."""


@tracked
class Substrate(models.Model):
    """What is coated: an electrode, a solid electrolyte, or a model surface such as a wafer."""

    key = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.TextField()
    formula = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=17, choices=Role.choices, default=Role.UNSPECIFIED)
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    reference: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, blank=True, db_default=Value([], models.JSONField())
    )
    """What pages print of the substance itself (:mod:`records.document.reference`)."""
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("substrate", args=[self.key])

    @property
    def upon(self) -> str:
        """`` on Li metal``, behind the name of a film; nothing where its paper names none."""
        return "" if self.key == UNSPECIFIED else f" on {self.name}"


@tracked
class Method(models.Model):
    """A characterization method in its tree: ``path`` runs from the root to the method itself."""

    key = models.CharField(max_length=40, unique=True, validators=[METHOD_KEY])
    name = models.TextField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = ArrayField(models.CharField(max_length=40))
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="method_is_not_its_parent"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("method", args=[self.key])

    @property
    def depth(self) -> int:
        return len(self.path) - 1
