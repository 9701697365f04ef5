"""Words of questions that are the same whatever is asked about."""

from __future__ import annotations

AT_LEAST = (
    ">", "≥", ">=", "above", "over", "more than", "greater than", "higher than", "larger than",
    "at least", "minimum", "min", "exceeding", "beyond", "thicker than", "longer than",
    "better than", "not less than",
)  # fmt: skip
AT_MOST = (
    "<", "≤", "<=", "below", "under", "less than", "lower than", "smaller than", "at most",
    "maximum", "max", "up to", "thinner than", "shorter than", "within", "no more than",
    "not more than",
)  # fmt: skip
ABOUT = ("~", "≈", "around", "about", "roughly", "approximately", "circa", "ca")
SINCE = ("since", "from")
BEFORE = ("before",)
AFTER = ("after",)
UNTIL = ("until", "till", "by")
WITHOUT = ("without", "no", "not", "excluding", "except")
HOLDING = ("containing", "contains", "contain", "holding", "holds", "rich")
_NARROWING_NOTHING = """
    a an the of and or & + on onto in at by for to from using use used via with within as is are
    was were be been do does did can could has have had having what which who how why when where
    there any all some show find me give list please about regarding good that this these those it
    its than then between made make makes grown deposited deposition coating coatings coat coated
    film films layer layers thin thick material materials battery batteries electrode electrodes
    record records data value values et al group coworkers
    gave gives measured characterized characterised studied reported
"""
NOISE = frozenset(_NARROWING_NOTHING.split())
"""Words that narrow no list."""
