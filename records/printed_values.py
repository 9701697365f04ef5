"""A value as printed beside its reading, where it was printed and what it was said of: the sets of
columns that every measurement, condition, result and source temperature shares."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from science.quantities import Interval, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

S = TypeVar("S", bound="Stated")


class Qualifier(models.TextChoices):
    EXACT = "exact"
    ABOUT = "about"
    BELOW = "below"
    ABOVE = "above"
    RANGE = "range"


class Missing(models.TextChoices):
    NOT_REPORTED = "not reported"
    NOT_CHECKED = "not checked"
    NOT_APPLICABLE = "not applicable"


class Extraction(models.TextChoices):
    TABLE = "table"
    TEXT = "text"
    FIGURE = "figure"
    AUTHOR_FILE = "author file"
    COMPUTED = "computed"
    ABSTRACT = "abstract"


class Scope(models.TextChoices):
    RECORD = "record"
    """printed of this film or cell"""
    CLASS = "class"
    """printed of a material, a process or a group of papers"""


_READ_RIGHTLY = (
    (
        Q(missing="", qualifier__in=["exact", "about"], low__isnull=False, high__isnull=False)
        & Q(low=F("high"))
    )
    | Q(missing="", qualifier="below", low__isnull=True, high__isnull=False)
    | Q(missing="", qualifier="above", low__isnull=False, high__isnull=True)
    | (
        Q(missing="", qualifier="range", low__isnull=False, high__isnull=False)
        & Q(low__lte=F("high"))
    )
    | Q(qualifier="", printed="", low__isnull=True, high__isnull=True) & ~Q(missing="")
)


class PrintedValue(models.Model):
    """What the paper prints, and how it was read into the canonical unit of its property.

    ``low`` and ``high`` are in ``unit``; a bound leaves its open side null. Either there is a
    reading, or ``missing`` says which kind of missing.
    """

    printed = models.TextField(blank=True)
    qualifier = models.CharField(max_length=5, choices=Qualifier.choices, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    missing = models.CharField(max_length=14, choices=Missing.choices, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=_READ_RIGHTLY, name="%(class)s_reading_fits_qualifier")
        ]

    @property
    def quantity(self) -> Quantity | None:
        """The reading, or None where the value is missing."""
        if self.missing:
            return None
        return Quantity(
            printed=self.printed,
            qualifier=self.qualifier,  # type: ignore[arg-type]  # the database holds the choices
            low=self.low,
            high=self.high,
            uncertainty=self.uncertainty,
            unit=self.unit,
        )


def reading_columns(quantity: Quantity | None, missing: str = "") -> dict[str, Any]:
    """The columns of :class:`PrintedValue` for a reading, or for a kind of missing."""
    if quantity is None:
        return {
            "printed": "",
            "qualifier": "",
            "low": None,
            "high": None,
            "uncertainty": None,
            "unit": "",
            "missing": missing,
        }
    return {
        "printed": quantity.printed,
        "qualifier": quantity.qualifier,
        "low": quantity.low,
        "high": quantity.high,
        "uncertainty": quantity.uncertainty,
        "unit": quantity.unit,
        "missing": "",
    }


class Provenance(models.Model):
    """Where a fact was read: the paper it was read in, the place there, and how.

    The paper that *reports* the fact is the owner's (``coating.paper``, ``test.paper`` …);
    ``via`` is the review or compilation it was read in, null when read in the paper itself.
    ``url`` is the page where it was read, on the day ``read_on``; a value has those of its record
    unless its own are given.
    """

    via = models.ForeignKey(
        "literature.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    via_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="number of the reporting paper in the list of `via`"
    )
    at = ArrayField(models.TextField(), default=list, blank=True)
    section = models.TextField(blank=True, default="", db_default="")
    url = models.TextField(blank=True, default="", db_default="")
    read_on = models.DateField(null=True, blank=True)
    extraction = models.CharField(max_length=11, choices=Extraction.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The places, as a reader writes them: ``Table 3; Table 4``."""
        return "; ".join(self.at)

    @property
    def first_hand(self) -> bool:
        """True where it was read in the paper that reports it."""
        return self.via_id is None


class Stated(Provenance):
    """Where a value or statement was read, and whether it is said of one film or cell.

    ``superseded``: the paper itself was read for the same thing, and says it in other values.
    """

    scope = models.CharField(
        max_length=6, choices=Scope.choices, default=Scope.RECORD, db_default=Scope.RECORD
    )
    superseded = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


STANDS: dict[str, Any] = {"scope": Scope.RECORD, "superseded": False}
"""Of values as rows: those that columns, filters, charts and computations read. What is said of a
class, and a review's reading of what the paper itself was read for, is shown and no more."""


def of_record(rows: Iterable[S]) -> list[S]:
    """Those that stand (:data:`STANDS`)."""
    return [row for row in rows if row.scope == Scope.RECORD and not row.superseded]


def put_first_hand_first(rows: Iterable[S], same: Callable[[S, S], bool]) -> None:
    """Mark what was read in a review where the paper itself was read for the same thing.

    ``rows`` are all values of one record, not yet written; ``same`` tells of two whether they
    are values of one thing (in one scope). This alone decides which of two sources counts.
    """
    every = list(rows)
    own = [row for row in every if row.first_hand and not getattr(row, "missing", "")]
    for row in every:
        row.superseded = not row.first_hand and any(same(row, other) for other in own)


def same_property(one: Any, other: Any) -> bool:
    """Values of one property whose conditions do not contradict each other."""
    if one.property != other.property or one.scope != other.scope:
        return False
    shared = one.conditions.keys() & other.conditions.keys()
    return all(_interval(one.conditions[k]).meets(_interval(other.conditions[k])) for k in shared)


def _interval(reading: Mapping[str, Any]) -> Interval:
    low, high = reading["low"], reading["high"]
    return Interval(-inf if low is None else low, inf if high is None else high)
