"""Colours and symbols of series, apart for colour-blind eyes; the stylesheet has those of the dark.

Okabe and Ito's set, darkened where it would be too pale on white; every colour comes with a symbol
of its own, so that nothing is told by colour alone.
"""

from __future__ import annotations

COLOURS = (
    "#0b6fa4",
    "#c2410c",
    "#00805f",
    "#9b4f86",
    "#8a6d00",
    "#3f7fbf",
    "#6b5b4b",
    "#5b6770",
)
SYMBOLS = ("circle", "square", "diamond", "up", "down", "cross", "plus", "ring")
SLOTS = len(COLOURS)
LOOKS = {
    "better": "#2e7d9a",
    "same": "#66737a",
    "mixed": "#8a6d00",
    "worse": "#b4531a",
    "silent": "#c3ccca",
    "never": "#9fb0ab",
    "density": "#0b6fa4",
}
INK, QUIET, GRID, RULE, SHEET = "#15201f", "#52605d", "#dfe6e3", "#9fb0ab", "#ffffff"
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"


def colour(slot: int) -> str:
    return COLOURS[slot % SLOTS]


def symbol(slot: int) -> str:
    return SYMBOLS[slot % SLOTS]
