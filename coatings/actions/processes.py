"""Find, or make, the process that a document's steps describe."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coatings.models import Action, Material, Process, ProcessStep, StepPrecursor
from literature.search import search_text
from precursors.models import Precursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True)
class StepPattern:
    """One step without its times and temperatures; ``choices`` are alternative precursors.

    ``every`` is n for "in every n-th cycle", None for "in some cycles, not said which".
    """

    action: Action
    choices: tuple[str, ...] = ()
    every: int | None = 1
    repeat: int | None = None
    steps: tuple[StepPattern, ...] = field(default_factory=tuple)

    def text(self) -> str:
        """Canonical text: equal for equal patterns, and for them alone."""
        inner = "/".join(self.choices)
        if self.steps:
            inner = pattern_text(self.steps)
        often = "" if self.every == 1 else f"@{self.every or 'some'}"
        times = f"x{self.repeat or '?'}" if self.action == Action.SUBCYCLE else ""
        return f"{self.action.value}({inner}){often}{times}"

    def precursors(self) -> Iterator[str]:
        yield from self.choices
        for step in self.steps:
            yield from step.precursors()


def pattern_text(steps: Sequence[StepPattern]) -> str:
    return ";".join(step.text() for step in steps)


@transaction.atomic
def make_process(*, material: Material, steps: Sequence[StepPattern]) -> Process:
    """The process of this material with exactly these steps; made at its first use."""
    pattern = pattern_text(steps)
    process = Process.objects.filter(material=material, pattern=pattern).first()
    if process is not None:
        return process
    keys = list(dict.fromkeys(key for step in steps for key in step.precursors()))
    known = {p.key: p for p in Precursor.objects.filter(key__in=keys)}
    key = _free_key(material.key, keys, pattern)
    process = Process.objects.create(
        key=key,
        material=material,
        pattern=pattern,
        precursor_keys=keys,
        search_text=_search_text(key, material, [known[word] for word in keys]),
        updated=timezone.now(),
    )
    _write_steps(process, steps, known)
    return process


def _search_text(key: str, material: Material, precursors: Iterable[Precursor]) -> str:
    return search_text([key, material.search_text, *(one.search_text for one in precursors)])


@transaction.atomic
def rename_in_processes(*, materials: Sequence[str], precursors: Sequence[str]) -> int:
    """Processes of these materials, or with these precursors, are found by the names that those
    have now. Says how many changed."""
    using = Q(material__key__in=materials) | Q(precursor_keys__overlap=list(precursors))
    processes = list(Process.objects.filter(using).select_related("material").order_by("pk"))
    known = {one.key: one for one in Precursor.objects.all()} if processes else {}
    changed = []
    for process in processes:
        dosed = [known[key] for key in process.precursor_keys]
        text = _search_text(process.key, process.material, dosed)
        if process.search_text != text:
            process.search_text = text
            process.updated = timezone.now()
            changed.append(process)
    Process.objects.bulk_update(changed, ["search_text", "updated"], batch_size=500)
    return len(changed)


def _free_key(material: str, precursors: Sequence[str], pattern: str) -> str:
    """``al2o3-tma-h2o``; a second pattern of the same chemistry gets four digits of its digest."""
    key = "-".join([material, *precursors])[:150].rstrip("-")
    if Process.objects.filter(key=key).exists():
        return f"{key}-{hashlib.sha256(pattern.encode()).hexdigest()[:4]}"
    return key


def _write_steps(
    process: Process, steps: Sequence[StepPattern], known: dict[str, Precursor]
) -> None:
    position = 0

    def write(patterns: Sequence[StepPattern], parent: ProcessStep | None) -> None:
        nonlocal position
        for pattern in patterns:
            step = ProcessStep.objects.create(
                process=process,
                position=position,
                parent=parent,
                action=pattern.action,
                every=pattern.every,
                repeat=pattern.repeat,
            )
            position += 1
            StepPrecursor.objects.bulk_create(
                StepPrecursor(step=step, precursor=known[key], position=i)
                for i, key in enumerate(pattern.choices)
            )
            write(pattern.steps, step)

    write(steps, None)
