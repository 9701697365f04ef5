"""What Docker, compose, the proxy and the Makefile name exists, and no secret has a default."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from typing import Any

import pytest
from django.core.management import get_commands
from ruamel.yaml import YAML

from asc_kb.settings.environment import BASE_DIR, VARIABLES

COMPOSE = BASE_DIR / "docker-compose.yml"
ONE_SHOT = {"migrate"}
OURS = {"migrate", "web", "worker", "bulk", "beat"}
# Variables that other programs in the file own.
FOREIGN = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
FOREIGN |= {"SITE_ADDRESS"}
NEEDED = {"SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "POSTGRES_PASSWORD", "SITE_ADDRESS"}
# Set by what starts a process, by the compose file itself, or of development and tests alone.
NOT_FOR_OPERATORS = {
    *("ASC_DATA_DIR", "ASC_SUPERVISED", "ASC_TEST_RUN", "ASC_TEST_HEAVY", "ASC_CYCLER_FILES"),
    *("PYTEST_XDIST_WORKER", "CI", "DEBUG", "RELOAD", "LOG_FORMAT", "TRUST_PROXY", "WEB_HOST"),
    *("WORKER_PROCESSES", "PORT", "DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"),
    "PROMETHEUS_MULTIPROC_DIR",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(COMPOSE.read_text())
    return document


def command_exists(command: list[str]) -> bool:
    """A command line of ours starts a module or a management command that there is."""
    if command[:2] == ["python", "-m"]:
        return importlib.util.find_spec(command[2]) is not None
    if command[:2] == ["python", "manage.py"]:
        return command[2] in get_commands()
    return command[0] == "python" and (BASE_DIR / command[1]).is_file()


def test_the_services_are_the_ones_promised(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "redis", "proxy", *OURS}
    assert compose["services"]["postgres"]["image"] == "postgres:18"
    assert "--appendonly" in compose["services"]["redis"]["command"]


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name in ONE_SHOT:
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"], name


def test_services_wait_for_what_they_need(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("web", "worker", "bulk", "beat"):
        assert services[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)


def test_every_command_of_ours_exists(compose: dict[str, Any]) -> None:
    commands = [compose["services"][name]["command"] for name in OURS]
    commands += [
        compose["services"][name]["healthcheck"]["test"][1:]
        for name in OURS
        if compose["services"][name]["healthcheck"].get("test", [""])[0] == "CMD"
    ]
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    commands += [re.findall(r'"([^"]+)"', line) for line in re.findall(r"CMD (\[.*\])", dockerfile)]
    assert len(commands) == 10
    for command in commands:
        assert command_exists(command), command


def test_every_variable_named_is_one_that_the_program_reads(compose: dict[str, Any]) -> None:
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= VARIABLES.keys()
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    named = set(re.findall(r"\b([A-Z][A-Z_]+)=", dockerfile)) - {"PATH", "PYTHONUNBUFFERED"}
    named = {name for name in named if not name.startswith("PIP_")}
    assert named <= VARIABLES.keys()


def test_every_variable_of_an_operator_reaches_the_containers(compose: dict[str, Any]) -> None:
    for name in OURS:
        given = set(compose["services"][name]["environment"])
        assert VARIABLES.keys() - NOT_FOR_OPERATORS <= given, name


def test_containers_have_bounds_and_their_logs_rotate(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["logging"]["options"]["max-size"], name
    assert all(compose["services"][name]["mem_limit"] for name in OURS)


def test_no_secret_and_no_address_has_a_default() -> None:
    text = COMPOSE.read_text()
    references = re.findall(r"\$\{(\w+)([^}]*)\}", text)
    assert {name for name, _ in references} >= {"SECRET_KEY", "POSTGRES_PASSWORD", "PUBLIC_URL"}
    for name, rest in references:
        assert rest.startswith(":?") or (rest == ":-" and name not in NEEDED), name
        assert name in VARIABLES.keys() | FOREIGN
    example = (BASE_DIR / "deploy" / "example.env").read_text()
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert set(given) == {name for name, _ in references}
    assert set(given.values()) == {""}


def test_the_image_does_not_run_as_root() -> None:
    lines = (BASE_DIR / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER asc"]
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert any(line.startswith("HEALTHCHECK ") for line in lines)


def test_the_proxy_passes_everything_to_the_web_service_but_metrics(
    compose: dict[str, Any],
) -> None:
    text = (BASE_DIR / "deploy" / "Caddyfile").read_text()
    assert "reverse_proxy web:8000" in text
    assert str(compose["services"]["web"]["environment"]["PORT"]) == "8000"
    assert re.search(r"@inside path /metrics .*/admin/\*", text)
    assert "read_body" in text
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(
    shutil.which("docker") is None
    or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="docker compose is not installed here",
)
def test_docker_compose_reads_the_file() -> None:
    names = dict.fromkeys(re.findall(r"\$\{(\w+)", COMPOSE.read_text()), "value")
    command = ["docker", "compose", "-f", str(COMPOSE), "config", "--quiet"]
    result = subprocess.run(command, env=names | {"PATH": "/usr/local/bin:/usr/bin:/bin"})
    assert result.returncode == 0


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "screenshots", "lock"])
def test_make_knows_every_target_promised(target: str) -> None:
    command = ["make", "-n", "-C", str(BASE_DIR), target]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    modules = re.findall(r"python -m ([\w.]+)", result.stdout)
    for module in set(modules) - {"bench", "asc_kb.testing.screenshots"}:
        assert importlib.util.find_spec(module) is not None, module
