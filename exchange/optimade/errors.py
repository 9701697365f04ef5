"""What OPTIMADE refuses, with the status that its specification asks for."""

from __future__ import annotations

from http import HTTPStatus

UNKNOWN_VERSION = 553


class OptimadeError(Exception):
    """An error of the interface: its status, what is wrong, and the parameter it lies in."""

    status: int = HTTPStatus.BAD_REQUEST
    title = "Bad Request"

    def __init__(self, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.parameter = parameter


class BadRequest(OptimadeError):
    """The request cannot be understood."""


class Forbidden(OptimadeError):
    """More is asked for at once than is given."""

    status = HTTPStatus.FORBIDDEN
    title = "Forbidden"


class NotFound(OptimadeError):
    """There is no such entry or endpoint."""

    status = HTTPStatus.NOT_FOUND
    title = "Not Found"


class Gone(OptimadeError):
    """The entry was withdrawn."""

    status = HTTPStatus.GONE
    title = "Gone"


class NotImplementedHere(OptimadeError):
    """An optional feature that is not offered, or types that do not go together."""

    status = HTTPStatus.NOT_IMPLEMENTED
    title = "Not Implemented"


class VersionNotSupported(OptimadeError):
    """A version of the interface that is not served."""

    status = UNKNOWN_VERSION
    title = "Version Not Supported"
