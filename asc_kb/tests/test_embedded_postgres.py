"""The embedded PostgreSQL starts for whoever needs it, and heals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from asc_kb.embedded import account, cluster
from asc_kb.embedded.postgres import Server
from asc_kb.embedded.trouble import Trouble
from asc_kb.settings.environment import BASE_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.stack

HOLD = """
    import sys
    from pathlib import Path
    from asc_kb.embedded.postgres import Server
    server = Server(Path(sys.argv[1]), durable=False)
    server.lease()
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(data_dir: Path) -> subprocess.Popen[str]:
    """Another process that holds the server until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(data_dir)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def gone(server: Server, seconds: float = 600) -> bool:
    """Whether the server ends within a while."""
    deadline = time.monotonic() + seconds
    while server.cluster.postmaster() is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def query(server: Server, statement: str) -> object:
    address = server.address()
    assert address is not None
    with psycopg.connect(**address.connection()) as connection:  # type: ignore[arg-type]
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    handle = Server(tmp_path / "data", durable=False)
    yield handle
    handle.release()
    handle.stop()


def test_the_server_is_postgresql_18_and_listens_on_no_network(server: Server) -> None:
    server.lease()
    assert str(query(server, "SHOW server_version")).startswith("18")
    assert query(server, "SHOW listen_addresses") == ""
    assert query(server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'") == 0


def test_the_server_runs_without_root_rights_in_a_folder_that_only_root_may_enter(
    server: Server,
) -> None:
    server.cluster.data_dir.parent.chmod(0o700)
    server.lease()
    postmaster = server.cluster.postmaster()
    assert postmaster is not None
    assert psutil.Process(postmaster.pid).uids().real != 0
    assert server.cluster.data_dir.parent.stat().st_mode & 0o777 == 0o700


def test_the_last_holder_out_stops_the_server(server: Server) -> None:
    other = hold(server.cluster.data_dir)
    server.lease()
    other.communicate("")
    assert query(server, "SELECT 1") == 1
    server.release()
    assert server.cluster.postmaster() is None


def test_a_server_whose_holders_were_all_killed_stops_by_itself(server: Server) -> None:
    other = hold(server.cluster.data_dir)
    other.kill()
    other.wait()
    assert gone(server)


def test_a_killed_server_heals_and_loses_nothing_committed(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.lease()
    address = server.address()
    assert address is not None
    with psycopg.connect(**address.connection()) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    postmaster = server.cluster.postmaster()
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGKILL)
    assert gone(server)
    assert (server.cluster.path / "postmaster.pid").exists()
    server.lease()
    assert query(server, "SELECT n FROM kept") == 7
    server.release()


def test_a_pid_file_whose_number_another_program_has_by_now_is_no_server(server: Server) -> None:
    server.lease()
    server.release()
    pid_file = server.cluster.path / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.cluster.path}\n0\n5432\n/nowhere\n\n0\nready\n")
    assert server.address() is None
    server.lease()
    assert query(server, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_anew(server: Server) -> None:
    draft = server.cluster.path.with_name("postgres.new")
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    server.lease()
    assert not draft.exists()


def test_a_database_of_another_version_is_named_and_left_alone(server: Server) -> None:
    server.cluster.path.mkdir(parents=True)
    (server.cluster.path / "PG_VERSION").write_text("16\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 16 and this is PostgreSQL 18"):
        server.lease()
    assert (server.cluster.path / "PG_VERSION").read_text() == "16\n"


def test_a_long_path_gets_a_short_private_folder_for_its_socket(tmp_path: Path) -> None:
    server = Server(tmp_path / ("long" * 30), durable=False)
    try:
        address = server.lease()
        folder = Path(address.socket_dir)
        assert len(str(folder)) < 80
        assert folder.stat().st_mode & 0o077 == 0
        assert query(server, "SELECT 1") == 1
        server.release()
        assert server.lease().socket_dir == address.socket_dir
    finally:
        server.release()
        folder.rmdir()


def test_files_of_another_user_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 12345)
    with pytest.raises(Trouble, match="belongs to another user"):
        account.choose(tmp_path)


def test_root_without_any_ordinary_account_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "_CANDIDATES", ("nobody-of-this-name",))
    with pytest.raises(Trouble, match="no account named postgres"):
        account.choose(tmp_path / "absent")


def test_the_shipped_programs_are_version_18() -> None:
    version = subprocess.run(
        [cluster.binaries() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    assert "PostgreSQL) 18" in version.stdout
