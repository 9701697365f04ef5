# ruff: noqa: E501 - a pattern stands on one line, however long
"""What a number is where no cue stands beside it: by what its sentence, or the text, speaks of."""

from __future__ import annotations

import re

from science.candidates.choosing import Choice

_GROWN = re.compile(r"(?<![^\W\d_])(?:deposit(?:ed|ion)|grown|growth|ALD|MLD|PE-?ALD)(?![^\W\d_])")
_TESTED = re.compile(
    r"mAh|cycled|cycling|discharg|retention|cells?(?![^\W\d_])|anneal|conductivit|stab(?:le|ility)|diffusion|\bup to\b",
    re.IGNORECASE,
)
BEFORE_IT = re.compile(
    r"before (?:the )?(?:\w+ )?(?:coating|films?|layers?|deposition|growth|ALD|MLD)"
    r"|(?:substrates?|wafers?|powders?|electrodes?) (?:was|were) (?:\w+ )?anneal",
    re.IGNORECASE,
)
_UNITLESS = (
    ("refractive_index", "refractive ind(?:ex|ices)"),
    ("roughness_factor", "(?:roughness|area enhancement) factors?|area enhancements?"),
    ("aspect_ratio", "aspect ratios?"),
)
_LISTED = re.compile(r"[\d.]+(?:,\s[\d.]+)*,?\sand\s$")
"""The members of a list before its last."""
_BETWEEN = (
    r"(?:\W+(?:of|is|was|were|the|film|films|about|=|a|n|to|be|varied|ranged|from|between|greater"
    r"|higher|than|above|over|up|[A-Z][\w₀-₉]*)){0,6}"
    r"(?:\W+[\d.]+(?:,\s[\d.]+)*,?\sand\s)?"
)


def by_the_subject(keys: tuple[str, ...], text: str, start: int, end: int) -> Choice | None:
    """A conductivity by the whole text, a temperature by its sentence."""
    if set(keys) == {"ionic_conductivity", "electronic_conductivity"}:
        ionic = re.search(r"ion(?:ic)?[- ]conduct", text, re.I)
        if ionic and not re.search(r"electr(?:on)?ic(?:al)?(?:ly)? conduct", text, re.I):
            return Choice("ionic_conductivity", False, "the text speaks of ionic conductivity")
    said = text[start:end]
    if "deposition_temperature" in keys and _GROWN.search(said) and not _TESTED.search(said):
        return Choice("deposition_temperature", False, "the sentence tells of a deposition")
    return None


def unitless(text: str, start: int, at: int) -> Choice:
    """A number without unit, where the name of a property that has none stands before it."""
    before = text[max(start, at - 60) : at]
    for key, words in _UNITLESS:
        named = re.search(rf"{words}({_BETWEEN}\W*)$", before, re.I)
        if named and not re.search(r"\d", _LISTED.sub("", named[1])):
            return Choice(key, True, "named before it")
    return Choice(offered=False)
