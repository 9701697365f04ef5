"""Workbooks that a worker reads: taken in, read, found again after a worker died, forgotten."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DataError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import May, NotAllowed, may
from curation.models.uploads import SheetUpload, UploadState
from curation.sheets.guard import UnsafeFile, check_file
from curation.sheets.looking import look_at

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

AT_ONCE = 60_000
"""Bytes of a workbook that is read within its request: some two hundred coatings."""
CELLS_AT_ONCE = 30_000
"""Cells of such a workbook: a small file may hold many that are empty."""
MOST_EACH = 5
"""Workbooks of one person that may be read at the same time."""
ATTEMPTS = 3
SILENT_S = 330
"""Seconds without a sign of life after which a reader is taken for dead: longer than it may run.
A worker that is killed gives its message back long before."""
KEPT_FOR = timedelta(days=1)
_TELL_EACH_S = 0.5
_RUNNING = Q(state__in=(UploadState.WAITING, UploadState.READING))


@transaction.atomic
def take_in(*, data: bytes, name: str, by: Any, tell: Callable[[int], None]) -> SheetUpload:
    """Keep a workbook for a worker to read; ``tell`` is called with its number after commit.

    Raises :class:`UnsafeFile` for what is not opened, or one too many.
    """
    if not may(by, May.ENTER):
        raise NotAllowed("workbooks are for those who enter papers")
    check_file(data)
    if SheetUpload.objects.filter(_RUNNING, owner=by).count() >= MOST_EACH:
        raise UnsafeFile(f"{MOST_EACH} of your workbooks are being read; wait for one of them")
    upload = SheetUpload.objects.create(
        owner=by, name=name[:200], data=data, step="waits for a worker", touched=timezone.now()
    )
    transaction.on_commit(lambda: tell(upload.pk))
    return upload


def read_upload(*, number: int) -> None:
    """Read one workbook and keep what it says. A second reader of the same does no harm."""
    rows = SheetUpload.objects.filter(pk=number)
    begun = rows.filter(_RUNNING, attempts__lt=ATTEMPTS)
    if not begun.update(
        state=UploadState.READING, attempts=F("attempts") + 1, touched=timezone.now()
    ):
        return
    upload = rows.select_related("owner").get()
    last = 0.0

    def told(step: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > _TELL_EACH_S:
            last = time.monotonic()
            rows.update(step=step, done=done, total=total, touched=timezone.now())

    try:
        found = look_at(bytes(upload.data), by=upload.owner, told=told)
    except UnsafeFile as error:
        _end(rows, UploadState.REFUSED, refused=f"This file is not opened: {error}.")
    except SoftTimeLimitExceeded:
        why = "It takes too long to read: send the paper in parts."
        _end(rows, UploadState.REFUSED, refused=why)
    else:
        _keep(rows, found)


def _keep(rows: Any, found: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            _end(rows, UploadState.READ, found=found)
    except DataError:
        log.exception("what a workbook says cannot be kept")
        why = "This file is not opened: it holds characters or numbers that cannot be kept."
        _end(rows, UploadState.REFUSED, refused=why)


def _end(rows: Any, state: UploadState, **columns: Any) -> None:
    rows.filter(_RUNNING).update(state=state, data=b"", touched=timezone.now(), **columns)


@transaction.atomic
def sweep_uploads(*, tell: Callable[[int], None]) -> int:
    """Send again what nobody reads, refuse what ends its readers, forget what is a day old."""
    now = timezone.now()
    SheetUpload.objects.filter(created__lt=now - KEPT_FOR).delete()
    silent = SheetUpload.objects.filter(_RUNNING, touched__lt=now - timedelta(seconds=SILENT_S))
    _end(
        silent.filter(attempts__gte=ATTEMPTS),
        UploadState.REFUSED,
        refused=f"Reading it ended {ATTEMPTS} times without a result: send the paper in parts.",
    )
    numbers = list(silent.values_list("pk", flat=True))
    for number in numbers:
        transaction.on_commit(lambda number=number: tell(number))  # type: ignore[misc]
    return len(numbers)
