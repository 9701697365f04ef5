"""Flags with a reason, never a rejection: a reviewer confirms or explains each."""

from science.plausibility.coating import flag_coating
from science.plausibility.cycling import flag_test
from science.plausibility.flags import Flag, Severity
from science.plausibility.names import name_against_formula, printed_against_read
from science.plausibility.records import (
    coating_fingerprint,
    cycling_fingerprint,
    entered_twice,
    wrong_dimension,
    year_against_reference,
)
from science.plausibility.sources import SourcedValue, disagreements

# Goes up with every change of a check that can change a flag: flags of old rules are then found
# and computed anew, like values of old recipes.
RULES_VERSION = 7

__all__ = [
    "RULES_VERSION",
    "Flag",
    "Severity",
    "SourcedValue",
    "coating_fingerprint",
    "cycling_fingerprint",
    "disagreements",
    "entered_twice",
    "flag_coating",
    "flag_test",
    "name_against_formula",
    "printed_against_read",
    "wrong_dimension",
    "year_against_reference",
]
