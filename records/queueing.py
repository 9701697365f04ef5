"""Telling Celery after commit. A message that cannot be sent costs time, never correctness."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from kombu.exceptions import OperationalError

from records.deriving import TROUBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

# More than this many at once is a bulk job: it goes to a queue, and a worker, of its own, so that
# it never delays a curator's edit. A message never names more than this many.
BULK = 500

# What every task that computes does about a database that restarts: try again after up to
# 1, 2, 4 … 32 s, each time a random part of it. After that the sweep finds the marks.
PATIENT: dict[str, Any] = {
    "ignore_result": True,
    "autoretry_for": TROUBLE,
    "retry_backoff": 1,
    "retry_backoff_max": 60,
    "retry_jitter": True,
    "max_retries": 6,
}


def send_after_commit(task: Any, ids: Sequence[int], *, bulk: bool | None = None) -> None:
    """Queue ``task(ids)`` in messages of at most ``BULK`` ids once the transaction is durable.

    ``bulk`` says which queue where the number of ids does not tell (a part of something larger).
    """
    if ids:
        queue = "bulk" if (len(ids) > BULK if bulk is None else bulk) else "edits"
        transaction.on_commit(partial(_send, task, list(ids), queue))


def _send(task: Any, ids: list[int], queue: str) -> None:
    for start in range(0, len(ids), BULK):
        try:
            task.apply_async(args=[ids[start : start + BULK]], queue=queue)
        except (OperationalError, OSError):
            # one look is enough: whoever publishes must not wait for the broker message by message
            log.exception("broker unreachable: %s records wait for a sweep", len(ids) - start)
            return
