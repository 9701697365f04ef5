"""A stand-in for Crossref on this machine: answers in its shape, and misbehaves on request."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# As api.crossref.org/works/… answers: lists of titles, JATS in them, dates in parts.
WORK: dict[str, Any] = {
    "DOI": "10.1234/asc.test.2017",
    "type": "journal-article",
    "title": ["Atomic layer deposition of Al<sub>2</sub>O<sub>3</sub>\n                    on Li"],
    "container-title": ["Journal of Test Films"],
    "short-container-title": ["J. Test. Films"],
    "author": [
        {"given": "L.", "family": "Chen", "sequence": "first", "affiliation": []},
        {"given": "Henk", "family": "van Bui", "sequence": "additional", "affiliation": []},
        {"name": "The Barrier Consortium", "sequence": "additional", "affiliation": []},
    ],
    "published-print": {"date-parts": [[2017]]},
    "published-online": {"date-parts": [[2016, 12, 3]]},
    "issued": {"date-parts": [[2016, 12, 3]]},
    "created": {"date-parts": [[2016, 12, 4]], "date-time": "2016-12-04T10:00:00Z"},
    "volume": "5",
    "issue": "24",
    "page": "12297-12309",
    "publisher": "Test Society",
    "ISSN": ["2050-7488", "2050-7496"],
    "URL": "https://doi.org/10.1234/asc.test.2017",
    "language": "en",
    "references-count": 60,
}


def envelope(message: dict[str, Any]) -> bytes:
    answer = {"status": "ok", "message-type": "work", "message-version": "1.0.0"}
    return json.dumps({**answer, "message": message}).encode()


class CrossrefStandIn:
    """What it answers is a list of steps, one for each request; the last one stays."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.steps: list[Callable[[BaseHTTPRequestHandler], None]] = [works()]
        self.asked: list[tuple[str, str]] = []
        """(DOI, User-Agent) of each request"""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        doi = unquote(handler.path.removeprefix("/works/"))
        self.asked.append((doi, handler.headers.get("User-Agent", "")))
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        step(handler)


def works(message: dict[str, Any] | None = None) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: _send(handler, 200, envelope(WORK if message is None else message))


def says(
    status: int, body: bytes = b"", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: _send(handler, status, body, **headers)


def drips(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, until nobody listens: each in time, the whole never."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def crossref_stand_in() -> Iterator[CrossrefStandIn]:
    stand_in = CrossrefStandIn("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
