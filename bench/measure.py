"""A bounded load over HTTP with kept connections: p50, p95 and requests a second."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bench.memory import Watch
from bench.serve import HOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.serve import Site

    Headers = Sequence[tuple[str, str]]

_TIMEOUT = 600
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """A load ends at the first of these; ``least`` requests are made by each client in any case."""

    seconds: float = 4.0
    requests: int = 1000
    least: int = 3

    def share(self, clients: int) -> Bounds:
        """What one of several clients does."""
        return replace(self, requests=max(self.least, self.requests // clients))


_WARM_UP = Bounds(seconds=1.0, requests=32, least=1)


@dataclass(frozen=True)
class Load:
    """What a load found. Times in milliseconds, bytes of one answer on average;
    ``grown_megabytes`` is the most that a web process grew meanwhile."""

    clients: int
    requests: int
    p50: float
    p95: float
    per_second: float
    bytes: int
    grown_megabytes: float | None = None


class Client(threading.Thread):
    """One client: asks one address after the other over a kept connection."""

    def __init__(
        self,
        site: Site,
        paths: Sequence[str],
        offset: int,
        bounds: Bounds,
        start_line: threading.Barrier,
        headers: Headers,
    ) -> None:
        super().__init__(daemon=True)
        self.headers = dict(headers)
        self.connection = http.client.HTTPConnection(HOST, site.port, timeout=_TIMEOUT)
        self.paths = paths
        self.offset = offset
        self.bounds = bounds
        self.start_line = start_line
        self.times: list[float] = []
        self.bytes = 0
        self.error: Exception | None = None

    def ask(self, path: str) -> int:
        """Size of the answer; anything but 200 is an error. It is read and not kept."""
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path} answers {response.status}: {response.read()[:400]!r}")
        size = 0
        while block := response.read(_BLOCK):
            size += len(block)
        return size

    def run(self) -> None:
        try:
            self.connection.connect()
            self.start_line.wait()
            self._walk()
        except threading.BrokenBarrierError:
            pass  # another client could not start, and says why
        except Exception as error:  # a thread's error is raised by the one who started it
            self.error = error
            self.start_line.abort()
        finally:
            self.connection.close()

    def _walk(self) -> None:
        deadline = time.perf_counter() + self.bounds.seconds
        while len(self.times) < self.bounds.requests:
            began = time.perf_counter()
            if began > deadline and len(self.times) >= self.bounds.least:
                break
            path = self.paths[(self.offset + len(self.times)) % len(self.paths)]
            self.bytes += self.ask(path)
            self.times.append(time.perf_counter() - began)


def measure(
    site: Site,
    paths: Sequence[str],
    *,
    clients: int,
    bounds: Bounds | None = None,
    headers: Headers = (),
    heavy: bool = False,
) -> Load:
    """Load ``site`` with ``clients`` that each walk ``paths`` from another place.

    A short load of twice as many clients goes before and is not counted: imports, plans,
    connections and caches of every web process are then there. What is ``heavy`` is warmed up by
    one request and asked once by each client at least.
    """
    bounds = bounds or Bounds()
    if heavy:
        bounds = replace(bounds, least=1)
        _load(site, paths, 1, replace(_WARM_UP, seconds=0), headers)
    else:
        _load(site, paths, 2 * max(clients, 4), _WARM_UP, headers)
    watch = Watch(site.pid)
    crew, elapsed = _load(site, paths, clients, bounds, headers)
    grown = watch.grown()
    times = sorted(time for client in crew for time in client.times)
    return Load(
        clients=clients,
        requests=len(times),
        p50=1000 * quantile(times, 0.50),
        p95=1000 * quantile(times, 0.95),
        per_second=len(times) / elapsed,
        bytes=sum(client.bytes for client in crew) // len(times),
        grown_megabytes=grown,
    )


def _load(
    site: Site, paths: Sequence[str], clients: int, bounds: Bounds, headers: Headers
) -> tuple[list[Client], float]:
    step = max(1, len(paths) // clients)
    line = threading.Barrier(clients + 1)
    share = bounds.share(clients)
    crew = [Client(site, paths, i * step, share, line, headers) for i in range(clients)]
    for client in crew:
        client.start()
    with contextlib.suppress(threading.BrokenBarrierError):  # then a client says what was wrong
        line.wait()
    began = time.perf_counter()
    for client in crew:
        client.join()
    elapsed = time.perf_counter() - began
    for client in crew:
        if client.error is not None:
            raise client.error
    return crew, elapsed


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that ``share`` of the ordered ones do not exceed, between two neighbours."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
