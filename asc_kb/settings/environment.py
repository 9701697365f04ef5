"""Every environment variable the project reads, declared once with what it means.

The README's table is checked against ``VARIABLES`` by a test, and reading a variable that is not
declared here fails at start.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from asc_kb.embedded.preflight import running_port

BASE_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default as the README prints it, and its meaning."""

    default: str
    doc: str


VARIABLES: dict[str, Variable] = {
    "DATABASE_URL": Variable(
        "embedded PostgreSQL",
        "PostgreSQL 18 server, as `postgres://user:password@host:5432/name`.",
    ),
    "CELERY_BROKER_URL": Variable(
        "local files", "Message broker, as `redis://host:6379/0`. Unset: durable local files."
    ),
    "ASC_DATA_DIR": Variable("var/", "Folder for everything the running stack writes."),
    "PORT": Variable("8000", "Port of the web server."),
    "WEB_HOST": Variable("127.0.0.1", "Address the web server binds to."),
    "WEB_WORKERS": Variable("2", "Web server processes."),
    "WEB_THREADS": Variable("4", "Threads in each web server process."),
    "WORKER_PROCESSES": Variable("1", "Processes for bulk jobs, beside the one for edits."),
    "SECRET_KEY": Variable(
        "made once, kept in the data folder",
        "Signs sessions, seals second factors. Production refuses to start without one of at least "
        "50 characters.",
    ),
    "SECRET_KEY_FALLBACKS": Variable(
        "none",
        "Earlier secrets, separated by commas: read, never used anew, until "
        "`manage.py seal_second_factors` has run and sessions have ended.",
    ),
    "ALLOWED_HOSTS": Variable(
        "localhost,127.0.0.1,[::1]", "Host names served, separated by commas."
    ),
    "PUBLIC_URL": Variable("http://127.0.0.1:$PORT", "Base of every absolute link."),
    "CROSSREF_URL": Variable("https://api.crossref.org", "DOI look-up service."),
    "EMAIL_HOST": Variable(
        "mails go to files", "SMTP server. Unset: mails are kept under `mail/` of the data folder."
    ),
    "EMAIL_PORT": Variable("587", "Port of the SMTP server."),
    "EMAIL_HOST_USER": Variable("none", "Account at the SMTP server."),
    "EMAIL_HOST_PASSWORD": Variable("none", "Password at the SMTP server."),
    "EMAIL_USE_TLS": Variable("1", "`0` talks to the SMTP server without STARTTLS."),
    "DEFAULT_FROM_EMAIL": Variable("asc-kb@localhost", "Sender of every mail."),
    "DEBUG": Variable("0", "`1` shows Django's error pages (development only)."),
    "RELOAD": Variable("0", "`1` takes up changed code while running (what `make dev` does)."),
    "LOG_LEVEL": Variable("INFO", "Least severe log record that is kept."),
    "LOG_FORMAT": Variable("text (production: json)", "`text` or `json`."),
    "TRUST_PROXY": Variable(
        "0 (production: 1)",
        "`1` believes `X-Forwarded-Proto` and the last `X-Forwarded-For` of a reverse proxy.",
    ),
    "READ_ONLY": Variable(
        "0", "`1` serves from a streaming replica: nobody signs in, nothing is taken in or limited."
    ),
    "SECOND_FACTOR": Variable(
        "0 (production: 1)",
        "`1` asks curators and administrators for a code of an authenticator app, too.",
    ),
    "RATE_LIMIT": Variable("1200", "REST requests a minute from one client; `0` sets no limit."),
    "PAGES_KEPT": Variable(
        "500", "Finished pages that each web process keeps in memory; `0` makes each one anew."
    ),
    "BACKUPS_KEPT": Variable(
        "0", "Daily backups, verified, that stay in `backups/` of the data folder; `0` makes none."
    ),
    "HSTS_SECONDS": Variable("31536000", "Life of the HSTS header in production, in seconds."),
    "DJANGO_SETTINGS_MODULE": Variable(
        "asc_kb.settings.development", "Settings in use; `asc_kb.settings.production` on a server."
    ),
    "ASC_SUPERVISED": Variable(
        "set by `manage.py up`", "Tells a child process that its database is looked after."
    ),
    "ASC_TEST_RUN": Variable("process number", "Names the databases of one run of the test suite."),
    "ASC_CYCLER_FILES": Variable(
        "../shared/data/cyclers", "Folder of real cycler files that tests read where it exists."
    ),
    "ASC_TEST_HEAVY": Variable("0", "`1` tries heavy tests as often as `make test-heavy` does."),
    "PYTEST_XDIST_WORKER": Variable(
        "set by pytest-xdist", "Names the broker of one of the parallel processes of a test run."
    ),
    "PROMETHEUS_MULTIPROC_DIR": Variable(
        "set by `manage.py up`", "Folder in which the web processes share their metrics."
    ),
}


def text(name: str, default: str = "") -> str:
    """The value of a declared variable; empty counts as unset."""
    if name not in VARIABLES:
        raise KeyError(f"{name} is not declared in asc_kb.settings.environment.VARIABLES")
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """True for 1, true, yes, on; anything unreadable is an error, never a guess."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SystemExit(f"{name} is {value!r}; it must be 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number ≥ 0."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise SystemExit(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_dir() -> Path:
    """The folder for everything the running stack writes; relative to the checkout."""
    return (BASE_DIR / Path(text("ASC_DATA_DIR", "var")).expanduser()).resolve()


def port() -> int:
    """The port of the web server: the one named, else that of a running ``up``, else 8000."""
    value = number("PORT", running_port(data_dir()) or 8000)
    if not 1 <= value <= 65535:
        raise SystemExit(f"PORT is {value}; it must lie between 1 and 65535.")
    return value
