"""Deposition processes: which precursors build which material, in which order of steps.

A process is the chemistry that several coatings may share; the times, temperatures and cycle
counts of one film belong to its coating (:class:`coatings.models.StepValue`, ``Measurement``).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from coatings.models.vocabulary import Material
from precursors.models import Precursor
from records.history import tracked
from records.models import SLUG


class Action(models.TextChoices):
    DOSE = "dose"
    PURGE = "purge"
    PLASMA = "plasma"
    SOAK = "soak"
    SUBCYCLE = "subcycle"


@tracked
class Process(models.Model):
    """One material grown by one ordered pattern of steps.

    ``pattern`` is the canonical text of the steps; it makes the process findable from a document.
    """

    key = models.CharField(max_length=160, unique=True, validators=[SLUG])
    material = models.ForeignKey(Material, models.PROTECT, related_name="processes")
    pattern = models.TextField()
    precursor_keys = ArrayField(models.CharField(max_length=60), default=list)
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["material", "pattern"], name="one_process_per_material_and_pattern"
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("process", args=[self.key])


@tracked
class ProcessStep(models.Model):
    """A step; ``every`` = n doses it only in every n-th cycle (null: some cycles, not said which);
    a sub-cycle holds its own steps and is run ``repeat`` times (null: not reported)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    action = models.CharField(max_length=8, choices=Action.choices)
    every = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    repeat = models.PositiveSmallIntegerField(null=True, blank=True)
    precursors: models.ManyToManyField[Precursor, StepPrecursor] = models.ManyToManyField(
        Precursor, through="StepPrecursor", related_name="steps"
    )

    class Meta:
        ordering = ["process", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "position"], name="step_has_its_place"),
            models.CheckConstraint(
                condition=Q(every__isnull=True) | Q(every__gte=1), name="every_counts_cycles"
            ),
            models.CheckConstraint(
                condition=Q(repeat__isnull=True) | Q(action="subcycle"),
                name="only_a_subcycle_repeats",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.position}: {self.action}"


@tracked
class StepPrecursor(models.Model):
    """A precursor of a step; several are alternatives ("LiOᵗBu or Li-HMDS")."""

    step = models.ForeignKey(ProcessStep, models.CASCADE, related_name="choices")
    precursor = models.ForeignKey(Precursor, models.PROTECT, related_name="step_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint(fields=["step", "precursor"], name="alternative_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.precursor)
