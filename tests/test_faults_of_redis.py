"""The faults of the broker of production: with Redis, too, one sweep later nothing is stale,
nothing is lost, and the values are those of a clean full recompute."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import pytest
import redis
from kombu import pools

from asc_kb.celery import app
from asc_kb.testing.fixtures import Worker
from asc_kb.testing.heavy import times
from asc_kb.testing.ports import free_port
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from tests.derived_state import assert_sound, stale, wait_until_fresh
from tests.test_faults import computers, everything_again, sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

KILLS = times(6, 12)
PAPERS = 6


def need_redis() -> str:
    path = shutil.which("redis-server")
    if path is None:
        reason = "redis-server is not installed, so its faults are left out"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}; with CI=true that is a failure", pytrace=False)
        pytest.skip(reason)
    return path


@dataclass
class Redis:
    """A Redis server of one test, kept in memory alone."""

    program: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            assert time.monotonic() < deadline, "redis-server does not start"
            time.sleep(0.02)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def _use(url: str, options: dict[str, object]) -> None:
    """Send from this process to another broker from now on."""
    pools.reset()  # one that is closed must not be handed out again
    app._pool = None
    app.amqp._producer_pool = None
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = url
    app.conf.broker_transport_options = options


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Redis]:
    handle = Redis(need_redis(), tmp_path, free_port())
    handle.start()
    before = app.conf.broker_url, app.conf.broker_transport_options
    _use(handle.url, {"socket_connect_timeout": 2, "socket_timeout": 20})
    yield handle
    _use(*before)
    handle.kill()


@pytest.fixture
def redis_worker(transactional_db: None, tmp_path: Path, broker: Redis) -> Iterator[Worker]:
    handle = Worker(tmp_path, environment={"CELERY_BROKER_URL": broker.url}, processes=2)
    yield handle
    handle.kill()


@pytest.fixture
def papers(transactional_db: None) -> None:
    """Published papers that nobody has computed yet."""
    publish_vocabulary(VOCABULARY)
    for number in range(PAPERS):
        publish_paper(paper(f"paper-{number:02d}"))


@pytest.mark.heavy
def test_kills_at_random_points_leave_nothing_stale_lost_or_wrong(
    redis_worker: Worker, papers: None
) -> None:
    seed = int(os.environ.get("ASC_TEST_SEED") or time.time_ns() % 10**9)
    print(f"ASC_TEST_SEED={seed}")  # noqa: T201  shown with a failure
    chance = Random(seed)
    redis_worker.start()
    for number in range(KILLS):
        everything_again()
        time.sleep(chance.uniform(0, 0.15))
        if number % 6 == 5:
            redis_worker.kill()
            redis_worker.start()
        else:
            chance.choice(computers(redis_worker)).kill()
    sweep()
    wait_until_fresh()
    assert_sound()


def test_with_redis_emptied_the_next_sweep_finds_what_waits(
    redis_worker: Worker, papers: None, broker: Redis
) -> None:
    everything_again()
    client = redis.Redis(port=broker.port)
    assert client.llen("bulk") > 0
    client.flushall()
    redis_worker.start()
    time.sleep(0.5)
    assert stale() == PAPERS * (2 + 3)
    sweep()
    wait_until_fresh()
    assert_sound()


def test_without_redis_papers_are_published_and_computed_once_it_is_back(
    redis_worker: Worker, papers: None, broker: Redis
) -> None:
    redis_worker.start()
    sweep()
    wait_until_fresh()
    broker.kill()
    publish_paper(paper("without-a-broker"))
    assert stale() == 2 + 3
    broker.start()
    deadline = time.monotonic() + 600
    while stale():  # beat sweeps every minute; the worker finds its way back when it can
        assert time.monotonic() < deadline, f"{stale()} still stale"
        if redis_worker.has_ended():
            # Celery gives up where the connection is lost between a task and its acknowledgement;
            # whoever looks after the worker (`up`, the containers' restart policy) starts it again.
            redis_worker.start()
        sweep()
        time.sleep(1)
    assert_sound()
