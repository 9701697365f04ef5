"""How a property that papers print is declared.

Limits are in the canonical unit. Values outside `possible` are refused where they are entered,
values outside `plausible` are doubted: a unit, a power of ten or a decimal point has slipped.
"""

from __future__ import annotations

from math import inf

from science.quantities import Interval
from science.registry import Property, Role

OF_COATING: tuple[Role, ...] = (("measured", "coating"),)
CONDITION: tuple[Role, ...] = (("condition", "test"),)
RESULT: tuple[Role, ...] = (("result", "test"),)
NOT_NEGATIVE = (0.0, inf)
ANY = (-inf, inf)
ABOVE_ABSOLUTE_ZERO = (-273.15, inf)  # °C
FIELD = "Usage of the field"
IUPAC = "IUPAC, Quantities, Units and Symbols in Physical Chemistry (Green Book)"
PUURUNEN = "R. L. Puurunen, J. Appl. Phys., 2005, 97, 121301"


def printed(
    key: str,
    label: str,
    symbol: str,
    unit: str,
    roles: tuple[Role, ...],
    doc: str,
    source: str = FIELD,
    *,
    plausible: tuple[float, float],
    possible: tuple[float, float] = NOT_NEGATIVE,
    listed: bool = False,
) -> Property:
    return Property(
        *(key, label, symbol, unit, roles, doc, source),
        listed=listed,
        possible=Interval(*possible),
        plausible=Interval(*plausible),
    )
