"""Telling Celery after commit. A message that cannot be sent costs time, never correctness."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from kombu.exceptions import OperationalError

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

# More than this many at once is a bulk job: it goes to a queue of its own, so that it never
# delays a curator's edit.
BULK = 500


def send_after_commit(task: Any, ids: Sequence[int]) -> None:
    """Queue ``task(ids)`` in batches once the transaction is durable."""
    queue = "bulk" if len(ids) > BULK else "edits"
    for start in range(0, len(ids), BULK):
        batch = list(ids[start : start + BULK])
        transaction.on_commit(partial(_send, task, batch, queue))


def _send(task: Any, batch: list[int], queue: str) -> None:
    try:
        task.apply_async(args=[batch], queue=queue)
    except (OperationalError, OSError):
        log.exception("broker unreachable: %s records wait for the next sweep", len(batch))
