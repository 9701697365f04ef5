"""What a record leaves open that a reader will look for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from documents.places import list_of
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_MEASURED = ("thickness", "growth_per_cycle", "deposition_temperature")


def gaps_of(section: str, item: Mapping[str, Any]) -> list[str]:
    """Names of what is neither given nor said to be missing, and of values without a place."""
    asked = _ASKED.get(section.partition("[")[0], lambda _: ())
    return [*asked(item), *_without_place(item)]


def _of_coating(coating: Mapping[str, Any]) -> Iterator[str]:
    for name in ("steps", "methods"):
        if not coating.get(name):
            yield name
    measured = [m for m in list_of(coating, "measurements") if isinstance(m, dict)]
    said = {str(m.get("property")) for m in measured}
    for key in _MEASURED:
        if key not in said:
            yield PROPERTIES[key].label.lower()


def _of_test(test: Mapping[str, Any]) -> Iterator[str]:
    if not any(test.get(name) for name in ("results", "points", "profiles")):
        yield "results"
    if test.get("coating") and not test.get("controls"):
        yield "control"
    conditions = {**test, **_mapping(test, "conditions")}
    if not any(conditions.get(k) for k in ("rate", "current_density", "specific_current")):
        yield "rate or current"
    cell = _mapping(test, "cell")
    for name in ("electrolyte", "counter"):
        if not cell.get(name):
            yield {"counter": "counter electrode"}.get(name, name)


def _mapping(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a draft has there, where it is what it should be."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _without_place(item: Mapping[str, Any]) -> Iterator[str]:
    """A value without its place in the paper, where its record has none either."""
    if item.get("at"):
        return
    values = [*list_of(item, "measurements"), *list_of(item, "results")]
    lost = sum(1 for v in values if isinstance(v, dict) and not v.get("at") and "missing" not in v)
    if lost:
        yield f"the place in the paper of {lost} value{'s' if lost > 1 else ''}"
    elif not values:
        yield "the place in the paper"


_ASKED: dict[str, Callable[[Mapping[str, Any]], Iterable[str]]] = {
    "coatings": _of_coating,
    "cycling": _of_test,
}
