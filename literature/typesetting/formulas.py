"""Mathematical formulas, declared in LaTeX, as MathML that browsers draw without any script."""

from __future__ import annotations

from functools import lru_cache

from latex2mathml.converter import convert


@lru_cache(maxsize=256)
def formula_mathml(latex: str) -> str:
    """MathML of one formula. Only our own declarations come here, never what a user typed."""
    return str(convert(latex, display="inline"))
