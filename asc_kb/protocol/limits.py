"""How many requests a client may make a minute, announced on every answer.

The count of a client is one row of PostgreSQL, so that all web processes share it. A process takes
requests from it by the lease, a few at a time, and counts those down in memory: the row is written
once for many requests, and no more than the limit is ever given out.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from asc_kb.models import RequestCount
from asc_kb.protocol.errors import problem_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

LIMITED = ("/api/v1/", "/optimade/")
WINDOW = 60  # seconds
_LEASES = 40  # a lease is this part of the limit
_TABLE = RequestCount._meta.db_table
_TAKE = f"""
INSERT INTO {_TABLE} AS counted (client, minute, taken) VALUES (%(client)s, %(minute)s, %(lease)s)
ON CONFLICT (client) DO UPDATE SET
    taken = CASE WHEN counted.minute = excluded.minute
        THEN least(counted.taken, %(limit)s) + excluded.taken ELSE excluded.taken END,
    minute = excluded.minute
RETURNING taken
"""


@dataclass
class Lease:
    """Requests that this process may still let through for a client in one minute, and those
    that are left to all."""

    minute: int
    own: int
    shared: int


class RateLimit:
    """Middleware: counts requests, refuses those beyond the limit, announces what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.leases: dict[str, Lease] = {}
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit: int = settings.RATE_LIMIT
        if not limit or not request.path_info.startswith(LIMITED) or request.method == "OPTIONS":
            return self.get_response(request)
        now = time.time()
        left = self._take(client_of(request), int(now // WINDOW), limit)
        reset = math.ceil(WINDOW - now % WINDOW)
        if left is None:
            response: HttpResponseBase = problem_response(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"more than {limit} requests in a minute; go on in {reset} s. A page takes up to "
                "1000 records, and a whole selection comes in one answer as CSV or JSON Lines.",
            )
            response.headers["Retry-After"] = str(reset)
        else:
            response = self.get_response(request)
        response.headers["RateLimit-Policy"] = f'"client";q={limit};w={WINDOW}'
        response.headers["RateLimit"] = f'"client";r={left or 0};t={reset}'
        return response

    def _take(self, client: str, minute: int, limit: int) -> int | None:
        """How many requests are left after this one, or None where it is one too many."""
        with self.lock:
            lease = self.leases.get(client)
            if lease is None or lease.minute != minute:
                if len(self.leases) > 1000:
                    self.leases = {
                        c: kept for c, kept in self.leases.items() if kept.minute == minute
                    }
                lease = self.leases[client] = Lease(minute, 0, limit)
            if lease.own == 0 and lease.shared > 0:
                size = max(1, limit // _LEASES)
                taken = _taken(client, minute, size, limit)
                lease.own = max(0, min(size, limit - (taken - size)))
                lease.shared = max(0, limit - taken)
            if lease.own == 0:
                return None
            lease.own -= 1
            return lease.own + lease.shared


def _taken(client: str, minute: int, lease: int, limit: int) -> int:
    """What all processes have taken for a client in this minute, this lease included."""
    asked: dict[str, str | int] = {
        "client": client,
        "minute": minute,
        "lease": lease,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, asked)
        (taken,) = cursor.fetchone()
    return int(taken)


def client_of(request: HttpRequest) -> str:
    """The address that asks; of IPv6 its network, since a client has a whole one.

    Behind a proxy that is trusted, the last address it names: those before it are the client's
    own words.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        address = forwarded or address
    try:
        read = ip_address(address)
    except ValueError:
        return "unknown"
    if read.version == 6:
        mapped = read.ipv4_mapped
        return str(mapped or ip_network((int(read), 64), strict=False))
    return str(read)
