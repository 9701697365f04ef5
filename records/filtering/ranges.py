"""Conditions on intervals: what a record has of a property, and which interval is asked of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FloatField, OuterRef, Q, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from django.db import models


@dataclass(frozen=True)
class Range:
    """The interval asked of a property, in its canonical unit; None leaves a side open."""

    minimum: float | None
    maximum: float | None
    certain: bool


def interval_condition(low: str, high: str, asked: Range) -> Q:
    """The interval in columns ``low``, ``high`` (±inf for an open side) meets the asked one, or
    lies wholly inside where that is asked; a row without a value never does."""
    question = Q(**{f"{low}__isnull": False})
    first, last = (low, high) if asked.certain else (high, low)
    if asked.minimum is not None:
        question &= Q(**{f"{first}__gte": asked.minimum})
    if asked.maximum is not None:
        question &= Q(**{f"{last}__lte": asked.maximum})
    return question


def value_condition(asked: Range) -> Q:
    """The same question to a printed value, whose open side is null and not ±inf."""
    question = Q(missing="")
    if asked.minimum is not None:
        side = Q(low__gte=asked.minimum) if asked.certain else Q(high__gte=asked.minimum)
        question &= side if asked.certain else side | Q(high__isnull=True)
    if asked.maximum is not None:
        side = Q(high__lte=asked.maximum) if asked.certain else Q(low__lte=asked.maximum)
        question &= side if asked.certain else side | Q(low__isnull=True)
    return question


@dataclass(frozen=True)
class Printed:
    """Values as papers print them, with the column of the record that they are of."""

    rows: models.QuerySet[Any]
    owner: str

    def exists(self, condition: Q = Q()) -> Exists:  # noqa: B008  # an empty condition never changes
        """Whether a record has such a value."""
        values = self.rows.filter(condition, missing="", **{self.owner: OuterRef("pk")})
        return Exists(values.order_by())

    def intervals(self, owners: Any) -> models.QuerySet[Any]:
        """(owner, low, high) of the values of these records, ±inf for an open side."""
        values = self.rows.filter(missing="", **{f"{self.owner}__in": owners})
        return values.order_by().values_list(
            self.owner,
            Coalesce("low", Value(-math.inf, FloatField())),
            Coalesce("high", Value(math.inf, FloatField())),
        )
