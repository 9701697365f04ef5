"""Values as papers print them: reading, writing, units and intervals."""

from science.quantities.grammar import ROOM_TEMPERATURE, says_about
from science.quantities.interval import Interval, corners, hull
from science.quantities.quantity import QUALIFIERS, Qualifier, Quantity, UnreadableValue
from science.quantities.reading import read, read_bare
from science.quantities.unit_words import UnknownUnit
from science.quantities.units import CANONICAL_UNITS, rescaling
from science.quantities.writing import write, write_number

__all__ = [
    "CANONICAL_UNITS",
    "QUALIFIERS",
    "ROOM_TEMPERATURE",
    "Interval",
    "Qualifier",
    "Quantity",
    "UnknownUnit",
    "UnreadableValue",
    "corners",
    "hull",
    "read",
    "read_bare",
    "rescaling",
    "says_about",
    "write",
    "write_number",
]
