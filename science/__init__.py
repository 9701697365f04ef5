"""The science of the knowledge base: plain Python, no Django.

Quantities as papers print them, chemical formulas, and every derived property as a pure function
with its unit, its source and its version.
"""

from science.deriving import derive_coating, derive_test, recipe_digest
from science.inputs import (
    CoatingInputs,
    Input,
    MaterialInput,
    Points,
    PrecursorInput,
    StatedResult,
    StepInput,
    TestInputs,
)
from science.results import Derived, Missing, Result, UsedInput

__all__ = [
    "CoatingInputs",
    "Derived",
    "Input",
    "MaterialInput",
    "Missing",
    "Points",
    "PrecursorInput",
    "Result",
    "StatedResult",
    "StepInput",
    "TestInputs",
    "UsedInput",
    "derive_coating",
    "derive_test",
    "recipe_digest",
]
