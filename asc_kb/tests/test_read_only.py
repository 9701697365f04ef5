"""A server that only reads: on its own, and on a streaming replica that falls behind."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import requests
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.embedded import account
from asc_kb.embedded.cluster import USER, Cluster
from asc_kb.operations.read_only import ReadOnlyMiddleware
from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.clusters import manage, running, running_anew, url_of
from asc_kb.testing.heavy import HEAVY
from asc_kb.testing.served import served

if TYPE_CHECKING:
    from pathlib import Path

    from asc_kb.embedded.postgres import Address

REVIEW = BASE_DIR / "tests" / "review"


@pytest.fixture
def reads_only(settings: Any) -> Client:
    settings.READ_ONLY = True
    settings.RATE_LIMIT = 0
    return Client()  # makes its chain of middleware with these settings


@pytest.mark.django_db
def test_nobody_is_known_and_nothing_taken_in(reads_only: Client) -> None:
    reads_only.force_login(person("ada", Role.CURATOR))
    assert reads_only.get("/coatings/").status_code == 200
    assert reads_only.get("/curate/").headers["Location"].startswith("/account/login/")
    for path in ("/api/v1/submissions/", "/account/login/", "/coatings/"):
        answer = reads_only.post(path, {"login": "ada"})
        assert answer.status_code == 503, path
        assert "write at" in answer.json()["detail"]
    assert reads_only.get("/readyz").json()["broker"] == "not needed"


def test_a_server_that_writes_has_none_of_it(settings: Any) -> None:
    settings.READ_ONLY = False
    with pytest.raises(MiddlewareNotUsed):
        ReadOnlyMiddleware(lambda request: HttpResponse())


# --- two clusters -----------------------------------------------------------------------------
def replica_of(primary: Cluster, address: Address, folder: Path) -> Cluster:
    """A copy of a cluster that is stopped, told to follow it."""
    made = Cluster(folder)
    made.folders()
    shutil.copytree(primary.path, made.path)
    who = account.choose(made.path)
    signal = made.path / "standby.signal"
    signal.touch()
    with (made.path / "postgresql.auto.conf").open("a") as file:
        file.write(
            f"primary_conninfo = 'host=''{address.socket_dir}'' port={address.port} user={USER} "
            f"password=''{address.password}'''\n"
        )
    if who:
        who.own(made.path)
        for path in made.path.rglob("*"):
            os.chown(path, who.uid, who.gid)
    return made


def version(address: str) -> tuple[int, str, int]:
    """Status, version of the data, and how many papers there are."""
    answer = requests.get(f"{address}/api/v1/papers/", timeout=60)
    return answer.status_code, answer.headers["X-Data-Version"], answer.json()["count"]


@pytest.mark.heavy
@pytest.mark.stack
@pytest.mark.skipif(not HEAVY, reason="two clusters of PostgreSQL: in make test-heavy")
def test_a_replica_that_is_behind_says_which_version_it_serves(tmp_path: Path) -> None:
    primary = Cluster(tmp_path / "p", durable=False)
    papers = [str(REVIEW / "vocabulary"), str(REVIEW / "papers" / "madadi-2025.yaml")]
    with running_anew(tmp_path / "p") as address:
        manage(address, tmp_path / "p", "migrate", "--verbosity=0")
        manage(address, tmp_path / "p", "load_papers", *papers)
    replica = replica_of(primary, address, tmp_path / "r")
    folders = tmp_path / "writes", tmp_path / "reads"
    for folder in folders:
        folder.mkdir()
    with (
        running(primary) as first,
        running(replica) as second,
        served(folders[0], DATABASE_URL=url_of(first)) as writes,
        served(folders[1], DATABASE_URL=url_of(second), READ_ONLY="1") as reads,
        psycopg.connect(**second.connection(), autocommit=True) as watched,  # type: ignore[arg-type]
    ):
        before = version(writes)
        assert version(reads) == before == (200, before[1], 1)
        assert requests.get(f"{reads}/readyz", timeout=60).json()["status"] == "ready"
        assert requests.post(f"{reads}/api/v1/submissions/", timeout=60).status_code == 503
        watched.execute("SELECT pg_wal_replay_pause()")
        manage(first, tmp_path / "p", "load_papers", str(REVIEW / "papers" / "chen-2017.yaml"))
        after = version(writes)
        assert after[2] == 2
        assert after[1] != before[1]
        assert version(reads) == before, "it is behind, and says so"
        for page in ("/", "/coatings/", "/api/v1/coatings/facets/", "/optimade/v1/info"):
            assert requests.get(reads + page, timeout=60).status_code == 200, page
        watched.execute("SELECT pg_wal_replay_resume()")
        deadline = time.monotonic() + 60
        while version(reads) != after:
            assert time.monotonic() < deadline
            time.sleep(0.1)
