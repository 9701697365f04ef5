"""A process as its page shows it: the tree of steps with precursors, times and temperatures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from coatings.models import Action, Process, ProcessStep, StepValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coatings.models import Coating
    from precursors.models import Precursor


@dataclass
class Step:
    """One step; ``precursors`` are alternatives; a sub-cycle holds ``steps`` of its own."""

    action: str
    precursors: list[Precursor]
    every: int | None
    repeat: int | None
    time: StepValue | None = None
    temperature: StepValue | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def often(self) -> str:
        """In which cycles it is done, where that is not every one."""
        if self.every == 1:
            return ""
        return (
            "only in some cycles; which is not reported"
            if self.every is None
            else (f"only in every {ordinal(self.every)} cycle")
        )

    @property
    def repeated(self) -> str:
        """How often a sub-cycle is run."""
        if self.action != Action.SUBCYCLE:
            return ""
        return f"{self.repeat} ×" if self.repeat else "how often is not reported"

    def leaves(self) -> Iterator[Step]:
        """The doses, purges, plasmas and soaks in order, sub-cycles opened."""
        if self.action != Action.SUBCYCLE:
            yield self
        for step in self.steps:
            yield from step.leaves()


class StepLine(NamedTuple):
    """A step without what a coating says of it: ``keys`` of its precursors, the first choice
    first."""

    number: int
    parent: int | None
    action: str
    every: int | None
    repeat: int | None
    keys: list[str]


def step_lines(rows: Iterable[tuple[Any, ...]]) -> list[StepLine]:
    """Steps from rows in order: number, parent, action, every, repeat, and the key of one precursor
    (None where nothing is dosed); a step has one row for each."""
    lines: dict[int, StepLine] = {}
    for number, parent, action, every, repeat, key in rows:
        line = lines.setdefault(number, StepLine(number, parent, action, every, repeat, []))
        if key is not None:
            line.keys.append(key)
    return list(lines.values())


def ordinal(number: int) -> str:
    """2nd, 3rd, 4th, 11th, 21st."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def process_steps(process: Process, coating: Coating | None = None) -> list[Step]:
    """The steps of a process in order, with the times and temperatures of one coating."""
    values = StepValue.objects.filter(coating=coating) if coating else StepValue.objects.none()
    rows = process.steps.prefetch_related("choices__precursor").order_by("position")
    return build_steps(rows, values)


def build_steps(rows: Iterable[ProcessStep], values: Iterable[StepValue] = ()) -> list[Step]:
    """The tree of steps from their rows (choices prefetched) and a coating's values for them."""
    stated = {(value.step_id, value.property): value for value in values}
    below: dict[int | None, list[ProcessStep]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def build(row: ProcessStep) -> Step:
        choices = sorted(row.choices.all(), key=lambda choice: choice.position)
        return Step(
            action=row.action,
            precursors=[choice.precursor for choice in choices],
            every=row.every,
            repeat=row.repeat,
            time=stated.get((row.pk, "time")),
            temperature=stated.get((row.pk, "temperature")),
            steps=[build(child) for child in below[row.pk]],
        )

    return [build(row) for row in below[None]]
