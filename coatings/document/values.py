"""What a measured value and a series of values say alike: of what, by what, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from records.document.checking import unknown
from records.document.fields import Element, Strict
from records.document.invalid import Loc, Problem, path_of
from records.filtering.elements import ELEMENTS
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Measured(Strict):
    """``of`` which element, by which ``method`` of the vocabulary, and whether on the coated
    substrate itself or on a witness beside it."""

    of: Element | None = None
    method: str | None = None
    measured_on: Literal["coated substrate", "witness"] | None = None


def of_problems(at: Loc, entry: Measured, key: str, methods: Collection[str]) -> Iterable[Problem]:
    if entry.method:
        yield from unknown((*at, "method"), entry.method, methods, "method")
    declared = PROPERTIES.get(key)
    if declared and declared.of_element:
        if entry.of is None:
            yield Problem(path_of((*at, "of")), f"of which element is the {key}?")
        elif not ELEMENTS.known([entry.of]):
            yield Problem(path_of((*at, "of")), f'no element "{entry.of}"')
    elif entry.of is not None:
        yield Problem(path_of((*at, "of")), "goes with a content, the share of one element")
