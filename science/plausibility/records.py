"""Doubts about records as a whole: units, years, and what is entered twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from science.inputs import CoatingInputs, Input, StatedResult, StepInput, TestInputs
from science.plausibility.flags import Flag, Severity
from science.quantities import UnreadableValue, read
from science.results import UsedInput

FIRST_ALD_YEAR = 1974  # T. Suntola and J. Antson's patent


def wrong_dimension(what: str, printed: str, unit: str, identifier: str) -> Flag | None:
    """A value whose unit is that of another kind of quantity (a current density in mA h cm⁻²).

    `unit` is the canonical unit of the property `what`. Other unreadable text raises no flag: it
    is an error of the document.
    """
    try:
        read(printed, unit=unit)
    except UnreadableValue as error:
        if error.wrong_dimension:
            inputs = (UsedInput(what, identifier, printed),)
            return Flag("wrong_dimension", "serious", error.message, inputs)
    return None


def year_against_reference(
    year: int | None, printed_years: Sequence[UsedInput], identifier: str, this_year: int
) -> list[Flag]:
    """A paper's year against other places that print it (a figure's copyright line), the history
    of the field, and today. One year apart, online and in an issue, is only told."""
    if year is None:
        return []
    own = UsedInput("year", identifier, str(year))
    flags = []
    for printed in printed_years:
        if printed.value != str(year):
            reason = f"{printed.what} prints {printed.value}, the reference {year}"
            near = printed.value.isdecimal() and abs(int(printed.value) - year) == 1
            severity: Severity = "notice" if near else "warning"
            flags.append(Flag("year_against_reference", severity, reason, (own, printed)))
    if not FIRST_ALD_YEAR <= year <= this_year + 1:
        reason = f"{year} is not between {FIRST_ALD_YEAR} and {this_year + 1}"
        flags.append(Flag("year_against_reference", "serious", reason, (own,)))
    return flags


def coating_fingerprint(
    coating: CoatingInputs, *, paper: str, substrate: str, said: Hashable = None
) -> Hashable:
    """What makes a coating the same experiment as another: paper, film, substrate, process, every
    measured value, whatever their order, and what else is `said` of it: films that one paper tells
    apart in words alone ("with a gap around the wire") are not one."""
    return (
        paper,
        substrate,
        said,
        coating.material.key,
        _pattern(coating.steps),
        frozenset((item.what, item.quantity.meaning) for item in coating.measurements),
    )


def _pattern(steps: Sequence[StepInput]) -> Hashable:
    return tuple(
        (
            step.action,
            frozenset(precursor.key for precursor in step.precursors),
            step.every,
            step.repeat,
            step.time.quantity.meaning if step.time else None,
            _pattern(step.steps),
        )
        for step in steps
    )


def cycling_fingerprint(test: TestInputs, *, paper: str, coating: str) -> Hashable | None:
    """What makes a test the same experiment as another; None for one that says too little."""
    if not test.results and test.points is None:
        return None

    def said(items: Sequence[Input | StatedResult]) -> Hashable:
        return frozenset(
            (
                item.what,
                item.quantity.meaning,
                item.at_cycle.meaning if isinstance(item, StatedResult) and item.at_cycle else None,
            )
            for item in items
        )

    points = test.points
    return (
        paper,
        coating,
        test.electrode,
        test.cell_type,
        said(test.conditions),
        said(test.results),
        frozenset(points.rows) if points is not None else None,
    )


def entered_twice(fingerprints: Mapping[str, Hashable | None]) -> list[Flag]:
    """Records with the same fingerprint: the same experiment, entered more than once."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for identifier, fingerprint in fingerprints.items():
        if fingerprint is not None:
            groups[fingerprint].append(identifier)
    return [
        Flag(
            "entered_twice",
            "warning",
            f"{' and '.join(sorted(same))} describe the same experiment",
            tuple(UsedInput("record", identifier, identifier) for identifier in sorted(same)),
        )
        for same in groups.values()
        if len(same) > 1
    ]
