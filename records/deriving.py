"""Deriving, for every kind of read row: lock, read, compute, write, a batch at a time.

The stale mark on the read row is the truth. A batch holds the rows' locks from before it reads
the facts until its results are written: a publication in between waits, and marks them again.

Locks have one order. Whoever marks rows (publishing, ``mark_stale``) holds the publishing lock,
one at a time; whoever computes takes the rows that are free and never waits for one while it
holds another. So neither can wait for the other in a circle. A row that is not free is in the
hands of another worker, which began after the last mark, or of a publication, which sends its own
message.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from records.models import Kind
from records.unfinished import ENDS_TO_BLAME, forget_settled, in_hand, left_behind
from science.results import Derived, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from records.read_rows import ReadRow
    from records.refreshing import ReadRows
    from science.plausibility import Flag

log = logging.getLogger(__name__)
Facts = TypeVar("Facts")

BATCH = 250  # rows locked at once: a publication that meets them waits this long at most
MAX_ATTEMPTS = 5
SWEPT_AT_ONCE = 20_000
# What Celery tries again: the database or the way to it, never the record.
TROUBLE = (OperationalError, InterfaceError)
_BUSY_SECONDS = 0.02


@dataclass(frozen=True)
class Computed:
    """What science says of one record: its derived values, and what looks implausible."""

    values: Mapping[str, Derived | Missing]
    flags: Sequence[Flag] = ()


@dataclass(frozen=True)
class Written:
    """What of a record would be written now: values and flags, or why neither can be computed."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    flags: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""


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

    ``read_rows`` gives the facts of some ids, and takes the results; ``prepare`` gives, for each
    id, the computation still to be run.
    """

    kind: Kind
    read_rows: ReadRows[Facts]
    prepare: Callable[[Sequence[Facts]], Mapping[int, Callable[[], Computed]]]
    digest: Callable[[], str]

    @property
    def rows(self) -> type[ReadRow]:
        model: type[ReadRow] = self.read_rows.model
        return model

    def run(self, ids: Sequence[int], *, only_waiting: bool = False) -> Report:
        """Compute and write the derived values of these records, in batches.

        With ``only_waiting``, those that are marked or of old recipes and in nobody's hands:
        what a message asks for, and cheap when the message comes twice. Without, all of them.
        """
        report = Report()
        for batch in batches(ids):
            suspects = left_behind(self.kind, batch)
            sound = [number for number in batch if number not in suspects]
            if sound:
                with in_hand(self.kind, sound):
                    self._run_apart(sound, report, only_waiting=only_waiting)
            for number, ends in suspects.items():
                self._run_suspect(number, ends, report, only_waiting=only_waiting)
        return report

    def _run_suspect(self, number: int, ends: int, report: Report, *, only_waiting: bool) -> None:
        """A record that was in the hands of a process that is gone: alone, and not for ever."""
        if ends >= ENDS_TO_BLAME:
            report.failed[number] = f"{ends} processes ended while they computed it"
            self._set_aside({number: report.failed[number]})
            return
        with in_hand(self.kind, [number], ends=ends):
            self._run_apart([number], report, only_waiting=only_waiting)

    def would_write(self, ids: Sequence[int]) -> dict[int, Written]:
        """What would be written now; writes nothing."""
        now = timezone.now().isoformat()
        return {
            number: _written(thunk, now)
            for number, thunk in self.prepare(self.read_rows.read(ids)).items()
        }

    def waiting(self, *, limit: int) -> list[int]:
        """Ids the sweep should compute: marked ones, oldest first, then those of old recipes.

        One that failed waits 2, 4, 8 … minutes from its mark; after the fifth time it is set
        aside until it is marked anew, or its recipes are.
        """
        manager: Any = self.rows._default_manager
        ids = list(manager.stale().filter(_due()).values_list("pk", flat=True)[:limit])
        if len(ids) < limit:
            old = manager.exclude(recipe_digest=self.digest())
            old = old.filter(Q(stale_since__isnull=True) | ~_due()).order_by("pk")
            ids += list(old.values_list("pk", flat=True)[: limit - len(ids)])
        return ids

    def walk(self, *, step: int, only_waiting: bool = False) -> Iterator[list[int]]:
        """The ids of all read rows (or of those that wait, failed ones too) in steps, by key."""
        rows = self.rows._default_manager.order_by("pk")
        if only_waiting:
            rows = rows.filter(self._waits())
        last = 0
        while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:step]):
            yield ids
            last = ids[-1]

    def count_waiting(self) -> int:
        """How many wait: marked, failed ones too, or of old recipes."""
        return self.rows._default_manager.filter(self._waits()).count()

    def _waits(self) -> Q:
        return Q(stale_since__isnull=False) | ~Q(recipe_digest=self.digest())

    def _run_apart(self, ids: Sequence[int], report: Report, *, only_waiting: bool) -> None:
        """Run a batch; halve it where a record breaks it, so that it alone is set aside."""
        try:
            self._run_free(ids, report, only_waiting=only_waiting)
        except TROUBLE:
            raise
        except Exception as error:
            if len(ids) == 1:
                failed = {ids[0]: _sentence(error)}
                log.exception("deriving %s %s failed", self.rows.__name__, ids[0])
                self._set_aside(failed)
                report.failed |= failed
                return
            half = len(ids) // 2
            self._run_apart(ids[:half], report, only_waiting=only_waiting)
            self._run_apart(ids[half:], report, only_waiting=only_waiting)

    def _run_free(self, ids: Sequence[int], report: Report, *, only_waiting: bool) -> None:
        """The rows that are free; asked for all, come back for the others with empty hands."""
        left = set(ids)
        while left:
            done, locked = self._run_batch(sorted(left), only_waiting=only_waiting)
            report.add(done)
            if only_waiting:
                return
            left -= locked
            there = self.rows._default_manager.filter(pk__in=left)
            left = set(there.values_list("pk", flat=True))
            if left:
                time.sleep(_BUSY_SECONDS)

    @transaction.atomic
    def _run_batch(self, ids: Sequence[int], *, only_waiting: bool) -> tuple[Report, set[int]]:
        rows = self.rows._default_manager.filter(pk__pk__one_of=ids)
        if only_waiting:
            rows = rows.filter(self._waits())
        free = rows.order_by("pk").select_for_update(skip_locked=True, no_key=True)
        locked = list(free.values_list("pk", flat=True))
        report = Report()
        if not locked:
            return report, set()
        facts = self.read_rows.read(locked)
        values: dict[int, dict[str, Any]] = {}
        flags: dict[int, list[dict[str, Any]]] = {}
        now = timezone.now().isoformat().replace("+00:00", "Z")
        for number, thunk in self.prepare(facts).items():
            written = _written(thunk, now)
            if written.error:
                report.failed[number] = written.error
            else:
                values[number], flags[number] = written.values, written.flags
        sound = [fact for fact in facts if self.read_rows.number(fact) in values]
        self.read_rows.write_derived(sound, values, flags, digest=self.digest())
        report.computed = list(values)
        self._set_aside(report.failed)
        return report, set(locked)

    @transaction.atomic
    def _set_aside(self, failed: Mapping[int, str]) -> None:
        """A record that cannot be computed keeps its mark, with the reason beside it."""
        by_error: dict[str, list[int]] = defaultdict(list)
        for number, error in failed.items():
            by_error[error].append(number)
        waiting = models.Case(
            models.When(stale_since__isnull=True, then=models.Value(timezone.now())),
            default=F("stale_since"),
            output_field=models.DateTimeField(),
        )
        for error, numbers in by_error.items():
            self.rows._default_manager.filter(pk__in=numbers).update(
                derive_error=error,
                attempts=F("attempts") + 1,
                stale_since=waiting,
                recipe_digest=self.digest(),
            )


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _due() -> Q:
    """Marked rows whose turn it is: never tried, or tried and waited long enough since."""
    now = timezone.now()
    due = Q(attempts=0)
    for attempts in range(1, MAX_ATTEMPTS):
        due |= Q(attempts=attempts, stale_since__lte=now - timedelta(minutes=2**attempts))
    return due


def _written(thunk: Callable[[], Computed], computed_at: str) -> Written:
    try:
        computed = thunk()
        return Written(
            values_json(computed.values, computed_at), [flag_json(flag) for flag in computed.flags]
        )
    except Exception as error:  # one poisoned record must not stop the rest
        log.exception("a record cannot be computed")
        return Written(error=_sentence(error))


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


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
        **value.more,
    }
    if value.uncertainty is not None:
        body["uncertainty"] = value.uncertainty
    if value.n is not None:
        body["n"] = value.n
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


def sweep(derivation: Derivation[Any], enqueue: Callable[[Sequence[int]], None]) -> int:
    """Send whatever waits to the workers again; returns how many were sent."""
    ids = derivation.waiting(limit=SWEPT_AT_ONCE)
    if len(ids) < SWEPT_AT_ONCE:
        forget_settled(derivation.kind, set(ids))
    if ids:
        enqueue(ids)
    return len(ids)
