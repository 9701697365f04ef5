"""What can stand on an axis: every numeric property, the year, and a test's film."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Ln

from coatings.models import CoatingRead
from records.read_rows import high_column, low_column, number_keys
from records.typesetting import unit as typeset_unit
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

OF_FILM = "film."
YEAR = "year"
_INFINITY = float("inf")
_BY_DECADES = frozenset({"S/cm", "S", "Ω cm²", "cm²/s"})


@dataclass(frozen=True)
class Plottable:
    """A quantity of an axis. ``key`` is its word in the address."""

    key: str
    label: str
    unit: str
    column: str

    @property
    def title(self) -> str:
        """Quantity and unit, as HTML."""
        shown = "h<sup>−1</sup>" if self.unit == "1/h" else typeset_unit(self.unit)
        return f"{self.label} ({shown})" if shown else self.label

    @property
    def whole(self) -> bool:
        return self.key == YEAR

    @property
    def by_decades(self) -> bool:
        """Whether it spans decades by its nature, whatever part of it is drawn."""
        return self.unit in _BY_DECADES

    @property
    def of_film(self) -> bool:
        return self.key.startswith(OF_FILM)

    @property
    def stored(self) -> str:
        """The column of the read row that is null where there is no value."""
        return self.column if self.key == YEAR else low_column(self.column)

    def ends(self) -> tuple[Combinable, Combinable]:
        """Both ends as the read rows hold them: null for no value, ±∞ for an open side."""
        if self.key == YEAR:
            return Cast(F("year"), FloatField()), Cast(F("year"), FloatField())
        low, high = low_column(self.column), high_column(self.column)
        if not self.of_film:
            return F(low), F(high)
        film = CoatingRead.objects.filter(pk=OuterRef("coating_id"))
        return Subquery(film.values(low)[:1]), Subquery(film.values(high)[:1])

    def about(self) -> Combinable:
        """Whether the value is about so much."""
        if self.key == YEAR:
            return Value(False)
        said = Q(about__contains=[self.column])
        if not self.of_film:
            return ExpressionWrapper(said, BooleanField())
        return Exists(CoatingRead.objects.filter(said, pk=OuterRef("coating_id")))


@cache
def plottables(subject: str) -> dict[str, Plottable]:
    """Quantities of "coating" or "test" by their word in the address, in the order of a menu."""
    found = [_of(key, key) for key in number_keys(subject)]
    found.sort(key=lambda item: item.label.lower())
    found.append(Plottable(YEAR, "Year of the paper", "", YEAR))
    if subject == "test":
        film = [_of(f"{OF_FILM}{key}", key) for key in number_keys("coating")]
        found += sorted(film, key=lambda item: item.label.lower())
    return {item.key: item for item in found}


def _of(word: str, key: str) -> Plottable:
    declared = PROPERTIES[key]
    label = f"{declared.label} of the film" if word != key else declared.label
    label = label.replace("Film thickness of the film", "Thickness of the film")
    return Plottable(word, label, declared.unit or "", key)


def spot(low: str, high: str) -> Case:
    """Where a value is drawn, as SQL: at its bound, else in the middle of its range."""
    return Case(
        When(**{low: -_INFINITY}, then=F(high)),
        When(**{high: _INFINITY}, then=F(low)),
        default=(F(low) + F(high)) / Value(2.0),
        output_field=FloatField(),
    )


def log_spot(name: str) -> Any:
    """Natural logarithm of a spot; null where it has none."""
    return Case(When(Q(**{f"{name}__gt": 0}), then=Ln(F(name))), output_field=FloatField())
