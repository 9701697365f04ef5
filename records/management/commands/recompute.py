"""``manage.py recompute [--stale | --all | ID…]``: derived properties, by the workers or here."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from records.deriving import BATCH, Written
from records.kinds import RecordKind, record_kinds
from records.models import parse_public_id

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

POLL_SECONDS = 0.2
MARKED_AT_ONCE = 2000
QUIET_SECONDS = 15.0  # after which somebody may wonder whether a worker is there


@dataclass(frozen=True)
class Chosen:
    """Which records of a kind are meant. ``ids`` is None where they are walked through: all of
    them, or all that wait; so many that nobody holds their numbers."""

    kind: RecordKind
    ids: list[int] | None
    only_waiting: bool
    total: int

    def steps(self, step: int) -> Iterator[list[int]]:
        if self.ids is None:
            yield from self.kind.derivation.walk(step=step, only_waiting=self.only_waiting)
        else:
            yield from (self.ids[i : i + step] for i in range(0, len(self.ids), step))

    def rows(self) -> Any:
        rows = self.kind.read_row.objects
        return rows.all() if self.ids is None else rows.filter(pk__in=self.ids)


class Command(BaseCommand):
    help = "Compute derived properties again, through the workers, or in this process with --here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--stale", action="store_true", help="what is marked or of old recipes (the default)"
        )
        which.add_argument("--all", action="store_true", help="every coating and test")
        which.add_argument(
            "ids", nargs="*", default=[], metavar="ID", help="ASC-C… and ASC-T… to compute"
        )
        parser.add_argument("--here", action="store_true", help="in this process, without workers")
        parser.add_argument(
            "--check", action="store_true", help="say what would change; write nothing"
        )
        parser.add_argument(
            "--timeout", type=float, default=3600.0, help="seconds to wait for the workers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [self._choose(kind, options) for kind in record_kinds()]
        self._refuse_strangers(options["ids"], chosen)
        if options["check"]:
            self._check(chosen)
        elif options["here"]:
            self._here(chosen)
        else:
            self._through_workers(chosen, options["timeout"])

    def _choose(self, kind: RecordKind, options: dict[str, Any]) -> Chosen:
        rows = kind.read_row.objects
        if options["ids"]:
            asked = (parse_public_id(text, kind.kind) for text in options["ids"])
            numbers = [number for number in asked if number is not None]
            ids = sorted(rows.filter(pk__in=numbers).values_list("pk", flat=True))
            return Chosen(kind, ids, only_waiting=False, total=len(ids))
        if options["all"]:
            return Chosen(kind, None, only_waiting=False, total=rows.count())
        waiting = kind.derivation.count_waiting()
        return Chosen(kind, None, only_waiting=True, total=waiting)

    def _refuse_strangers(self, asked: list[str], chosen: list[Chosen]) -> None:
        known = {c.kind.public_id(number) for c in chosen for number in c.ids or ()}
        unknown = [text for text in asked if text not in known]
        if unknown:
            raise CommandError(f"no such coating or test: {', '.join(unknown)}")

    def _bar(self, chosen: list[Chosen]) -> tqdm[Any]:
        return tqdm(total=sum(c.total for c in chosen), unit="record", disable=None)

    def _here(self, chosen: list[Chosen]) -> None:
        failed: dict[str, str] = {}
        done = 0
        with self._bar(chosen) as bar:
            for choice in chosen:
                for batch in choice.steps(BATCH):
                    report = choice.kind.derivation.run(batch)
                    failed |= {choice.kind.public_id(n): why for n, why in report.failed.items()}
                    done += len(report.computed)
                    bar.update(len(batch))
        self._report(done, failed)

    def _through_workers(self, chosen: list[Chosen], timeout: float) -> None:
        bulk = sum(c.total for c in chosen) > MARKED_AT_ONCE
        deadline = time.monotonic() + timeout
        with self._bar(chosen) as bar:
            sent = 0
            for choice in chosen:
                for ids in choice.steps(MARKED_AT_ONCE):
                    choice.kind.mark_stale(ids)
                    choice.kind.enqueue(ids, bulk=bulk or None)
                    sent += len(ids)
            wonders = time.monotonic() + min(QUIET_SECONDS, timeout / 2)
            while (waiting := self._waiting(chosen)) and time.monotonic() < deadline:
                bar.update(max(0, sent - waiting) - bar.n)
                if waiting == sent and time.monotonic() > wonders:
                    self.stderr.write(
                        "No worker has taken any of them yet: is one running? Ctrl-C and --here "
                        "compute them in this process."
                    )
                    wonders = deadline
                time.sleep(POLL_SECONDS)
            bar.update(max(0, sent - waiting) - bar.n)
        failed = self._failed(chosen)
        if waiting:
            raise CommandError(
                f"{waiting} of {sent} still wait after {timeout:g} s: is a worker running? "
                "They stay marked; the next sweep computes them."
            )
        self._report(sent - len(failed), failed)

    def _waiting(self, chosen: list[Chosen]) -> int:
        """Records still marked and not yet tried in vain."""
        return sum(c.rows().filter(stale_since__isnull=False, attempts=0).count() for c in chosen)

    def _failed(self, chosen: list[Chosen]) -> dict[str, str]:
        return {
            choice.kind.public_id(number): why
            for choice in chosen
            for number, why in choice.rows()
            .exclude(derive_error="")
            .order_by("pk")
            .values_list("pk", "derive_error")
        }

    def _check(self, chosen: list[Chosen]) -> None:
        changes = 0
        failed: dict[str, str] = {}
        with self._bar(chosen) as bar:
            for choice in chosen:
                for batch in choice.steps(BATCH):
                    changes += self._compare(choice.kind, batch, failed)
                    bar.update(len(batch))
        for name, why in failed.items():
            self.stderr.write(self.style.ERROR(f"{name}: {why}"))
        total = sum(c.total for c in chosen)
        self.stdout.write(f"{changes} of {total} records would change; nothing was written")
        if failed:
            raise CommandError(f"{len(failed)} cannot be computed")

    def _compare(self, kind: RecordKind, batch: list[int], failed: dict[str, str]) -> int:
        rows = kind.read_row.objects.only("derived", "flags").in_bulk(batch)
        changed = 0
        for number, written in kind.derivation.would_write(batch).items():
            name = kind.public_id(number)
            if written.error:
                failed[name] = written.error
            elif different := _different(rows[number], written):
                changed += 1
                self.stdout.write(f"{name}: {', '.join(different)}")
        return changed

    def _report(self, done: int, failed: dict[str, str]) -> None:
        for name, why in failed.items():
            self.stderr.write(self.style.ERROR(f"{name}: {why}"))
        if failed:
            raise CommandError(f"{done} computed, {len(failed)} set aside")
        self.stdout.write(self.style.SUCCESS(f"{done} computed"))


def _different(row: Any, written: Written) -> list[str]:
    """What would change of a row: keys of derived properties, and ``flags``."""
    keys = row.derived.keys() | written.values.keys()
    names = [k for k in keys if _bare(row.derived.get(k)) != _bare(written.values.get(k))]
    return sorted(names) + (["flags"] if row.flags != written.flags else [])


def _bare(value: dict[str, Any] | None) -> dict[str, Any]:
    """A derived value without the time it was computed at."""
    return {key: item for key, item in (value or {}).items() if key != "computed_at"}
