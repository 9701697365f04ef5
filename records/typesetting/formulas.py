"""Mathematical formulas, declared in LaTeX, as MathML that browsers draw without any script."""

from __future__ import annotations

from functools import lru_cache

from latex2mathml.converter import convert


@lru_cache(maxsize=256)
def formula_mathml(latex: str) -> str:
    """MathML of one formula. Only our own declarations come here, never what a user typed."""
    # fractions at full height, though the formula stands in a line
    return str(convert(latex)).replace("<math ", '<math displaystyle="true" ', 1)
