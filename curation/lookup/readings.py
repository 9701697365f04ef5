"""How was it read? The reading of a printed text, in words, or why it cannot be read."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from records.typesetting import quantity as typeset
from science.properties import PROPERTIES, property_value
from science.quantities import Quantity, UnreadableValue, read

CYCLE_NUMBER = "at_cycle"
"""The cycle a result is for: counted in cycles, and no property of its own."""

LONGEST_PRINT = 300
_RAISED = str.maketrans("0123456789+−-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SUP = re.compile(r"<sup>(.*?)</sup>")
_WORDS = {
    "exact": "",
    "about": "about",
    "below": "below",
    "above": "above",
    "range": "range",
}


@dataclass(frozen=True)
class Reading:
    """What a printed text says: the numbers in ``unit``, and ``words`` for a person; or ``error``.

    ``position`` is where in the text reading stopped.
    """

    printed: str
    words: str = ""
    qualifier: str = ""
    low: float | None = None
    high: float | None = None
    uncertainty: float | None = None
    unit: str = ""
    error: str = ""
    position: int | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def reading_of(key: str, text: str) -> Reading:
    """The reading of ``text`` as the property ``key`` (or as :data:`CYCLE_NUMBER`).

    Raises KeyError where there is no such property with numbers for values.
    """
    if key != CYCLE_NUMBER and not PROPERTIES[key].numeric:
        raise KeyError(key)
    if len(text) > LONGEST_PRINT:
        return Reading(text[:LONGEST_PRINT], error="is too long to be one value")
    return _reading(key, text.strip())


@lru_cache(maxsize=4096)
def _reading(key: str, text: str) -> Reading:
    try:
        value = read(text, unit="cycles") if key == CYCLE_NUMBER else property_value(key, text)
    except UnreadableValue as error:
        return Reading(text, error=error.message, position=error.position)
    return Reading(
        printed=text,
        words=in_words(value),
        qualifier=value.qualifier,
        low=value.low,
        high=value.high,
        uncertainty=value.uncertainty,
        unit=value.unit,
    )


def in_words(value: Quantity) -> str:
    """``range, (3.6–5) × 10⁻⁸ S cm⁻¹``: plain text, in the typography of the pages."""
    said = _WORDS[value.qualifier]
    shown = (
        plain(str(typeset(value))).lstrip("≈<>≤≥\u202f ") if said else plain(str(typeset(value)))
    )
    return f"{said}{',' if said == 'range' else ''} {shown}".strip()


def plain(marked: str) -> str:
    """Typeset HTML as text, with raised digits for what is set above."""
    raised = _SUP.sub(lambda m: m[1].translate(_RAISED), marked)
    return unescape(re.sub(r"<[^>]+>", "", raised))
