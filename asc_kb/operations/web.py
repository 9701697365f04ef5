"""gunicorn's configuration: ``gunicorn -c python:asc_kb.operations.web asc_kb.wsgi``."""

from __future__ import annotations

from typing import Any

from asc_kb.settings import environment

bind = f"{environment.text('WEB_HOST', '127.0.0.1')}:{environment.port()}"
reload = environment.flag("RELOAD", False)
workers = 1 if reload else environment.number("WEB_WORKERS", 2)
threads = environment.number("WEB_THREADS", 4)
# Filters stand in the address, and a selection may name hundreds of records: the most there is.
limit_request_line = 8190
# Import once, then fork: a warm start and the memory of one import.
preload_app = not reload
timeout = 60
graceful_timeout = 5
keepalive = 5
accesslog = "-"
# One JSON object a line, so that access and application logs are read by the same tools.
access_log_format = (
    '{"time": "%(t)s", "logger": "access", "client": "%(h)s", "request": "%(m)s %(U)s", '
    '"status": %(s)s, "bytes": "%(B)s", "seconds": %(L)s}'
)
control_socket_disable = True
# Believe X-Forwarded-For and -Proto only from a proxy; Django decides by TRUST_PROXY.
forwarded_allow_ips = "127.0.0.1"


def child_exit(server: Any, worker: Any) -> None:
    """Forget the live gauges of a web process that ended."""
    if environment.text("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
