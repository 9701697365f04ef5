"""Doubts about a film on what it is grown on."""

from __future__ import annotations

import re

from science.evidence import known
from science.inputs import CoatingInputs
from science.plausibility.flags import Flag
from science.plausibility.melting import melting_point
from science.quantities import UnreadableValue, read
from science.results import UsedInput

NANO_NM = 100.0  # ISO/TS 80004-1: a nano-object measures at most about 100 nm
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?\s?(?:nm|[µμu]m|Å))(?![\w/])")
_OBJECT = re.compile(
    r"particle|wire|tube|pillar|rod|fib(?:re|er)|sphere|flake|sheet|powder|foil|thick|diameter"
    r"|pore|porous|grain|crystal|dot",
    re.IGNORECASE,
)
_PORE = re.compile(r"pores?\b|porous", re.IGNORECASE)
_NANO = re.compile(r"nano[- ]?(?:particle|wire|tube|rod|fib|sphere|sheet|flake|dot|crystal|powder)")
_CLAUSE = re.compile(r"[;,()]")


def deposition_above_melting(coating: CoatingInputs) -> list[Flag]:
    """A deposition hotter than the substrate's melting point; a range that only reaches above it
    may belong to another substrate."""
    deposition = known(coating.measured("deposition_temperature"), floor=None)
    melting = melting_point(coating.substrate_formula, coating.substrate)
    if deposition is None or melting is None or deposition.interval.high <= melting[1]:
        return []
    substrate, temperature = melting
    wholly = deposition.interval.low > temperature
    if not wholly and deposition.interval.high == float("inf"):
        return []
    reason = f"{substrate} melts at {temperature:g} °C, " + (
        "below the deposition temperature" if wholly else "inside the range of deposition"
    )
    inputs = (*deposition.used, UsedInput("substrate", coating.substrate_key, substrate))
    return [Flag("deposition_above_melting", "warning" if wholly else "notice", reason, inputs)]


def film_swallows_substrate(coating: CoatingInputs) -> list[Flag]:
    """A film thicker than the particles, wires or foil that it lies on, or than half the pores."""
    film = known(coating.measured("thickness"))
    size = _size_nm(f"{coating.substrate}; {coating.preparation}")
    if film is None or size is None or film.interval.low <= size[0]:
        return []
    reason = f"the film is thicker than its substrate: {size[1]}"
    inputs = (*film.used, UsedInput("substrate", coating.substrate_key, size[1]))
    return [Flag("film_swallows_substrate", "warning", reason, inputs)]


def _size_nm(text: str) -> tuple[float, str] | None:
    """The thickest film that fits on the smallest object named, in nm, and what is said of it."""
    found = []
    for clause in filter(_OBJECT.search, _CLAUSE.split(text)):
        for match in _SIZE.finditer(clause):
            try:
                size = read(match[1], unit="nm").low
            except UnreadableValue:
                continue
            if size:
                found.append((size / 2 if _PORE.search(clause) else size, clause.strip()))
    if found:
        return min(found)
    nano = _NANO.search(text.lower())
    return (NANO_NM, f"a {nano.group()} measures at most about 100 nm") if nano else None
