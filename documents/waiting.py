"""Looking without keeping never waits long for others."""

from __future__ import annotations

from django.db import connection

LOCK_MS = 1_500
LIMIT_MS = 8_000


def bound_waiting() -> None:
    """Until the end of the transaction, wait neither for locks nor for answers very long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LOCK_MS}ms"])
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{LIMIT_MS}ms"])
