"""Several beats on one database: exactly one sends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from celery import Celery
from celery.schedules import schedule
from django.db import connection

from asc_kb.operations.beat import STAND_BY, OneBeat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)


class Counting(OneBeat):
    """Counts what would be sent."""

    sent = 0

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        self.sent += 1


@pytest.fixture
def beat(tmp_path: Path) -> Iterator[Counting]:
    app = Celery("alone", set_as_current=False, broker="memory://")
    app.conf.beat_schedule = {"always": {"task": "x", "schedule": schedule(timedelta(0), app=app)}}
    made = Counting(app, schedule_filename=str(tmp_path / "schedule"))
    yield made
    made.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.fixture
def other() -> Iterator[Any]:
    """The session of another host's beat."""
    session = connection.copy("default")
    yield session
    session.close()


def take(session: Any) -> bool:
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(20261126)")
        return bool(cursor.fetchone()[0])


def test_one_sends_and_the_other_stands_by_until_the_first_is_gone(
    beat: Counting, other: Any
) -> None:
    assert take(other)
    assert beat.tick() == STAND_BY
    assert beat.sent == 0
    other.close()
    while not beat.leads:  # the server may take a moment to end a session
        assert beat.tick() <= STAND_BY
    beat.tick()
    assert beat.sent >= 1
    assert not take(other)


def test_a_beat_whose_session_is_cut_sends_nothing_before_it_leads_again(
    beat: Counting, other: Any
) -> None:
    beat.tick()
    before = beat.sent
    assert before == 1
    with other.cursor() as cursor, connection.cursor() as own:
        own.execute("SELECT pg_backend_pid()")
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own.fetchone()[0]])
    assert take(other)
    assert beat.tick() == STAND_BY  # its session is gone
    assert beat.tick() == STAND_BY  # and the other leads
    assert beat.sent == before
    other.close()
    while not beat.leads:
        beat.tick()
    assert beat.sent == before + 1
