"""Find, or make, the process that a document's steps describe."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coatings.models import Action, Material, Process, ProcessStep, StepPrecursor
from precursors.models import Precursor
from records.search import search_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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
    return make_processes([(material, steps)])[material.key, pattern_text(steps)]


@transaction.atomic
def make_processes(
    wanted: Iterable[tuple[Material, Sequence[StepPattern]]],
) -> dict[tuple[str, str], Process]:
    """The processes of these materials with these steps, by (key of the material, pattern); made
    at their first use. The queries do not grow with their number."""
    asked = {(m.key, pattern_text(steps)): (m, steps) for m, steps in wanted}
    rows = Process.objects.filter(
        material__key__in={key for key, _ in asked}, pattern__in={text for _, text in asked}
    )
    found = {
        pair: row
        for row in rows.select_related("material")
        if (pair := (row.material.key, row.pattern)) in asked
    }
    missing = {pair: one for pair, one in asked.items() if pair not in found}
    return {**found, **_create(missing)} if missing else found


@transaction.atomic
def restore_processes(kept: Mapping[str, tuple[Material, Sequence[StepPattern]]]) -> None:
    """Make these processes, which must not be there yet, under the keys that they had."""
    wanted = {(m.key, pattern_text(steps)): (m, steps) for m, steps in kept.values()}
    keys = {(m.key, pattern_text(steps)): key for key, (m, steps) in kept.items()}
    _create(wanted, keys)


def _create(
    missing: dict[tuple[str, str], tuple[Material, Sequence[StepPattern]]],
    keys: Mapping[tuple[str, str], str] | None = None,
) -> dict[tuple[str, str], Process]:
    """The processes with their steps, under the keys given, else under new ones."""
    dosed = {pair: _dosed(steps) for pair, (_, steps) in missing.items()}
    words = {key for keys in dosed.values() for key in keys}
    known = Precursor.objects.in_bulk(words, field_name="key")
    plain = {pair: _plain_key(pair[0], keys) for pair, keys in dosed.items()}
    used = set(Process.objects.filter(key__in=plain.values()).values_list("key", flat=True))
    made = {}
    for pair, (material, _) in missing.items():
        key = plain[pair] if plain[pair] not in used else _other_key(plain[pair], pair[1])
        key = keys[pair] if keys else key
        used.add(key)
        made[pair] = Process(
            key=key,
            material=material,
            pattern=pair[1],
            precursor_keys=dosed[pair],
            search_text=_search_text(key, material, [known[word] for word in dosed[pair]]),
            updated=timezone.now(),
        )
    Process.objects.bulk_create(made.values())
    _write_steps([(made[pair], steps) for pair, (_, steps) in missing.items()], known)
    return made


def _dosed(steps: Sequence[StepPattern]) -> list[str]:
    return list(dict.fromkeys(key for step in steps for key in step.precursors()))


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


def _plain_key(material: str, precursors: Sequence[str]) -> str:
    """``al2o3-tma-h2o``"""
    return "-".join([material, *precursors])[:150].rstrip("-")


def _other_key(plain: str, pattern: str) -> str:
    """A second pattern of the same chemistry gets four digits of its digest."""
    return f"{plain}-{hashlib.sha256(pattern.encode()).hexdigest()[:4]}"


def _write_steps(
    processes: Sequence[tuple[Process, Sequence[StepPattern]]], known: dict[str, Precursor]
) -> None:
    """Steps with their alternatives, depth by depth: a sub-cycle is there before its steps."""
    depths: list[list[tuple[ProcessStep, StepPattern]]] = []

    def place(
        process: Process,
        patterns: Sequence[StepPattern],
        parent: ProcessStep | None,
        depth: int,
        position: int,
    ) -> int:
        for pattern in patterns:
            step = ProcessStep(
                process=process,
                position=position,
                parent=parent,
                action=pattern.action,
                every=pattern.every,
                repeat=pattern.repeat,
            )
            if len(depths) == depth:
                depths.append([])
            depths[depth].append((step, pattern))
            position = place(process, pattern.steps, step, depth + 1, position + 1)
        return position

    for process, patterns in processes:
        place(process, patterns, None, 0, 0)
    for steps in depths:
        for step, _ in steps:
            step.parent = step.parent  # takes the number that its parent has by now
        ProcessStep.objects.bulk_create(step for step, _ in steps)
    StepPrecursor.objects.bulk_create(
        StepPrecursor(step=step, precursor=known[key], position=i)
        for steps in depths
        for step, pattern in steps
        for i, key in enumerate(pattern.choices)
    )
