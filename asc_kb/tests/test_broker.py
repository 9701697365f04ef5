"""The broker of files keeps every message until it was dealt with."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from queue import Empty
from typing import TYPE_CHECKING

import pytest
from kombu import Connection

import asc_kb.celery  # noqa: F401 - makes asc-files:// known to kombu
from asc_kb.embedded import broker

if TYPE_CHECKING:
    from pathlib import Path


def connect(folder: Path) -> Connection:
    return Connection(
        "asc-files://", transport_options={"folder": str(folder), "polling_interval": 0.02}
    )


def files(folder: Path, part: str) -> list[Path]:
    return sorted((folder / part).rglob("*.json"))


def send(folder: Path, *bodies: object) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("work")
        for body in bodies:
            queue.put(body)
        queue.close()


def test_messages_wait_for_a_taker_and_come_in_the_order_sent(tmp_path: Path) -> None:
    send(tmp_path, "first", "second", "third")
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue("work")
        taken = []
        for _ in range(3):
            message = queue.get(timeout=30)
            taken.append(message.payload)
            message.ack()
        with pytest.raises(Empty):
            queue.get(timeout=0.1)
    assert taken == ["first", "second", "third"]
    assert files(tmp_path, ".") == files(tmp_path, "exchanges")


def test_a_message_taken_but_not_acknowledged_goes_back_when_the_taker_leaves(
    tmp_path: Path,
) -> None:
    send(tmp_path, "unfinished")
    with connect(tmp_path) as connection:
        connection.SimpleQueue("work").get(timeout=30)
        assert not files(tmp_path, "queues")
    assert len(files(tmp_path, "queues")) == 1
    assert not files(tmp_path, "taken")


TAKE_AND_DIE = """
    import os, signal, sys
    import asc_kb.celery
    from kombu import Connection
    connection = Connection("asc-files://", transport_options={"folder": sys.argv[1]})
    connection.SimpleQueue("work").get(timeout=30)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def take_and_die(folder: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(TAKE_AND_DIE), str(folder)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -9


def test_a_message_whose_taker_was_killed_is_delivered_again(tmp_path: Path) -> None:
    send(tmp_path, "survivor")
    take_and_die(tmp_path)
    assert not files(tmp_path, "queues")
    with connect(tmp_path) as connection:
        message = connection.SimpleQueue("work").get(timeout=30)
        assert message.payload == "survivor"
        message.ack()
    assert not files(tmp_path, "queues")
    assert not files(tmp_path, "taken")


def test_a_message_that_brings_down_every_taker_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "_MAX_RETURNS", 1)
    send(tmp_path, "deadly")
    take_and_die(tmp_path)
    with connect(tmp_path) as connection:
        connection.SimpleQueue("work").get(timeout=30)  # leaves without acknowledging
    assert len(files(tmp_path, "dead")) == 1
    assert not files(tmp_path, "queues")


def test_a_message_half_written_is_not_seen(tmp_path: Path) -> None:
    send(tmp_path, "whole")
    folder = tmp_path / "queues" / "work"
    (folder / ".00000000000000000000-half~0.json").write_text('{"body": ')
    with connect(tmp_path) as connection:
        message = connection.SimpleQueue("work").get(timeout=30)
        assert message.payload == "whole"
        message.ack()


def test_takers_at_work_together_never_take_the_same_message(tmp_path: Path) -> None:
    send(tmp_path, *range(60))
    taken: list[int] = []

    def take() -> None:
        with connect(tmp_path) as connection:
            queue = connection.SimpleQueue("work")
            while True:
                try:
                    message = queue.get(timeout=3)
                except Empty:
                    return
                taken.append(message.payload)
                message.ack()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(60))


def test_a_rejected_message_is_gone_unless_it_is_put_back(tmp_path: Path) -> None:
    send(tmp_path, "once more", "no more")
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue("work")
        queue.get(timeout=30).requeue()
        seen = []
        for _ in range(2):
            message = queue.get(timeout=30)
            seen.append(message.payload)
            message.reject()
    assert sorted(seen) == ["no more", "once more"]
    assert not files(tmp_path, "queues")
    assert not files(tmp_path, "taken")
