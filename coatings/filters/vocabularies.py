"""Vocabularies of this room, as filters know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from coatings.models import (
    Action,
    Coating,
    CoatingRead,
    Material,
    Method,
    Process,
    ProcessStep,
    Substrate,
    Technique,
)
from precursors.filters import PRECURSORS as PRECURSORS
from precursors.models import State
from records.filtering import PublicIds, TableWords
from records.models import Kind
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULAS = ("formula", "formula_printed")
MATERIALS = TableWords(Material, names=("name", *_FORMULAS), short=_FORMULAS, dashes=True)


class _SubstrateWords(TableWords):
    """Substrates; a composite without a formula is spoken of by the first word of its name."""

    def spoken(self) -> list[tuple[str, str]]:
        rows = self._rows().filter(formula="").values_list("name", "key")
        return [*super().spoken(), *((name.split()[0], key) for name, key in rows)]


SUBSTRATES = _SubstrateWords(Substrate, names=("name", "formula"), dashes=True)
METHODS = TableWords(Method, short=("key",))
PROCESSES = TableWords(Process, names=(), aliases=(), label="key")
COATINGS = PublicIds(Coating, Kind.COATING)
TECHNIQUES = tuple(Technique.values)
CONTAINS = ("contains_charge_carrier", "contains_organic", "contains_carbonate")


def has_words() -> Iterable[str]:
    """What ``has`` can ask of a coating: a property with a value, a cycling test, a series, or
    whether its half-cycles were shown to saturate."""
    keys = {*properties("measured", "coating"), *properties("derived", "coating")}
    return sorted({*keys, "cycling", "saturation", "series"})


def grown_with_plasma(asked: list[str]) -> Q:
    """Coatings by a process with a plasma, or without one. Neither is said of a coating without a
    process on record, nor of one with a step that may do with a plasma or without."""
    with_one = Q(action=Action.PLASMA) | Q(precursors__state=State.PLASMA)
    steps = ProcessStep.objects.filter(with_one).order_by()
    without = ProcessStep.objects.filter(
        Q(precursors__isnull=False) & ~Q(precursors__state=State.PLASMA)
    )
    needing = steps.exclude(pk__in=without.order_by().values("pk"))
    found = Q(pk__in=[])
    for word, processes in (
        ("yes", Process.objects.filter(pk__in=needing.values("process"))),
        ("no", Process.objects.exclude(pk__in=steps.values("process"))),
    ):
        if word in asked:
            found |= Q(process__in=list(processes.values_list("key", flat=True)))
    return found


def phases() -> Iterable[str]:
    """Phases of films on record, as they are named."""
    named = CoatingRead.objects.exclude(phase="").order_by("phase")
    return named.values_list("phase", flat=True).distinct()


def saturates(asked: list[str]) -> Q:
    """Coatings of which the half-cycles of all these precursors were shown to saturate."""
    return Q(coating__saturated__contains=asked)


def sei_constituents() -> Iterable[str]:
    """What natural SEIs were found to hold."""
    named = CoatingRead.objects.exclude(sei_constituents=[]).order_by()
    return sorted(
        {one for held in named.values_list("sei_constituents", flat=True) for one in held}
    )


def worded_properties(subject: str) -> dict[str, tuple[str, ...]]:
    """Derived properties of a subject whose values are words of a fixed choice."""
    return {
        key: declared.choices
        for key, declared in PROPERTIES.items()
        if declared.choices and declared.has_role("derived", subject)  # type: ignore[arg-type]
    }
