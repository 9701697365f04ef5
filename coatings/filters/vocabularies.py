"""Vocabularies of this room, as filters know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatings.models import Coating, CoatingRead, Material, Method, Process, Substrate, Technique
from precursors.filters import PRECURSORS as PRECURSORS
from records.filtering import PublicIds, TableWords
from records.models import Kind
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULAS = ("formula", "formula_printed")
MATERIALS = TableWords(Material, names=("name", *_FORMULAS), short=_FORMULAS, dashes=True)
SUBSTRATES = TableWords(Substrate, names=("name", "formula"), dashes=True)
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


def phases() -> Iterable[str]:
    """Phases of films on record, as they are named."""
    named = CoatingRead.objects.exclude(phase="").order_by("phase")
    return named.values_list("phase", flat=True).distinct()


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
