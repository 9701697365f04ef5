"""Processes, which documents tell only by the coatings grown so: the key each has, and those that
no coating uses any more. Kept and put back."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.actions import StepPattern, restore_processes
from coatings.models import Action, Material, Process, ProcessStep

if TYPE_CHECKING:
    from collections.abc import Iterable


def kept_recipes() -> dict[str, Any]:
    """Material and steps of every process, by its key."""
    rows = Process.objects.order_by("key").select_related("material")
    rows = rows.prefetch_related("steps__choices__precursor")
    return {
        row.key: {"material": row.material.key, "steps": _steps(row.steps.all())}
        for row in rows.iterator(chunk_size=500)
    }


def restore_recipes(kept: dict[str, Any]) -> None:
    """Make them again, between the vocabulary that they name and the papers that use them."""
    materials = Material.objects.in_bulk({r["material"] for r in kept.values()}, field_name="key")
    restore_processes(
        {key: (materials[r["material"]], _patterns(r["steps"])) for key, r in kept.items()}
    )


def _steps(steps: Iterable[ProcessStep]) -> list[dict[str, Any]]:
    below: dict[int | None, list[ProcessStep]] = defaultdict(list)
    for step in steps:
        below[step.parent_id].append(step)

    def entries(parent: int | None) -> list[dict[str, Any]]:
        return [
            {
                "action": step.action,
                "choices": [choice.precursor.key for choice in step.choices.all()],
                "every": step.every,
                "repeat": step.repeat,
                "steps": entries(step.pk),
            }
            for step in below[parent]
        ]

    return entries(None)


def _patterns(steps: Iterable[dict[str, Any]]) -> tuple[StepPattern, ...]:
    return tuple(
        StepPattern(
            action=Action(step["action"]),
            choices=tuple(step["choices"]),
            every=step["every"],
            repeat=step["repeat"],
            steps=_patterns(step["steps"]),
        )
        for step in steps
    )
