"""Answers what is asked on standard input, one question after the other, in a process that may die.

A question and an answer are each a line with the number of bytes, then that many bytes of JSON.
Nothing of it is written anywhere else.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable


def read_frame(stream: BinaryIO) -> bytes:
    """The next message; empty where the other side is gone."""
    head = stream.readline(20)
    return stream.read(int(head)) if head.strip().isdigit() else b""


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(b"%d\n" % len(body) + body)
    stream.flush()


def serve(answered: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer until the other side is gone."""
    while asked := read_frame(sys.stdin.buffer):
        write_frame(sys.stdout.buffer, json.dumps(answered(json.loads(asked))).encode())
