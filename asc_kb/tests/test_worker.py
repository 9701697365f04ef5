"""Celery for real: a message waits for a worker, and survives one that is killed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from asc_kb.celery import app
from asc_kb.settings import base

if TYPE_CHECKING:
    from asc_kb.testing.fixtures import Worker

pytestmark = pytest.mark.stack

QUEUES = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"])


def waiting() -> int:
    """Messages that wait or are in a worker's hands."""
    return len([*QUEUES.glob("queues/*/*.json"), *QUEUES.glob("taken/*/*/*.json")])


def settled(worker: Worker, text: str, seconds: float = 600) -> bool:
    """Whether the worker says ``text`` and nothing is left to do, within a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if text in worker.log.read_text() and waiting() == 0:
            return True
        time.sleep(0.05)
    return False


def test_a_task_sent_without_a_worker_runs_when_one_starts(worker: Worker) -> None:
    result = app.send_task("coatings.sweep")
    assert waiting() == 1
    worker.start()
    assert settled(worker, f"coatings.sweep[{result.id}] succeeded"), worker.log.read_text()


def test_a_worker_without_work_takes_the_next_task(worker: Worker) -> None:
    worker.start()
    for _ in range(2):
        result = app.send_task("cycling.sweep")
        assert settled(worker, f"cycling.sweep[{result.id}] succeeded"), worker.log.read_text()


def test_queues_without_a_message_are_looked_at_several_times_a_second() -> None:
    options = base.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["polling_interval"] <= options["longest_wait"] <= 0.25


def test_a_task_goes_to_its_own_queue_alone(worker: Worker) -> None:
    app.send_task("coatings.sweep", queue="bulk")
    app.send_task("coatings.sweep", queue="edits")
    assert len(list(QUEUES.glob("queues/bulk/*.json"))) == 1
    assert len(list(QUEUES.glob("queues/edits/*.json"))) == 1


def test_a_task_in_the_hands_of_a_killed_worker_runs_in_the_next_one(worker: Worker) -> None:
    worker.start()
    sent = [app.send_task("coatings.sweep").id for _ in range(5)]
    while not list(QUEUES.glob("taken/*/*/*.json")) and "succeeded" not in worker.log.read_text():
        time.sleep(0.005)
    worker.kill()
    done = worker.log.read_text()
    worker.start()
    assert settled(worker, "ready."), worker.log.read_text()
    both = done + worker.log.read_text()
    assert all(f"[{task}] succeeded" in both for task in sent)
