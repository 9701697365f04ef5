"""Coatings: one film grown by one process on one substrate, as one paper reports it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from coatings.models.process import Process, ProcessStep
from coatings.models.vocabulary import AirSensitivity, Material, Method, Role, Substrate
from literature.models import Paper
from records.history import tracked
from records.models import Kind, parse_public_id, public_id
from records.printed_values import PrintedValue, Provenance, Stated, same_property
from records.review_status import ReviewedRecord


class Purpose(models.TextChoices):
    BARRIER = "protective barrier"
    ARTIFICIAL_SEI = "artificial SEI"
    PROSPECTIVE = "prospective artificial SEI"
    SOLID_ELECTROLYTE = "solid electrolyte"
    ACTIVE_ELECTRODE = "active electrode"
    NOT_STATED = "not stated"


class Technique(models.TextChoices):
    ALD = "ALD"
    MLD = "MLD"
    BOTH = "ALD/MLD"


class Form(models.TextChoices):
    """What is coated, as a piece."""

    POWDER = "powder"
    CAST_ELECTRODE = "cast electrode"
    FOIL = "foil"
    PELLET = "pellet"
    WAFER = "wafer"
    SEPARATOR = "separator"
    OTHER = "other"


class Crystallinity(models.TextChoices):
    AMORPHOUS = "amorphous"
    PARTLY = "partly crystalline"
    CRYSTALLINE = "crystalline"
    EPITAXIAL = "epitaxial"


class ReactorType(models.TextChoices):
    FLOW = "flow"
    SHOWERHEAD = "showerhead"
    HOT_WALL = "hot-wall batch"
    PLASMA_DIRECT = "direct plasma"
    PLASMA_REMOTE = "remote plasma"
    FLUIDISED_BED = "fluidised bed"
    ROTARY = "rotary"
    SPATIAL = "spatial"
    OTHER = "other"


class MeasuredOn(models.TextChoices):
    """Where a value was measured, which need not be the film that was cycled."""

    SUBSTRATE = "coated substrate"
    WITNESS = "witness"


class Details(models.Model):
    """What else a paper says in words of a film, and of how it was grown."""

    form = models.CharField(
        max_length=14, choices=Form.choices, blank=True, default="", db_default=""
    )
    pretreatment = models.TextField(blank=True, default="", db_default="")
    reactor_type = models.CharField(
        max_length=14, choices=ReactorType.choices, blank=True, default="", db_default=""
    )
    reactor = models.TextField(blank=True, default="", db_default="")
    carrier_gas = models.TextField(blank=True, default="", db_default="")
    saturated = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True,
        help_text="precursors whose half-cycle is shown to saturate",
    )  # fmt: skip
    not_saturated = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True,
        help_text="precursors whose half-cycle is shown not to saturate",
    )  # fmt: skip
    anneal_atmosphere = models.TextField(blank=True, default="", db_default="")
    crystallinity = models.CharField(
        max_length=18, choices=Crystallinity.choices, blank=True, default="", db_default=""
    )
    phase = models.CharField(max_length=80, blank=True, default="", db_default="")
    air_sensitivity = models.CharField(
        max_length=21, choices=AirSensitivity.choices, blank=True, default="", db_default=""
    )
    sei_constituents = ArrayField(
        models.CharField(max_length=80), default=list, db_default=[], blank=True,
        help_text="what the natural SEI on the (coated) electrode was found to hold",
    )  # fmt: skip

    class Meta:
        abstract = True


DETAILS = tuple(field.name for field in Details._meta.local_fields)


class CoatingQuerySet(models.QuerySet["Coating"]):
    def by_public_id(self, text: str) -> CoatingQuerySet:
        number = parse_public_id(text, Kind.COATING)
        return self.filter(pk=number) if number is not None else self.none()


@tracked
class Coating(Provenance, Details, ReviewedRecord):
    """A coating. The primary key is the number of its permanent id ``ASC-C…``."""

    id = models.PositiveIntegerField(primary_key=True)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="coatings")
    key = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(help_text="its place in the paper's document")
    material = models.ForeignKey(Material, models.PROTECT, related_name="coatings")
    material_printed = models.CharField(max_length=120, blank=True)
    process = models.ForeignKey(
        Process,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coatings",
        help_text="null where the place read does not say how the film was grown",
    )
    technique = models.CharField(
        max_length=7,
        choices=Technique.choices,
        blank=True,
        default="",
        db_default="",
        help_text="as printed, where the steps are not; else the steps make it",
    )
    purpose = models.CharField(max_length=26, choices=Purpose.choices)
    supercycle = models.TextField(blank=True)
    substrate = models.ForeignKey(Substrate, models.PROTECT, related_name="coatings")
    role = models.CharField(max_length=17, choices=Role.choices)
    role_stated = models.BooleanField(
        default=False, help_text="the document gives the role; else it is the vocabulary's"
    )
    preparation = models.TextField(blank=True)
    methods: models.ManyToManyField[Method, CoatingMethod] = models.ManyToManyField(
        Method, through="CoatingMethod", related_name="coatings"
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField()

    objects = CoatingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], name="coating_key_once_per_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.material}{self.substrate.upon}"

    def get_absolute_url(self) -> str:
        return reverse("coating", args=[self.public_id])

    @property
    def public_id(self) -> str:
        return public_id(Kind.COATING, self.pk)


@tracked
class CoatingMethod(models.Model):
    coating = models.ForeignKey(Coating, models.CASCADE, related_name="method_links")
    method = models.ForeignKey(Method, models.PROTECT, related_name="coating_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["coating", "position"]
        constraints = [
            models.UniqueConstraint(fields=["coating", "method"], name="method_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.method)


@tracked
class StepValue(PrintedValue, Stated):
    """The time (s) or temperature (°C) of one step of this coating's process. Without a place of
    its own it was read where the coating was."""

    coating = models.ForeignKey(Coating, models.CASCADE, related_name="step_values")
    step = models.ForeignKey(ProcessStep, models.PROTECT, related_name="values")
    property = models.CharField(
        max_length=12, choices=[("time", "time"), ("temperature", "temperature")]
    )

    class Meta(PrintedValue.Meta):
        ordering = ["coating", "step", "property"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["coating", "step", "property"], name="one_value_per_step_and_property"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.printed}"


@tracked
class Measurement(PrintedValue, Stated):
    """A measured property of a coating, with the conditions it was measured under.

    ``conditions`` holds, by property key, values in the shape of the contract
    (printed, qualifier, low, high, unit).
    """

    coating = models.ForeignKey(Coating, models.CASCADE, related_name="measurements")
    property = models.CharField(max_length=40)
    of = models.CharField(max_length=3, blank=True, default="", db_default="")
    """the element, of a property that a film has for each of its elements"""
    method = models.ForeignKey(
        Method, models.PROTECT, null=True, blank=True, related_name="measurements"
    )
    measured_on = models.CharField(
        max_length=16, choices=MeasuredOn.choices, blank=True, default="", db_default=""
    )
    conditions: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(
        default=dict, blank=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta(PrintedValue.Meta):
        ordering = ["coating", "position"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["coating", "position"], name="measurement_has_its_place"
            ),
        ]
        indexes = [
            # `<property>_min/_max` on measurements, and exact interval checks behind a hull
            models.Index(fields=["property", "low", "high"], name="measurement_by_value"),
        ]

    def __str__(self) -> str:
        return f"{self.property}: {self.printed or self.missing}"

    def same_thing(self, other: Measurement) -> bool:
        """Values of one property (of one element) whose conditions do not contradict."""
        return self.of == other.of and same_property(self, other)
