"""Ports for servers that tests and benchmarks start."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

# Below those that systems give to outgoing connections: one of these, made by another program in
# the seconds until the server listens, would take the port away.
_LOW, _HIGH = 20_000, 32_000
_TRIES = 200


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    chance = random.SystemRandom()
    for _ in range(_TRIES):
        port = chance.randrange(_LOW, _HIGH)
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port between {_LOW} and {_HIGH} is free")
