"""``/healthz``, ``/readyz`` and ``/metrics``: for supervisors, proxies and Prometheus."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)

from asc_kb.celery import app
from asc_kb.operations.metrics import registry as house

if TYPE_CHECKING:
    from collections.abc import Callable

_RIGHT = "right"
_SECONDS = 2


def health(request: HttpRequest) -> HttpResponse:
    """The process is up and answers; nothing else is asked."""
    return JsonResponse({"status": "up"})


def readiness(request: HttpRequest) -> HttpResponse:
    """200 when database, broker and migrations are right, else 503 that says which is wrong."""
    database = _database()
    parts = {
        "database": database,
        "broker": "not needed" if settings.READ_ONLY else _broker(),
        "migrations": _migrations() if database == _RIGHT else "unknown without the database",
    }
    ready = all(state in {_RIGHT, "not needed"} for state in parts.values())
    return JsonResponse(
        {"status": "ready" if ready else "not ready", **parts}, status=200 if ready else 503
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text over all web processes, not only the one that happens to answer, and what
    the database and the data folder hold."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    text = generate_latest(registry) + generate_latest(house())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _reason(error: Exception) -> str:
    """The first line of what went wrong, without addresses or passwords."""
    return f"wrong: {type(error).__name__}"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception as error:  # any failure means the same to a probe: not ready
        connection.close()
        return _reason(error)
    return _RIGHT


def _broker() -> str:
    try:
        with app.connection_for_write(connect_timeout=_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=_SECONDS)
            if not broker.transport.verify_connection(broker.connection):
                return "wrong: cannot be written"
    except Exception as error:
        return _reason(error)
    return _RIGHT


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:
        return _reason(error)
    if pending:
        names = [f"{migration.app_label}.{migration.name}" for migration, _ in pending]
        return f"wrong: {len(names)} not applied, first {names[0]}"
    return _RIGHT


_PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": health,
    "/readyz": readiness,
    "/metrics": metrics,
}


class ProbeMiddleware:
    """Answers the probes before anything that needs a host name, TLS or a session.

    ``/metrics`` is for the inside only: the reverse proxy does not pass it on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = _PROBES.get(request.path_info.removesuffix("/") or "/")
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = probe(request)
        response["Cache-Control"] = "no-store"
        return response
