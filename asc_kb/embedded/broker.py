"""A durable message broker made of files, for Celery on one machine without a server.

Kombu's own file transport can read a message that is still being written and forgets a message
when the worker that took it is killed. Here a message is one file that appears whole (written
aside, synced, renamed); taking it renames it into a folder that belongs to the taker, and only an
acknowledgement deletes it. The taker holds a lock on its folder; when the lock is free the taker
is gone, however it ended, and whoever looks next puts its messages back. So a message is delivered
at least once. One that has brought down its taker several times is set aside in ``dead/``.

::

    queues/celery/1732…-uuid~0.json    a message waiting; ~0: put back 0 times
    taken/uuid/.lock                   a live taker
    taken/uuid/celery/1732…-uuid~0.json
    exchanges/celery.pidbox/….json     a queue bound to an exchange
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import IO, Any
from urllib.parse import quote, unquote

from kombu.transport import virtual

logger = logging.getLogger(__name__)

_MAX_RETURNS = 5
_LOOK_FOR_DEAD_TAKERS_SECONDS = 2.0

Payload = dict[str, Any]


def _safe(name: str) -> str:
    """A queue or exchange name as a folder name."""
    return quote(name, safe="@-_") or "%"


def _write(folder: Path, name: str, payload: object) -> None:
    """Make ``folder/name`` appear with its whole content, on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(payload, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / name)


