"""The probes say which part is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.celery import app

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

NOWHERE = {"host": "a-host-that-is-not-served"}


def ready(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/readyz", headers=NOWHERE)
    return response.status_code, response.json()


def test_health_asks_nothing_of_the_database(client: Client) -> None:
    # Without the database fixture any query would fail this test.
    response = client.get("/healthz", headers=NOWHERE)
    assert (response.status_code, response.json()) == (200, {"status": "up"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readiness_says_that_all_is_right(client: Client) -> None:
    assert ready(client) == (
        200,
        {"status": "ready", "database": "right", "broker": "right", "migrations": "right"},
    )


@pytest.mark.django_db
def test_a_migration_not_applied_is_named(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    status, parts = ready(client)
    assert status == 503
    assert parts["migrations"] == "wrong: 1 not applied, first sessions.0001_initial"
    assert (parts["database"], parts["broker"]) == ("right", "right")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise OSError("no such server at 10.0.0.1")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    status, parts = ready(client)
    assert status == 503
    assert parts["database"] == "wrong: OSError"
    assert parts["migrations"] == "unknown without the database"


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setitem(app.conf.broker_transport_options, "folder", str(tmp_path / "file" / "no"))
    status, parts = ready(client)
    assert status == 503
    assert parts["broker"].startswith("wrong")
    assert (parts["database"], parts["migrations"]) == ("right", "right")


@pytest.mark.django_db
def test_metrics_are_prometheus_text(client: Client) -> None:
    client.get("/healthz")
    response = client.get("/metrics", headers=NOWHERE)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert b"# TYPE django_http_requests_before_middlewares_total counter" in response.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
