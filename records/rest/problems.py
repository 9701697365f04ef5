"""Errors in one shape: RFC 9457 ``application/problem+json`` with what was wrong, one by one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from records.merged import leads_to, moved_address
from records.models import Kind, PublicId, parse_public_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.filtering import Problem

CONTENT_TYPE = "application/problem+json"


class ProblemResponse(Exception):
    """Answer with a problem. ``errors`` are ``{"parameter" or "path", "message"}``; ``members``
    are more members of the problem object."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Iterable[Mapping[str, str]] = (),
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = [dict(error) for error in errors]
        self.members = dict(members or {})
        self.headers = dict(headers or {})


def bad_request(problems: Iterable[Problem]) -> ProblemResponse:
    """400 that names every parameter that cannot be answered."""
    errors = [{"parameter": name, "message": message} for name, message in problems]
    detail = "; ".join(f"{error['parameter']}: {error['message']}" for error in errors)
    return ProblemResponse(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def not_found(what: str, name: str, near: str = "") -> ProblemResponse:
    """404 for a record that does not exist."""
    return ProblemResponse(HTTPStatus.NOT_FOUND, f"there is no {what} {name!r}{near}")


def gone_or_missing(kind: Kind, name: str, near: str = "") -> ProblemResponse:
    """410 with reason and successor for a withdrawn id, 301 for a merged one, 404 for one never
    given."""
    number = parse_public_id(name, kind)
    if kind == Kind.PAPER and number is None and (into := leads_to("paper", name)):
        return moved(name, into)
    tombstone = _tombstone(kind, number, name)
    if tombstone is None:
        return not_found(kind.label, name, near)
    if tombstone.merged:
        return moved(name, tombstone.successor)
    successor = tombstone.successor or None
    members = {"reason": tombstone.reason, "successor": successor}
    instead = f"; see {successor}" if successor else ""
    detail = f"{name} was withdrawn: {tombstone.reason}{instead}"
    return ProblemResponse(HTTPStatus.GONE, detail, members=members)


def _tombstone(kind: Kind, number: int | None, name: str) -> PublicId | None:
    """The withdrawn entry of an id, or of the key of a paper."""
    if number is not None:
        return PublicId.objects.tombstone(kind, number)
    if kind != Kind.PAPER or "\x00" in name:
        return None
    gone = PublicId.objects.filter(kind=kind, paper_key=name, withdrawn_at__isnull=False)
    return gone.first()


def moved(name: str, into: str) -> ProblemResponse:
    """301 for an id or key that was merged into another, which is the same record."""
    detail = f"{name} was merged into {into}: the same record, under its lasting name"
    return ProblemResponse(HTTPStatus.MOVED_PERMANENTLY, detail, members={"successor": into})


def problem_body(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    members: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
        **(members or {}),
    }


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Any error that REST raises, as a problem; None (a crash) for everything else."""
    if isinstance(error, ProblemResponse):
        body = problem_body(error.status, error.detail, error.errors, error.members)
        headers = {**error.headers, **_location(error, context)}
        return Response(body, error.status, headers=headers, content_type=CONTENT_TYPE)
    if isinstance(error, Http404):
        body = problem_body(404, str(error) or "there is nothing at this address")
        return Response(body, 404, content_type=CONTENT_TYPE)
    if isinstance(error, PermissionDenied):
        body = problem_body(403, str(error) or "this is not yours to do")
        return Response(body, 403, content_type=CONTENT_TYPE)
    if isinstance(error, APIException):
        headers = {}
        if challenge := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = str(challenge)
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait))
        body = problem_body(error.status_code, _words(error.detail))
        return Response(body, error.status_code, headers=headers, content_type=CONTENT_TYPE)
    return None


def _location(error: ProblemResponse, context: dict[str, Any]) -> dict[str, str]:
    """Where a merged record is: the address that was asked for, with the id or key it has now."""
    if error.status != HTTPStatus.MOVED_PERMANENTLY:
        return {}
    given = next((str(value) for value in context["kwargs"].values() if value), "")
    address = context["request"].get_full_path()
    return {"Location": moved_address(address, given, str(error.members["successor"]))}


def _words(detail: Any) -> str:
    if isinstance(detail, dict):
        return "; ".join(f"{key}: {_words(value)}" for key, value in detail.items())
    if isinstance(detail, list):
        return "; ".join(_words(item) for item in detail)
    return str(detail)