def _waiting(folder: Path) -> list[str]:
    """The names of the whole messages in a queue's folder, oldest first."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except FileNotFoundError:
        return []


class QoS(virtual.QoS):
    """Deletes a message's file when it is acknowledged."""

    channel: Channel

    def ack(self, delivery_tag: str) -> None:
        self.channel.settle(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().reject(delivery_tag, requeue=requeue)
        self.channel.settle(delivery_tag)


class Channel(virtual.Channel):
    """One taker and sender of messages."""

    QoS = QoS
    supports_fanout = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = self.connection.client.transport_options
        self.folder = Path(options["folder"])
        self._name = uuid.uuid4().hex
        self._lock: IO[str] | None = None
        self._lock_pid = 0
        self._taken: dict[str, Path] = {}
        self._unacknowledged_queues: set[str] = set()
        self._looked = 0.0

    # --- what kombu's virtual channel asks for --------------------------------------------------

    def _put(self, queue: str, message: Payload, **kwargs: Any) -> None:
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}~0.json"
        _write(self._queue(queue), name, message)

    def _get(self, queue: str, timeout: float | None = None) -> Payload:
        self._return_orphans()
        folder = self._queue(queue)
        for name in _waiting(folder):
            own = self._own_folder() / _safe(queue)
            own.mkdir(exist_ok=True)
            try:
                (folder / name).rename(own / name)
            except FileNotFoundError:
                continue  # another taker was faster
            payload: Payload = json.loads((own / name).read_text(encoding="utf-8"))
            if queue in self._unacknowledged_queues:
                (own / name).unlink()
            else:
                self._taken[payload["properties"]["delivery_tag"]] = own / name
            return payload
        raise Empty

    def _size(self, queue: str) -> int:
        return len(_waiting(self._queue(queue)))

    def _purge(self, queue: str) -> int:
        count = 0
        for name in _waiting(self._queue(queue)):
            with contextlib.suppress(FileNotFoundError):
                (self._queue(queue) / name).unlink()
                count += 1
        return count

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self._queue(queue).mkdir(parents=True, exist_ok=True)

    def _has_queue(self, queue: str, **kwargs: Any) -> bool:
        return self._queue(queue).is_dir()

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        shutil.rmtree(self._queue(queue), ignore_errors=True)
        for binding in (self.folder / "exchanges").glob("*/*.json"):
            with contextlib.suppress(FileNotFoundError):
                if json.loads(binding.read_text())[2] == queue:
                    binding.unlink()

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        binding = [routing_key or "", pattern or "", queue or ""]
        name = hashlib.sha256(json.dumps(binding).encode()).hexdigest()[:32] + ".json"
        folder = self.folder / "exchanges" / _safe(exchange)
        if not (folder / name).exists():
            _write(folder, name, binding)

    def get_table(self, exchange: str) -> list[tuple[str, str, str]]:
        table = []
        folder = self.folder / "exchanges" / _safe(exchange)
        for name in _waiting(folder):
            with contextlib.suppress(FileNotFoundError):
                table.append(tuple(json.loads((folder / name).read_text())))
        return table

    def _put_fanout(self, exchange: str, message: Payload, routing_key: str, **kwargs: Any) -> None:
        for _, _, queue in self.get_table(exchange):
            self._put(queue, message)

    # --- acknowledgement ------------------------------------------------------------------------

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> Any:
        if no_ack:
            self._unacknowledged_queues.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.settle(message.delivery_tag)
        return message

    def settle(self, delivery_tag: str) -> None:
        """Delete the file of a message that was dealt with (or handed back)."""
        path = self._taken.pop(delivery_tag, None)
        if path is not None:
            path.unlink(missing_ok=True)

    def _restore(self, message: Any) -> None:
        """Hand a taken message back: its file goes to its queue again, never a second copy."""
        path = self._taken.pop(message.delivery_tag, None)
        if path is not None:
            self._put_back(path)

    def close(self) -> None:
        super().close()  # hands unacknowledged messages back
        if self._lock is not None and self._lock_pid == os.getpid():
            shutil.rmtree(self.folder / "taken" / self._name, ignore_errors=True)
            self._lock.close()
            self._lock = None

    # --- files ----------------------------------------------------------------------------------

    def _queue(self, queue: str) -> Path:
        return self.folder / "queues" / _safe(queue)

    def _own_folder(self) -> Path:
        """The folder of what this channel took; made and locked on first use."""
        if self._lock is None or self._lock_pid != os.getpid():
            self._name = uuid.uuid4().hex  # a forked child is a taker of its own
            own = self.folder / "taken" / self._name
            # Locked before it stands where others look, so that it never seems abandoned.
            draft = self.folder / "making" / self._name
            draft.mkdir(parents=True)
            self._lock = (draft / ".lock").open("w")
            self._lock_pid = os.getpid()
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            own.parent.mkdir(exist_ok=True)
            draft.rename(own)
        return self.folder / "taken" / self._name

    def _return_orphans(self) -> None:
        """Put back what takers left that are gone; looked for every few seconds."""
        now = time.monotonic()
        if now - self._looked < _LOOK_FOR_DEAD_TAKERS_SECONDS:
            return
        self._looked = now
        for folder in (self.folder / "taken").glob("*/"):
            if folder.name == self._name:
                continue
            with contextlib.suppress(OSError), (folder / ".lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for path in folder.glob("*/*.json"):
                    self._put_back(path)
                shutil.rmtree(folder, ignore_errors=True)

    def _put_back(self, path: Path) -> None:
        stem, _, count = path.stem.rpartition("~")
        returns = int(count) + 1
        target = self.folder / "queues" / path.parent.name
        if returns > _MAX_RETURNS:
            target = self.folder / "dead" / path.parent.name
            logger.error(
                "A message on %s came back %d times and is set aside in %s.",
                unquote(path.parent.name),
                returns,
                target,
            )
        target.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            path.rename(target / f"{stem}~{returns}.json")


class Transport(virtual.Transport):
    """``asc-files://``, with the folder in the transport option ``folder``."""

    Channel = Channel
    polling_interval = 0.1
    driver_type = "asc-files"
    driver_name = "asc-files"
    # Asynchronous, so that Celery gives each process of a worker pipes of its own: with the one
    # queue that they share otherwise, a killed process takes its lock along and all stand still.
    implements = virtual.Transport.implements.extend(
        asynchronous=True, exchange_type=frozenset(["direct", "topic", "fanout"])
    )

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        """Look for messages as often as when waiting for them, as long as there are any."""
        loop.call_repeatedly(self.polling_interval, self._look, connection)

    def _look(self, connection: Any) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                super().drain_events(connection, timeout=0)

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        """Wait for messages; a worker looks up often, so that it also ends soon when asked."""
        longest = connection.client.transport_options.get("longest_wait")
        if longest is not None and timeout is not None:
            timeout = min(timeout, longest)
        super().drain_events(connection, timeout=timeout, **kwargs)

    def driver_version(self) -> str:
        return "1"

    def verify_connection(self, connection: Any) -> bool:
        folder = Path(connection.client.transport_options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
