"""Production refuses what is unsafe; every setting is documented."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from asc_kb.settings import environment
from asc_kb.settings.secret import kept_secret

if TYPE_CHECKING:
    from pathlib import Path

BASE_DIR = environment.BASE_DIR


def good() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_hex(40),
        "ALLOWED_HOSTS": "knowledge.example.org",
        "PUBLIC_URL": "https://knowledge.example.org",
        "DJANGO_SETTINGS_MODULE": "asc_kb.settings.production",
    }


def manage(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    # The browser tests of the same run set what production must not have.
    dropped = {*environment.VARIABLES, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    clean = {k: v for k, v in os.environ.items() if k not in dropped}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=clean | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_good_settings_passes_the_deployment_checks() -> None:
    result = manage(good(), "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "x" * 80}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "django-insecure-" + secrets.token_hex(40)}, "looks like a default"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name hosts"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "http://knowledge.example.org"}, "it must start with https://"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL must name a PostgreSQL server"),
        ({"TRUST_PROXY": "maybe"}, "TRUST_PROXY is 'maybe'"),
    ],
)
def test_production_refuses_to_start_and_says_why(change: dict[str, str], reason: str) -> None:
    result = manage(good() | change, "check")
    assert result.returncode != 0
    assert reason in result.stderr
    assert "Traceback" not in result.stderr


def test_production_keeps_to_https_and_sends_the_strict_headers() -> None:
    code = (
        "from django.conf import settings\n"
        "from django.test import Client\n"
        # Nothing is collected in a checkout; the error page wants its style sheet's address.
        "settings.STORAGES['staticfiles']['BACKEND'] = (\n"
        "    'django.contrib.staticfiles.storage.StaticFilesStorage')\n"
        "plain = Client().get('/', headers={'host': 'knowledge.example.org'})\n"
        "print(plain.status_code, plain['Location'])\n"
        "safe = Client().get('/no-such-page/', headers={'host': 'knowledge.example.org',\n"
        "    'x-forwarded-proto': 'https'})\n"
        "print(safe.status_code, safe['Strict-Transport-Security'])\n"
        "print(safe['Content-Security-Policy'])\n"
        "print(safe['X-Frame-Options'], safe['X-Content-Type-Options'], safe['Referrer-Policy'])\n"
    )
    result = manage(good(), "shell", "-v0", "-c", code)
    assert result.returncode == 0, result.stderr
    plain, safe, policy, rest = result.stdout.strip().splitlines()[-4:]
    assert plain == "301 https://knowledge.example.org/"
    assert safe == "404 max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert rest == "DENY nosniff same-origin"


def test_production_logs_are_one_json_object_a_line() -> None:
    code = "import logging; logging.getLogger('asc').warning('thin %s', 'film')"
    result = manage(good(), "shell", "-v0", "-c", code)
    assert re.search(r'^\{.*"level": "WARNING".*"message": "thin film".*\}$', result.stderr, re.M)


def test_every_variable_the_code_reads_is_declared_and_in_the_readme() -> None:
    readme = (BASE_DIR / "README.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", readme, re.MULTILINE))
    assert documented == environment.VARIABLES.keys()
    read = set()
    for room in ("asc_kb", *settings.ROOMS):
        for path in (BASE_DIR / room).rglob("*.py"):
            if "tests" not in path.parts:
                read |= set(
                    re.findall(
                        r"""(?:environ(?:\.get|\.setdefault)?[\[(]|getenv\()\s*["']([A-Z_]+)["']""",
                        path.read_text(),
                    )
                )
    outside = {"CELERY_SKIP_CHECKS", "CI", "DJANGO_ALLOW_ASYNC_UNSAFE", "PGPASSWORD"}
    assert read - outside <= environment.VARIABLES.keys()


def test_the_readme_says_of_each_variable_what_its_declaration_says() -> None:
    readme = (BASE_DIR / "README.md").read_text()
    for name, variable in environment.VARIABLES.items():
        assert f"| `{name}` | {variable.default} | {variable.doc} |" in readme


def test_an_undeclared_variable_cannot_be_read() -> None:
    with pytest.raises(KeyError, match="not declared"):
        environment.text("NOT_A_SETTING_OF_OURS")


def test_the_kept_secret_stays_the_same_and_private(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "data")
    assert len(first) >= 50
    assert kept_secret(tmp_path / "data") == first
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert kept_secret(tmp_path / "other") != first


def test_parallel_processes_of_one_test_run_have_brokers_of_their_own() -> None:
    ask = (
        "from asc_kb.settings.test import CELERY_BROKER_TRANSPORT_OPTIONS as o; print(o['folder'])"
    )
    folders = [
        subprocess.run(
            [sys.executable, "-c", ask],
            cwd=BASE_DIR,
            env=os.environ | {"ASC_TEST_RUN": "1", "PYTEST_XDIST_WORKER": name},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for name in ("gw0", "gw1", "")
    ]
    assert len(set(folders)) == 3
