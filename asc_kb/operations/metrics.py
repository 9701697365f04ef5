"""What Prometheus is told besides the requests: what waits, what is kept, what room is left."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.db.models import Min
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily

from asc_kb.operations.backup import tried
from asc_kb.tasks import folder as backups
from curation.models import Submission
from records.data_version import data_version
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator


class House:
    """A collector that asks anew at each scrape; without the database it says so and no more."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("data_folder_free_bytes", "Room left where files are kept.", _free())
        made = [path.stat().st_mtime for path in backups().glob("asc-*.backup")]
        if made:
            yield _gauge("backup_timestamp_seconds", "When the last backup was made.", max(made))
        if told := tried(backups()):
            when = datetime.fromisoformat(told["when"]).timestamp()
            yield _gauge("backup_tried_timestamp_seconds", "When a restore was last tried.", when)
            yield _gauge(
                "backup_gives_back",
                "1 where that gave everything back, else 0.",
                not told["problem"],
            )
        try:
            asked = list(_of_the_database())
        except Error:
            connection.close()
            asked = []
        yield _gauge("database_up", "1 where the database answers, else 0.", bool(asked))
        yield from asked


def registry() -> CollectorRegistry:
    """A registry of this alone: what processes count for themselves is in another."""
    made = CollectorRegistry()
    made.register(House())
    return made


def _of_the_database() -> Iterator[GaugeMetricFamily]:
    waiting = _gauge("records_waiting", "Records whose derived values are to be computed.")
    longest = _gauge("records_waiting_seconds", "How long the first of them has waited.")
    for kind in record_kinds():
        waiting.add_metric([kind.word], kind.derivation.count_waiting())
        since = kind.read_row.objects.aggregate(first=Min("stale_since"))["first"]
        waited = (timezone.now() - since).total_seconds() if since else 0
        longest.add_metric([kind.word], max(waited, 0))
    yield waiting
    yield longest
    handed_in = Submission.objects.waiting_for_review().count()
    yield _gauge("submissions_waiting", "Papers handed in that nobody has looked at.", handed_in)
    yield _gauge("data_version", "Number of the version of the data served.", data_version().number)


def _gauge(name: str, said: str, value: float | None = None) -> GaugeMetricFamily:
    if value is None:
        return GaugeMetricFamily(f"asc_kb_{name}", said, labels=["kind"])
    return GaugeMetricFamily(f"asc_kb_{name}", said, value=float(value))


def _free() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free
