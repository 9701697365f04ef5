"""One request: from the cache where the server says so, waiting where it asks to."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx

from asc_kb_client.cache import Cache, Kept
from asc_kb_client.errors import UnreachableError, problem

Parameters = Iterable[tuple[str, str]]
_COME_AGAIN = frozenset({429, 502, 503, 504})
_HEADERS = ("etag", "content-type", "last-modified", "x-data-version")


class Asker:
    """GET requests. ``patience`` is how many seconds all waits of one request may take."""

    def __init__(
        self,
        http: httpx.Client,
        cache: Cache | None,
        patience: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.http = http
        self.cache = cache
        self.patience = patience
        self.sleep = sleep
        self.data_version: str | None = None

    def get(self, path: str, parameters: Parameters = ()) -> Kept:
        """The answer. Raises :class:`ProblemError` or :class:`UnreachableError`."""
        request = self.http.build_request("GET", path, params=list(parameters))
        kept = self.cache.get(str(request.url)) if self.cache else None
        if kept and (tag := kept.headers.get("etag")):
            request.headers["If-None-Match"] = tag
        with self._answer(request) as response:
            content = response.read()
        if response.status_code == httpx.codes.NOT_MODIFIED and kept:
            self._note(response)
            return kept
        fresh = Kept(self._note(response), content)
        if self.cache and "etag" in fresh.headers:
            self.cache.put(str(request.url), fresh)
        return fresh

    def save(self, path: str, parameters: Parameters, target: Path) -> None:
        """Stream an answer into a file, which is there whole or not at all."""
        request = self.http.build_request("GET", path, params=list(parameters))
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file, self._answer(request) as response:
                for block in response.iter_bytes():
                    file.write(block)
            os.replace(name, target)
        except BaseException as error:
            Path(name).unlink(missing_ok=True)
            if isinstance(error, httpx.TransportError):
                raise UnreachableError(f"{request.url}: {error}") from error
            raise
        self._note(response)

    def _note(self, response: httpx.Response) -> dict[str, str]:
        self.data_version = response.headers.get("x-data-version", self.data_version)
        return {name: response.headers[name] for name in _HEADERS if name in response.headers}

    @contextlib.contextmanager
    def _answer(self, request: httpx.Request) -> Iterator[httpx.Response]:
        left, pause = self.patience, 0.5
        while True:
            try:
                response = self.http.send(request, stream=True)
            except httpx.TransportError as error:
                raise UnreachableError(f"{request.url}: {error}") from error
            wait = _seconds(response) or pause
            if response.status_code not in _COME_AGAIN or wait > left:
                break
            response.close()
            self.sleep(wait)
            left, pause = left - wait, pause * 2
        try:
            if response.status_code >= httpx.codes.BAD_REQUEST:
                raise problem(response.status_code, response.read(), response.headers)
            yield response
        finally:
            response.close()


def _seconds(response: httpx.Response) -> float | None:
    """``Retry-After``, where it is a number of seconds."""
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
