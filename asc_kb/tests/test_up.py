"""``manage.py up`` with real processes: from an empty folder to a page, and no process left."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from asc_kb.embedded.preflight import running_port
from asc_kb.embedded.trouble import Trouble, explained
from asc_kb.testing.ports import free_port
from asc_kb.tests.conftest import Checkout, copy_checkout, get

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.stack
OURS = ("web server", "worker", "bulk worker", "beat")

# A checkout with nothing to load: these tests are about processes, not about the review.
NOTHING_TO_LOAD = "fixtures"


@pytest.fixture(scope="module")
def stack(shared_checkout: Checkout) -> Checkout:
    shutil.rmtree(shared_checkout.folder / NOTHING_TO_LOAD)
    return shared_checkout


@pytest.fixture(autouse=True)
def nothing_of_another_test(request: pytest.FixtureRequest) -> None:
    """A test gets no running stack from the one before, unless it asks for one that runs."""
    if {"stack", "running"} & set(request.fixturenames):
        stack = request.getfixturevalue("stack")
        if "running" not in request.fixturenames or not stack.is_running():
            stack.stop()


@pytest.fixture
def running(stack: Checkout) -> Checkout:
    """A stack that serves already, and goes on when the test is over."""
    if not stack.is_running():
        stack.environment["WEB_WORKERS"] = "2"
        stack.serve()
        del stack.environment["WEB_WORKERS"]
    return stack


def end(process: subprocess.Popen[str], number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    process.send_signal(number)
    said, _ = process.communicate(timeout=600)
    return process.returncode, said


def children(stack: Checkout) -> dict[str, int]:
    rows = json.loads((stack.data / "run" / "children.json").read_text())
    return {row["name"]: row["pid"] for row in rows}


def test_a_cold_start_serves_and_an_interrupt_leaves_no_process(stack: Checkout) -> None:
    process, said = stack.serve()
    assert stack.address in said
    assert get(f"{stack.address}/healthz") == (200, b'{"status": "up"}')
    status, body = get(f"{stack.address}/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ready")
    assert set(children(stack)) == {"PostgreSQL server", *OURS}
    status, body = get(f"{stack.address}/data/doubts/")
    assert b'data-waiting="0"' in body, "derived values are there with the first page"
    assert running_port(stack.data) == stack.port
    status, said = end(process)
    assert status == 0
    assert said.endswith("Stopped.\n")
    assert stack.left_behind() == []
    assert running_port(stack.data) is None


def test_a_warm_start_prepares_nothing_again(stack: Checkout) -> None:
    process, _ = stack.serve()  # warm from here on, whichever test ran before
    end(process)
    process, said = stack.serve()
    end(process, signal.SIGTERM)
    assert "Migrations" not in said
    assert "load" not in said
    assert stack.left_behind() == []


def test_a_killed_supervisor_takes_everything_with_it_and_the_next_start_heals(
    stack: Checkout,
) -> None:
    process, _ = stack.serve()
    process.kill()
    process.wait()
    assert stack.left_behind() == []
    process, _ = stack.serve()
    assert get(f"{stack.address}/readyz")[0] == 200
    assert end(process)[0] == 0


def test_everything_killed_at_once_heals_at_the_next_start(stack: Checkout) -> None:
    process, _ = stack.serve()
    for victim in [process.pid, *children(stack).values()]:
        os.kill(victim, signal.SIGKILL)
    process.wait()
    process, _ = stack.serve()
    assert get(f"{stack.address}/readyz")[0] == 200
    assert end(process)[0] == 0
    assert stack.left_behind() == []


def test_a_part_that_dies_is_started_again_and_said_so(stack: Checkout) -> None:
    process, _ = stack.serve()
    assert process.stdout is not None
    for name in (*OURS, "PostgreSQL server"):
        before = children(stack)[name]
        os.kill(before, signal.SIGKILL)
        assert process.stdout.readline().startswith(f"The {name} ended (killed by SIGKILL)")
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            time.sleep(0.2)
            with contextlib.suppress(OSError):
                new = children(stack).get(name, before) != before
                if new and get(f"{stack.address}/readyz")[0] == 200:
                    break
        else:
            pytest.fail(f"{name} did not come back: {stack.logs()}")
    assert end(process)[0] == 0
    assert stack.left_behind() == []


def test_metrics_count_the_requests_of_all_web_processes(running: Checkout) -> None:
    def counted() -> int:
        status, body = get(f"{running.address}/metrics")
        assert status == 200
        line = rb'django_http_responses_total_by_status_total\{status="404"\} (\d+)'
        found = re.search(line, body)
        return int(found[1]) if found else 0

    before = counted()
    for _ in range(10):
        get(f"{running.address}/no-such-page/")
    assert counted() >= before + 10


def test_links_made_beside_a_running_stack_lead_to_it_unasked(running: Checkout) -> None:
    beside = Checkout(running.folder, environment={"PORT": ""})
    invited = beside.manage("invite", "ann@example.org")
    link = invited.stdout.split()[-1]
    assert link.startswith(running.address), invited.stderr
    assert get(link)[0] == 200


def test_a_second_start_of_the_same_checkout_says_where_the_first_one_is(
    running: Checkout,
) -> None:
    second = running.manage("up")
    assert second.returncode == 1
    assert second.stderr == (
        f"This checkout is already running: {running.address} "
        f"(process {running.started[-1].pid}).\n"
    )
    assert get(f"{running.address}/healthz")[0] == 200


def test_a_command_beside_a_running_stack_uses_its_database_and_leaves_it_running(
    running: Checkout,
) -> None:
    result = running.manage("migrate", "--check")
    assert (result.returncode, result.stderr) == (0, "")
    assert get(f"{running.address}/readyz")[0] == 200


def warm_copy(stack: Checkout, folder: Path) -> Checkout:
    """Another checkout with a database of its own that is migrated already, as a cold start takes
    most of its time for that."""
    if not stack.data.is_dir():
        stack.serve()
    stack.stop()
    other = copy_checkout(folder)
    shutil.rmtree(other.folder / NOTHING_TO_LOAD)
    subprocess.run(["cp", "-a", stack.data, other.data], check=True)  # owners too
    return other


def test_two_checkouts_run_side_by_side(stack: Checkout, tmp_path: Path) -> None:
    other = warm_copy(stack, tmp_path / "other")
    stack.serve()
    try:
        second, _ = other.serve()
        assert end(second)[0] == 0
        assert other.left_behind() == []
        assert get(f"{stack.address}/readyz")[0] == 200
    finally:
        other.stop()


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    """The whole output of a start that failed as it should."""
    said = (result.stdout + result.stderr).strip()
    assert result.returncode == 1, said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1, said
    return said


def test_a_taken_port_gets_one_sentence_and_starts_nothing(stack: Checkout) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", stack.port))
        taken.listen()
        said = one_sentence(stack.manage("up"))
    assert said.startswith(f"Port {stack.port} is taken by another program")
    assert stack.left_behind() == []


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT is 'eighty'; it must be a whole number."),
        ("PORT", "70000", "PORT is 70000; it must lie between 1 and 65535."),
        ("DATABASE_URL", "postgres://127.0.0.1:1/no", "The database of DATABASE_URL does not"),
        ("CELERY_BROKER_URL", "redis://127.0.0.1:1/0", "The broker of CELERY_BROKER_URL does not"),
    ],
)
def test_a_wrong_setting_gets_one_sentence(
    stack: Checkout, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setitem(stack.environment, variable, value)
    assert one_sentence(stack.manage("up")).startswith(sentence)


def test_a_data_folder_that_is_a_file_gets_one_sentence(stack: Checkout, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    stack = Checkout(stack.folder, environment={"ASC_DATA_DIR": str(tmp_path / "file")})
    assert "is not a folder" in one_sentence(stack.manage("up"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 30 MB; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_too_small_gets_one_sentence(stack: Checkout, small_disk: Path) -> None:
    stack = Checkout(stack.folder, environment={"ASC_DATA_DIR": str(small_disk)})
    assert "MB left; at least" in one_sentence(stack.manage("up"))


def test_a_full_disk_gets_one_sentence(stack: Checkout, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 29_000_000)
    stack = Checkout(stack.folder, environment={"ASC_DATA_DIR": str(small_disk)})
    said = one_sentence(stack.manage("migrate"))
    assert "is full" in said


def test_a_read_only_disk_gets_one_sentence(stack: Checkout, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    stack = Checkout(stack.folder, environment={"ASC_DATA_DIR": str(small_disk / "data")})
    assert "is on a read-only disk" in one_sentence(stack.manage("up"))


def test_a_folder_without_permission_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught, explained(tmp_path):  # root may write everywhere
        raise PermissionError(errno.EACCES, "Permission denied")
    assert str(caught.value) == (
        f"{tmp_path} cannot be written: permission denied. Set ASC_DATA_DIR to a folder of your "
        "own."
    )


def test_a_web_server_that_cannot_start_says_why_and_stops_the_rest(
    stack: Checkout, tmp_path: Path
) -> None:
    broken = warm_copy(stack, tmp_path / "broken")
    with (broken.folder / "asc_kb" / "wsgi.py").open("a") as file:
        file.write("\nraise RuntimeError('the roof is missing')\n")
    result = broken.manage("up")
    assert result.returncode == 1
    assert "The web server does not start: Error: the roof is missing" in result.stderr
    assert broken.left_behind() == []


def test_make_names_what_is_missing_for_a_python_too_old(tmp_path: Path) -> None:
    copy = copy_checkout(tmp_path / "old")
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = subprocess.run(
        ["make", "run", f"PYTHON={old}"],
        cwd=copy.folder,
        env=copy.env(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert f"{old} is not Python 3.11 or newer" in result.stderr
    assert not (copy.folder / ".venv").exists()


def test_manage_without_its_packages_says_what_to_run(stack: Checkout) -> None:
    result = subprocess.run(
        [sys.executable, "-S", "-I", str(stack.folder / "manage.py"), "up"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "is not installed for this Python: run `make run`" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here")
def test_the_same_command_uses_a_real_postgresql_and_redis(stack: Checkout, tmp_path: Path) -> None:
    from asc_kb.embedded.postgres import Server

    port = free_port()
    redis = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    server = Server(tmp_path / "elsewhere", durable=False)
    address = server.lease()
    url = f"postgres://asc:{address.password}@{address.socket_dir.replace('/', '%2F')}/asc_kb"
    outside = Checkout(
        stack.folder,
        environment={
            "ASC_DATA_DIR": str(tmp_path / "data"),
            "DATABASE_URL": url,
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
        },
    )
    try:
        deadline = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
            time.sleep(0.05)
        process, _ = outside.serve()
        assert set(children(outside)) == set(OURS)
        assert json.loads(get(f"{outside.address}/readyz")[1])["broker"] == "right"
        redis.terminate()
        redis.wait()
        status, body = get(f"{outside.address}/readyz", 30)
        assert status == 503
        assert json.loads(body)["broker"].startswith("wrong")
        assert json.loads(body)["database"] == "right"
        server.stop()
        status, body = get(f"{outside.address}/readyz", 30)
        assert status == 503
        assert json.loads(body)["database"].startswith("wrong")
        assert end(process)[0] == 0
        assert psutil.pid_exists(process.pid) is False
    finally:
        outside.stop()
        redis.kill()
        server.release()
