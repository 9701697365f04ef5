"""Declares a derived property next to its formula, and runs the declared formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from science.quantities import Interval
from science.registry import Property, Subject, register
from science.results import Missing, Result

Arguments = ParamSpec("Arguments")
_formulas: dict[str, tuple[Subject, Callable[..., Result]]] = {}


class Gap(Exception):
    """Raised inside a formula when an input is missing; becomes `Missing(why)`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def derived(
    *,
    key: str,
    label: str,
    unit: str | None,
    inputs: tuple[str, ...],
    doc: str,
    source: str,
    subject: Subject = "coating",
    version: int = 1,
    symbol: str = "",
    choices: tuple[str, ...] = (),
    listed: bool = False,
    formula: str = "",
    plausible: tuple[float, float] | None = None,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Declare the decorated formula as the recipe of a derived property.

    `version` goes up with every change that can change a result. A `Gap` that the formula raises
    becomes `Missing`. `plausible` is the range, in `unit`, outside of which a value is doubted.
    Raises ValueError when the key is declared twice.
    """

    typeset = formula

    def declare(formula: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        recipe = f"{formula.__module__.removeprefix('science.')}.{formula.__name__}"
        register(
            Property(
                key=key,
                label=label,
                symbol=symbol,
                unit=unit,
                roles=(("derived", subject),),
                doc=doc,
                source=source,
                inputs=inputs,
                recipe=recipe,
                recipe_version=version,
                choices=choices,
                listed=listed,
                formula=typeset,
                plausible=Interval(*plausible) if plausible else None,
            )
        )

        @wraps(formula)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            try:
                return formula(*args, **kwargs)
            except Gap as gap:
                return Missing(gap.why)

        _formulas[key] = (subject, guarded)
        return guarded

    return declare


def run(subject: Subject, *args: Any) -> dict[str, Result]:
    """Every declared property of a subject, in the order of declaration."""
    return {key: formula(*args) for key, (of, formula) in _formulas.items() if of == subject}
