"""Deriving, for every kind of read row: lock, read, compute, write, a batch at a time.

The stale mark on the read row is the truth. A batch holds the rows' locks from before it reads
the facts until its results are written, so that a publication in between marks them again and
computing twice is harmless.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from science.results import Derived, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from literature.readrows import ReadRow
    from science.plausibility import Flag

log = logging.getLogger(__name__)
Facts = TypeVar("Facts")

BATCH = 500
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Computed:
    """What science says of one record: its derived values, and what looks implausible."""

    values: Mapping[str, Derived | Missing]
    flags: Sequence[Flag] = ()


@dataclass
class Report:
    """What a derivation did, by public number."""

    computed: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)

    def add(self, other: Report) -> None:
        self.computed += other.computed
        self.failed |= other.failed


@dataclass(frozen=True)
class Derivation(Generic[Facts]):
    """How one kind of record is derived.

    ``read`` gives the facts of some ids in a fixed number of queries; ``prepare`` gives, for each
    id, the computation still to be run; ``write`` puts results into the read rows.
    """

    rows: type[ReadRow]
    read: Callable[[Sequence[int]], list[Facts]]
    prepare: Callable[[Sequence[Facts]], Mapping[int, Callable[[], Computed]]]
    number: Callable[[Facts], int]
    write: Callable[..., None]
    digest: Callable[[], str]

    def run(self, ids: Sequence[int], *, only_stale: bool = False) -> Report:
        """Compute and write the derived values of these records, in batches."""
        report = Report()
        for start in range(0, len(ids), BATCH):
            report.add(self._run_batch(ids[start : start + BATCH], only_stale=only_stale))
        return report

    def compute(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The values as they would be written now; writes nothing."""
        now = timezone.now().isoformat()
        thunks = self.prepare(self.read(ids))
        return {number: values_json(thunk().values, now) for number, thunk in thunks.items()}

    @transaction.atomic
    def _run_batch(self, ids: Sequence[int], *, only_stale: bool) -> Report:
        rows = self.rows._default_manager.filter(pk__in=ids)
        if only_stale:
            rows = rows.filter(stale_since__isnull=False)
        locked = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        facts = self.read(locked)
        report = Report()
        values: dict[int, dict[str, Any]] = {}
        flags: dict[int, list[dict[str, Any]]] = {}
        now = timezone.now().isoformat().replace("+00:00", "Z")
        for number, thunk in self.prepare(facts).items():
            try:
                computed = thunk()
                values[number] = values_json(computed.values, now)
                flags[number] = [flag_json(flag) for flag in computed.flags]
            except Exception as error:  # one poisoned record must not stop the rest
                log.exception("deriving %s %s failed", self.rows.__name__, number)
                report.failed[number] = f"{type(error).__name__}: {error}"
        sound = [fact for fact in facts if self.number(fact) in values]
        self.write(sound, values, flags, digest=self.digest())
        report.computed = list(values)
        self._set_aside(report.failed)
        return report

    def _set_aside(self, failed: Mapping[int, str]) -> None:
        """A record that cannot be computed keeps its mark, with the reason beside it."""
        manager = self.rows._default_manager
        for number, error in failed.items():
            waiting = models.Case(
                models.When(stale_since__isnull=True, then=models.Value(timezone.now())),
                default=F("stale_since"),
                output_field=models.DateTimeField(),
            )
            manager.filter(pk=number).update(
                derive_error=error, attempts=F("attempts") + 1, stale_since=waiting
            )

    def waiting(self, *, limit: int) -> list[int]:
        """Ids the sweep should compute: marked ones, then those of old recipes."""
        manager: Any = self.rows._default_manager
        stale = manager.stale().filter(attempts__lt=MAX_ATTEMPTS)
        ids = list(stale.values_list("pk", flat=True)[:limit])
        if len(ids) < limit:
            old = manager.of_old_recipes(self.digest()).order_by("pk")
            ids += list(old.values_list("pk", flat=True)[: limit - len(ids)])
        return ids


def values_json(values: Mapping[str, Derived | Missing], computed_at: str) -> dict[str, Any]:
    """Derived values in the shape of the contract."""
    return {key: value_json(value, computed_at) for key, value in values.items()}


def value_json(value: Derived | Missing, computed_at: str) -> dict[str, Any]:
    """One derived value; words stand in ``value``, numbers in ``low`` and ``high``."""
    if isinstance(value, Missing):
        return {"missing": value.why}
    body: dict[str, Any] = {
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
        "qualifier": value.qualifier,
        "recipe": value.recipe,
        "recipe_version": value.recipe_version,
        "inputs": [input_json(item) for item in value.inputs],
        "computed_at": computed_at,
        "warnings": list(value.warnings),
    }
    if value.unit is None:
        body["value"] = value.text if value.text is not None else list(value.texts)
    elif value.text is not None:
        body["text"] = value.text
    return body


def flag_json(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code,
        "severity": flag.severity,
        "reason": flag.reason,
        "inputs": [input_json(item) for item in flag.inputs],
    }


def input_json(item: Any) -> dict[str, Any]:
    return {"what": item.what, "id": item.id, "value": item.value}


def sweep(derivation: Derivation[Any], enqueue: Callable[[Iterable[int]], None]) -> int:
    """Send whatever waits to the workers again; returns how many were sent."""
    ids = derivation.waiting(limit=20_000)
    if ids:
        enqueue(ids)
    return len(ids)
