"""How it performed: cycling tests, their controls, conditions and stated results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from coatings.models import Coating, Substrate
from cycling.models.read_row import TestRead
from literature.models import Paper
from records.history import tracked
from records.models import Kind, parse_public_id, public_id
from records.printed_values import PrintedValue, Provenance, Stated
from records.review_status import ReviewedRecord

if TYPE_CHECKING:
    from cycling.models.curve import TestCurve

__all__ = [
    "CellType",
    "Control",
    "CyclingTest",
    "Outcome",
    "OutcomeDirection",
    "TestCoating",
    "TestCondition",
    "TestRead",
    "TestResult",
]


class CellType(models.TextChoices):
    HALF = "half"
    FULL = "full"
    SYMMETRIC = "symmetric"
    UNSPECIFIED = "unspecified"


class OutcomeDirection(models.TextChoices):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MIXED = "mixed"


class CyclingTestQuerySet(models.QuerySet["CyclingTest"]):
    def by_public_id(self, text: str) -> CyclingTestQuerySet:
        number = parse_public_id(text, Kind.TEST)
        return self.filter(pk=number) if number is not None else self.none()


@tracked
class CyclingTest(Provenance, ReviewedRecord):
    """A cell cycled under stated conditions. The primary key is the number of ``ASC-T…``.

    ``coating`` is the film on the electrode under test, null for an uncoated one; other coated
    electrodes in the same cell are ``also_coated``.
    """

    id = models.PositiveIntegerField(primary_key=True)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="cycling_tests")
    key = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    label = models.TextField(blank=True)
    coating = models.ForeignKey(
        Coating, models.PROTECT, null=True, blank=True, related_name="cycling_tests"
    )
    also_coated: models.ManyToManyField[Coating, TestCoating] = models.ManyToManyField(
        Coating, through="TestCoating", related_name="also_cycled_in"
    )
    cell_type = models.CharField(
        max_length=11, choices=CellType.choices, default=CellType.UNSPECIFIED
    )
    electrode = models.ForeignKey(
        Substrate, models.PROTECT, null=True, blank=True, related_name="cycling_tests"
    )
    counter = models.TextField(blank=True)
    electrolyte = models.TextField(blank=True)
    cells = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how many cells were tested; null: not reported"
    )
    cell_format = models.TextField(blank=True, help_text="coin, pouch, Swagelok …, as printed")
    composition = models.TextField(blank=True, help_text="of the electrode, as printed")
    reference = models.TextField(blank=True, help_text="reference electrode")
    separator = models.TextField(blank=True)
    electrolyte_parts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="salts, solvents, their ratio and additives"
    )
    segments: models.JSONField[list[Any], list[Any]] = models.JSONField(
        default=list, blank=True, help_text="runs of cycles with one purpose, as the document says"
    )
    profiles: models.JSONField[list[Any], list[Any]] = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="voltage profiles in figures, as the document says",
    )
    controls: models.ManyToManyField[CyclingTest, Control] = models.ManyToManyField(
        "self", through="Control", symmetrical=False, related_name="control_of"
    )
    points_unit = models.CharField(
        max_length=16, blank=True, help_text="of the capacities of its first curve"
    )
    points_columns = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="of its first curve; empty where no points are on record",
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField()

    objects = CyclingTestQuerySet.as_manager()
    recorded: list[TestCurve] | None = None
    """Its curves, once they were read (:func:`cycling.derive.curves_by_test`)."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], name="test_key_once_per_paper"),
        ]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def public_id(self) -> str:
        return public_id(Kind.TEST, self.pk)

    def get_absolute_url(self) -> str:
        return reverse("test", args=[self.public_id])


@tracked
class TestCoating(models.Model):
    """Another coated electrode of the same cell."""

    test = models.ForeignKey(CyclingTest, models.CASCADE, related_name="also_coated_links")
    coating = models.ForeignKey(Coating, models.PROTECT, related_name="test_links")
    position = models.PositiveSmallIntegerField()
    counter = models.BooleanField(default=False, help_text="whether it is on the counter electrode")

    class Meta:
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "coating"], name="also_coated_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.coating)


@tracked
class Control(models.Model):
    """A test and the bare, or differently coated, test it is compared with."""

    test = models.ForeignKey(CyclingTest, models.CASCADE, related_name="control_links")
    control = models.ForeignKey(CyclingTest, models.PROTECT, related_name="controlled_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "control"], name="control_named_once"),
            models.CheckConstraint(
                condition=~Q(test=F("control")), name="test_is_not_its_own_control"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test} against {self.control}"


@tracked
class TestCondition(PrintedValue, Stated):
    """One stated condition of a test: rate, current, window, temperature, loading."""

    test = models.ForeignKey(CyclingTest, models.CASCADE, related_name="conditions")
    property = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta(PrintedValue.Meta):
        ordering = ["test", "position"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["test", "property"], name="condition_stated_once_per_test"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.property}: {self.printed or self.missing}"


@tracked
class TestResult(PrintedValue, Stated):
    """One stated result, with the cycle it was read at where the paper says which."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    test = models.ForeignKey(CyclingTest, models.CASCADE, related_name="results")
    property = models.CharField(max_length=40)
    at_cycle_printed = models.CharField(max_length=40, blank=True)
    at_cycle_low = models.FloatField(null=True, blank=True)
    at_cycle_high = models.FloatField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta(PrintedValue.Meta):
        ordering = ["test", "position"]
        constraints = [
            *PrintedValue.Meta.constraints,
            models.UniqueConstraint(fields=["test", "position"], name="result_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.property}: {self.printed or self.missing}"

    def same_thing(self, other: TestResult) -> bool:
        """Values of one property at one cycle; where one says no cycle, they may be."""
        told = [row for row in (self, other) if row.at_cycle_printed]
        cycles = {(row.at_cycle_low, row.at_cycle_high) for row in told}
        same = (self.property, self.scope) == (other.property, other.scope)
        return same and len(cycles) < 2


@tracked
class Outcome(Stated):
    """A qualitative outcome a paper states: better, same, worse or mixed, than which control."""

    test = models.ForeignKey(CyclingTest, models.CASCADE, related_name="outcomes")
    than = models.ForeignKey(
        CyclingTest, models.PROTECT, null=True, blank=True, related_name="outcomes_against"
    )
    outcome = models.CharField(max_length=6, choices=OutcomeDirection.choices)
    aspect = models.TextField(blank=True)
    statement = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "position"], name="outcome_has_its_place"),
            models.CheckConstraint(condition=~Q(statement=""), name="outcome_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.statement}"
