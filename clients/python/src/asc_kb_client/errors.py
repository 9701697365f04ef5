"""What can go wrong, in the server's own words (RFC 9457 problems) as exceptions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NEAREST = re.compile(r"the nearest is '?([^';]+)'?")


@dataclass(frozen=True)
class ParameterFault:
    """A parameter that cannot be answered, why, and the nearest valid name or value."""

    parameter: str
    message: str

    @property
    def nearest(self) -> str | None:
        found = _NEAREST.search(self.message)
        return found.group(1) if found else None


class ProblemError(Exception):
    """An answer that is an error: ``status``, ``title``, ``detail``, and its ``faults``."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        self.status = status
        self.title = str(body.get("title", ""))
        self.detail = str(body.get("detail", ""))
        self.body = body
        self.headers = headers
        self.faults = [
            ParameterFault(str(one.get("parameter", one.get("path", ""))), str(one["message"]))
            for one in body.get("errors", ())
        ]
        super().__init__(f"{status} {self.title}: {self.detail}")


class ParametersError(ProblemError):
    """400: a filter that does not exist, or a value that cannot be read."""


class NotFoundError(ProblemError):
    """404: there is no such record."""


class GoneError(ProblemError):
    """410: the record was withdrawn; ``reason`` says why, ``successor`` what to use instead."""

    @property
    def reason(self) -> str:
        return str(self.body.get("reason", ""))

    @property
    def successor(self) -> str | None:
        return self.body.get("successor")


class TooManyRequestsError(ProblemError):
    """429, and waiting for as long as the client may did not help."""


class UnreachableError(Exception):
    """The server did not answer."""


class BrokenFileError(Exception):
    """A file came with another checksum than the server tells of it; it was not kept."""


_BY_STATUS = {
    400: ParametersError,
    404: NotFoundError,
    410: GoneError,
    429: TooManyRequestsError,
}


def problem(status: int, content: bytes, headers: Mapping[str, str]) -> ProblemError:
    """The exception for an answer that is an error, whatever its body is."""
    try:
        body = json.loads(content)
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    body.setdefault("detail", content[:200].decode(errors="replace"))
    return _BY_STATUS.get(status, ProblemError)(status, body, headers)
