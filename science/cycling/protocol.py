"""The stated protocol of a test: segments of cycles, each with its purpose and its settings."""

from __future__ import annotations

from dataclasses import dataclass

from science.inputs import CycleKind
from science.properties import property_value
from science.quantities import Quantity, UnreadableValue

CURRENTS = ("rate", "current_density", "specific_current")
_PROPERTIES = {
    "charge": CURRENTS,
    "discharge": CURRENTS,
    "window": ("voltage_window",),
    "temperature": ("temperature",),
}
_KINDS: dict[str, CycleKind] = {
    "formation": "formation",
    "cycling": "ageing",
    "rate": "rate",
    "check-up": "check-up",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """Cycles `first` to `last` (None: to the end) with one purpose."""

    kind: CycleKind
    first: int
    last: int | None

    def holds(self, cycle: float) -> bool:
        return self.first <= cycle and (self.last is None or cycle <= self.last)


def segment(kind: str, first: int, last: int | None) -> Segment:
    """A segment as documents name its kind."""
    return Segment(_KINDS[kind], first, last)


def kind_of(cycle: float | None, segments: tuple[Segment, ...]) -> CycleKind:
    """What a cycle is stated to be for; "" where no segment holds it."""
    if cycle is None:
        return ""
    return next((one.kind for one in segments if one.holds(cycle)), "")


def segment_value(key: str, printed: str) -> tuple[str, Quantity]:
    """The property and the reading of a setting: a rate or a current by its unit.

    Raises UnreadableValue, with the reason of the first property that it may be.
    """
    why: UnreadableValue | None = None
    for name in _PROPERTIES[key]:
        try:
            return name, property_value(name, printed)
        except UnreadableValue as error:
            why = why or error
    assert why is not None, "every setting is of some property"
    raise why


def unreadable_segment(key: str, printed: str) -> str:
    """Why a setting of a segment cannot be read; "" where it can."""
    try:
        segment_value(key, printed)
    except UnreadableValue as error:
        return str(error)
    return ""
