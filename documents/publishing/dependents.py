"""Who depends on what: the records to compute again after a change, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from literature.models import Paper

Numbers = dict[str, set[int]]
"""Records by section."""


def snapshot(paper: Paper) -> dict[str, Any]:
    """What of a paper other records rest on, as each kind keeps it."""
    return {kind.section: kind.snapshot(paper) for kind in record_kinds()}


def mark_dependents(
    *, paper: Paper, written: Mapping[str, Iterable[int]], before: Mapping[str, Any]
) -> None:
    """Refresh and mark the records of ``paper`` that were written, and all that rests on what
    changed or is gone; tell the workers after commit."""
    after = snapshot(paper)
    own = {name: set(numbers) for name, numbers in written.items()}
    affected = (
        kind.affected(paper, own, before[kind.section], after[kind.section])
        for kind in record_kinds()
    )
    _mark([own, *affected])


def mark_users(changed: Mapping[str, Sequence[str]]) -> None:
    """Every record that uses a changed term (by list) is refreshed and computed anew."""
    if any(changed.values()):
        _mark([kind.affected_by_terms(changed) for kind in record_kinds()])


def _mark(parts: Iterable[Numbers]) -> None:
    found = list(parts)
    stale = {
        kind: sorted(set().union(*(part.get(kind.section, ()) for part in found)))
        for kind in record_kinds()
    }
    for kind, numbers in stale.items():
        kind.refresh(numbers, stale=True)
    for kind, numbers in stale.items():
        kind.enqueue(numbers)
