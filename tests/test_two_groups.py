"""Two hosts, each with web, worker and beat, on one database and one broker: both work, one beat
sends, what is published through one is seen by the other, and one that dies loses nothing."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import requests
from django.conf import settings
from django.db import connection

from accounts.actions import make_token
from accounts.models import Role
from accounts.tests.people import person
from asc_kb.embedded.children import kill_group, python_process
from asc_kb.operations.beat import STAND_BY
from asc_kb.testing.database import database_url
from asc_kb.testing.fixtures import Worker
from asc_kb.testing.heavy import HEAVY
from asc_kb.testing.served import served
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from tests.derived_state import assert_sound, stale, wait_until_fresh
from tests.test_faults import everything_again, sweep
from tests.test_faults_of_redis import Redis, broker

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["broker"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.heavy,
    pytest.mark.skipif(not HEAVY, reason="two hosts of processes: in make test-heavy"),
]

PAPERS = 6
SECONDS = 120
LEADS = "Sends what is due."


@dataclass
class Group:
    """The processes of one host."""

    address: str
    worker: Worker
    beat: subprocess.Popen[bytes]
    beat_log: Path

    def kill(self) -> None:
        """As a power cut ends it."""
        self.worker.kill()
        kill_group(self.beat.pid)
        self.beat.wait()

    @property
    def leads(self) -> bool:
        return LEADS in self.beat_log.read_text()

    def has_computed(self) -> bool:
        return "succeeded" in self.worker.log.read_text()


def beat(folder: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "asc_kb", "beat", "--loglevel=INFO"]
    command += [f"--schedule={folder / 'schedule'}", "--pidfile="]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "asc_kb.settings.test",
        "ASC_TEST_RUN": settings.RUN,
        **variables,
    }
    return python_process(command, cwd=settings.BASE_DIR, log=folder / "beat.log", env=environment)


@pytest.fixture
def groups(transactional_db: None, tmp_path: Path, broker: Redis) -> Iterator[list[Group]]:
    publish_vocabulary(VOCABULARY)
    for number in range(PAPERS):
        publish_paper(paper(f"paper-{number:02d}"))
    variables: dict[str, Any] = {"DATABASE_URL": database_url(), "CELERY_BROKER_URL": broker.url}
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    made: list[Group] = []
    with served(folders[0], **variables) as first, served(folders[1], **variables) as second:
        try:
            for folder, address in zip(folders, (first, second), strict=True):
                worker = Worker(folder, name=folder.name, environment=variables)
                log = folder / "beat.log"
                made.append(Group(address, worker, beat(folder, variables), log))
                worker.start()
            yield made
        finally:
            for group in made:
                group.kill()


def until(said: str, true: Any) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


def leaders() -> int:
    """Sessions that hold the lock of beats."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 20261126 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND granted"
        )
        return int(cursor.fetchone()[0])


def test_both_work_and_one_that_dies_at_work_loses_nothing(groups: list[Group]) -> None:
    first, second = groups
    everything_again()
    wait_until_fresh()
    until("both take work", lambda: first.has_computed() and second.has_computed())
    for _ in range(5):
        everything_again()
        busy = first.worker.process
        assert busy is not None
        until("it is at work", lambda: stale() < PAPERS * (2 + 3) or not stale())
        first.worker.kill()
        sweep()
        wait_until_fresh()
        first.worker.start()
    assert_sound()
    for group in groups:
        assert "Traceback" not in group.worker.log.read_text()


def test_one_beat_sends_and_the_other_takes_over(groups: list[Group]) -> None:
    until("one leads", lambda: any(group.leads for group in groups))
    until("both run", lambda: all("beat: Starting" in g.beat_log.read_text() for g in groups))
    time.sleep(STAND_BY + 1)
    assert [group.leads for group in groups].count(True) == 1
    assert leaders() == 1
    leading, standing = sorted(groups, key=lambda group: not group.leads)
    assert psutil.pid_exists(standing.beat.pid)
    leading.kill()
    until("the other takes over", lambda: standing.leads)
    assert leaders() == 1


def test_what_is_published_through_one_is_seen_by_the_other_at_once(groups: list[Group]) -> None:
    first, second = groups
    ann, bea = person("ann", Role.CONTRIBUTOR), person("bea", Role.CURATOR)
    author, reviewer = (
        {"Authorization": f"Token {make_token(by=one, name='script', scopes=scopes)[1]}"}
        for one, scopes in ((ann, ["read", "write"]), (bea, ["read", "review"]))
    )

    def post(group: Group, path: str, head: dict[str, str], body: dict[str, Any]) -> Any:
        answer = requests.post(
            f"{group.address}/api/v1/{path}", json=body, headers=head, timeout=60
        )
        assert answer.status_code < 300, answer.text
        return answer.json()

    def papers(group: Group) -> tuple[int, int]:
        """How many papers REST counts, and whether the page of the newest is there."""
        told = requests.get(f"{group.address}/api/v1/papers/", timeout=60).json()["count"]
        page = requests.get(f"{group.address}/papers/", timeout=60).text
        return told, page.count("new-2024")

    for group in groups:
        for _ in range(2):  # the second time from what it keeps in memory
            assert papers(group)[0] == PAPERS
    document = paper("new-2024")
    number = post(first, "submissions/", author, {"document": document})["number"]
    post(second, f"submissions/{number}/submit/", author, {})  # each step at another host
    post(first, f"submissions/{number}/approve/", reviewer, {})
    assert papers(second)[0] == papers(first)[0] == PAPERS + 1
    assert papers(second)[1] == papers(first)[1] > 0
    wait_until_fresh()
    assert PaperVersion.objects.filter(paper__key="new-2024").count() == 1
