"""Celery beat that may run on several hosts: one sends what is due, the others stand by."""

from __future__ import annotations

import logging
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection

STAND_BY = 10.0
"""Seconds until one that stands by asks again."""

_LOCK = 20_261_126  # any number, the same on every host
_log = logging.getLogger(__name__)


class OneBeat(PersistentScheduler):
    """A scheduler that sends only while its session of the database holds a lock, which the
    server lets go when that session ends, however it ends."""

    leads = False

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; seconds until the next look."""
        if not self._holds_the_lock():
            return STAND_BY
        # A session that was cut is noticed within that time, so two never send for longer.
        return min(float(super().tick(*args, **kwargs)), STAND_BY)

    def _holds_the_lock(self) -> bool:
        led = self.leads
        try:
            with connection.cursor() as cursor:
                # the lock may be taken again by who has it, so it is asked for once in a session
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' "
                    "AND pid = pg_backend_pid() AND objid = %s) OR pg_try_advisory_lock(%s)",
                    [_LOCK, _LOCK],
                )
                self.leads = cursor.fetchone()[0]
        except Error as error:
            connection.close()
            self.leads = False
            _log.warning("The database does not answer (%s): nothing is sent.", error)
        if self.leads != led:
            _log.info("Sends what is due." if self.leads else "Stands by.")
        return self.leads
