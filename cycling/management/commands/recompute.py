"""``manage.py recompute [--stale | --all | ID…]``: derived properties, by the workers or here."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from coatings import actions as coating_actions
from coatings.derive import DERIVATION as COATINGS
from coatings.tasks import recompute_coatings
from cycling import actions as test_actions
from cycling.derive import DERIVATION as TESTS
from cycling.tasks import recompute_tests
from literature.deriving import BATCH, Derivation
from literature.models import Kind, parse_public_id, public_id
from literature.queueing import send_after_commit

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Room:
    """One kind of record that is derived. Coatings first: tests read what coatings derive."""

    kind: Kind
    derivation: Derivation[Any]
    task: Any
    mark: Callable[..., int]


ROOMS = (
    Room(Kind.COATING, COATINGS, recompute_coatings, coating_actions.mark_stale),
    Room(Kind.TEST, TESTS, recompute_tests, test_actions.mark_stale),
)


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
        chosen = [(room, self._ids(room, options)) for room in ROOMS]
        self._refuse_strangers(options["ids"], chosen)
        total = sum(len(ids) for _, ids in chosen)
        if options["check"]:
            self._check(chosen, total)
        elif options["here"]:
            self._here(chosen, total)
        else:
            self._through_workers(chosen, total, options["timeout"])

    def _ids(self, room: Room, options: dict[str, Any]) -> list[int]:
        rows = room.derivation.rows._default_manager
        if options["ids"]:
            asked = (parse_public_id(text, room.kind) for text in options["ids"])
            numbers = [number for number in asked if number is not None]
            return sorted(rows.filter(pk__in=numbers).values_list("pk", flat=True))
        if options["all"]:
            return list(rows.order_by("pk").values_list("pk", flat=True))
        return room.derivation.waiting(limit=sys.maxsize)

    def _refuse_strangers(self, asked: list[str], chosen: list[tuple[Room, list[int]]]) -> None:
        known = {public_id(room.kind, number) for room, ids in chosen for number in ids}
        unknown = [text for text in asked if text not in known]
        if unknown:
            raise CommandError(f"no such coating or test: {', '.join(unknown)}")

    def _bar(self, total: int) -> tqdm[Any]:
        return tqdm(total=total, unit="record", disable=None)

    def _here(self, chosen: list[tuple[Room, list[int]]], total: int) -> None:
        failed: dict[str, str] = {}
        with self._bar(total) as bar:
            for room, ids in chosen:
                for start in range(0, len(ids), BATCH):
                    batch = ids[start : start + BATCH]
                    report = room.derivation.run(batch)
                    failed |= {public_id(room.kind, n): why for n, why in report.failed.items()}
                    bar.update(len(batch))
        self._report(total, failed)

    def _through_workers(
        self, chosen: list[tuple[Room, list[int]]], total: int, timeout: float
    ) -> None:
        for room, ids in chosen:
            room.mark(ids=ids)
            send_after_commit(room.task, ids)
        deadline = time.monotonic() + timeout
        with self._bar(total) as bar:
            while (waiting := self._waiting(chosen)) and time.monotonic() < deadline:
                bar.update(total - waiting - bar.n)
                time.sleep(POLL_SECONDS)
            bar.update(total - waiting - bar.n)
        failed = self._failed(chosen)
        if waiting > len(failed):
            raise CommandError(
                f"{waiting} of {total} still wait after {timeout:g} s: is a worker running? "
                "They stay marked; the next sweep computes them."
            )
        self._report(total, failed)

    def _waiting(self, chosen: list[tuple[Room, list[int]]]) -> int:
        """Records still marked and not yet tried in vain."""
        return sum(
            room.derivation.rows._default_manager.filter(
                pk__in=ids, stale_since__isnull=False, attempts=0
            ).count()
            for room, ids in chosen
        )

    def _failed(self, chosen: list[tuple[Room, list[int]]]) -> dict[str, str]:
        failed = {}
        for room, ids in chosen:
            rows = room.derivation.rows._default_manager.filter(pk__in=ids)
            for number, why in rows.exclude(derive_error="").values_list("pk", "derive_error"):
                failed[public_id(room.kind, number)] = why
        return failed

    def _check(self, chosen: list[tuple[Room, list[int]]], total: int) -> None:
        changes = 0
        with self._bar(total) as bar:
            for room, ids in chosen:
                for start in range(0, len(ids), BATCH):
                    batch = ids[start : start + BATCH]
                    changes += self._compare(room, batch)
                    bar.update(len(batch))
        self.stdout.write(f"{changes} of {total} records would change; nothing was written")

    def _compare(self, room: Room, batch: list[int]) -> int:
        computed = room.derivation.compute(batch)
        rows = room.derivation.rows._default_manager.in_bulk(batch)
        changed = 0
        for number, values in computed.items():
            before: Any = rows[number]
            names = [k for k, v in values.items() if _bare(v) != _bare(before.derived.get(k))]
            names += [key for key in before.derived if key not in values]
            if names:
                changed += 1
                self.stdout.write(f"{public_id(room.kind, number)}: {', '.join(sorted(names))}")
        return changed

    def _report(self, total: int, failed: dict[str, str]) -> None:
        for name, why in failed.items():
            self.stderr.write(self.style.ERROR(f"{name}: {why}"))
        if failed:
            raise CommandError(f"{total - len(failed)} computed, {len(failed)} set aside")
        self.stdout.write(self.style.SUCCESS(f"{total} computed"))


def _bare(value: dict[str, Any] | None) -> dict[str, Any]:
    """A derived value without the time it was computed at."""
    return {key: item for key, item in (value or {}).items() if key != "computed_at"}
