"""Cycler files of drafts over REST: uploaded, read, given back."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.permissions import NotAllowed
from accounts.tokens import MayUse, TokenOfScript
from curation.actions.files import (
    AT_ONCE,
    TooMuch,
    drop_file,
    read_draft_file,
    take_file,
    takes_long,
)
from curation.api.shapes import FileReading, FileUpload, ReadingUnderWay
from curation.api.submissions import find_submission, responses
from curation.files.named import is_checksum, may_have
from curation.models import FileState
from curation.states import WrongState
from curation.tasks import enqueue_file
from cyclers.models import RawFile
from cyclers.queries import bytes_of
from cyclers.reading.read import LARGEST_FILE
from cyclers.reading.trouble import Unreadable
from records.rest import ProblemResponse, RestView, api_url, not_found
from records.rest.describing import format_parameter
from records.rest.shapes import envelope

if TYPE_CHECKING:
    from rest_framework.request import Request

    from curation.models import DraftFile

_NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description="Of the submission.")
_SHA256 = OpenApiParameter(
    "sha256", str, OpenApiParameter.PATH, description="Checksum of the file."
)
_YES = {"yes", "true", "1", "on"}
_NO = {"", "no", "false", "0", "off"}


class _View(RestView):
    authentication_classes = (TokenOfScript, SessionAuthentication)  # type: ignore[assignment]
    conditional = False


class SubmissionFilesView(_View):
    """Cycler files of a draft."""

    permission_classes = (MayUse,)  # type: ignore[assignment]
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="submission_files_list",
        tags=["submissions"],
        summary="The cycler files of a draft, and how far each is read",
        parameters=[_NUMBER, format_parameter()],
        responses=responses({200: envelope(ReadingUnderWay)}, 404),
    )
    def list(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        rows = [state_json(row) for row in draft.files.select_related("file")]
        return Response({"count": len(rows), "next": None, "previous": None, "results": rows})

    @extend_schema(
        operation_id="submission_files_create",
        tags=["submissions"],
        summary="Keep a cycler's file with a draft, and say what it is read as",
        description=(
            f"Up to {LARGEST_FILE // 1_000_000} MB. One of up to {AT_ONCE // 1_000_000} MB is "
            "answered at once; a larger one by 202 with the address of its job, which then has "
            "the same body. A test names the file by its `sha256`."
        ),
        parameters=[_NUMBER],
        request={"multipart/form-data": FileUpload},
        responses=responses({201: FileReading, 202: ReadingUnderWay}, 404, 409, 413, 415, 422),
    )
    def create(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        file = request.FILES.get("file")
        if file is None or isinstance(file, str):
            raise _invalid("file", "expected a file (multipart/form-data)")
        if (file.size or 0) > LARGEST_FILE:
            detail = f"a file has at most {LARGEST_FILE} bytes"
            raise ProblemResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        given: Any = request.data
        unknown = sorted(set(given) - {"file", "answers", "shared", "goes_on_in"})
        if unknown:
            expected = "unknown name; expected file, answers, shared, goes_on_in"
            raise _invalid(unknown[0], expected)
        try:
            row = take_file(
                submission=draft,
                by=request.user,
                source=file,
                name=file.name or "",
                answers=_answers(given.get("answers", "")),
                shared=_said(given.get("shared", "")),
                tell=enqueue_file,
                goes_on_in=given.getlist("goes_on_in"),
            )
        except NotAllowed as error:
            raise ProblemResponse(HTTPStatus.FORBIDDEN, str(error)) from error
        except WrongState as error:
            raise ProblemResponse(HTTPStatus.CONFLICT, str(error)) from error
        except TooMuch as error:
            raise ProblemResponse(HTTPStatus.CONFLICT, str(error)) from error
        except Unreadable as error:
            named = str(error).partition(":")[0].partition(".")[0]
            name = named if named in {"answers", "goes_on_in"} else "file"
            raise _invalid(name, str(error)) from error
        headers = {"Location": _address(row)}
        if takes_long(row):
            return Response(state_json(row), HTTPStatus.ACCEPTED, headers=headers)
        read_draft_file(number=row.pk)
        row.refresh_from_db()
        return _answer(row, HTTPStatus.CREATED, headers)


class SubmissionFileView(_View):
    """One cycler file of a draft."""

    permission_classes = (MayUse,)  # type: ignore[assignment]

    @extend_schema(
        operation_id="submission_files_retrieve",
        tags=["submissions"],
        summary="What a file is read as, or how far its reader is",
        parameters=[_NUMBER, _SHA256, format_parameter()],
        responses=responses({200: FileReading, 202: ReadingUnderWay}, 404, 422),
    )
    def retrieve(self, request: Request, number: int, sha256: str) -> Response:
        self.only(request, fields=False)
        return _answer(_row(request, number, sha256), HTTPStatus.OK, {})

    @extend_schema(
        operation_id="submission_files_destroy",
        tags=["submissions"],
        summary="Take a file out of a draft",
        parameters=[_NUMBER, _SHA256],
        responses=responses({204: OpenApiResponse(description="It is gone.")}, 404, 409),
    )
    def destroy(self, request: Request, number: int, sha256: str) -> Response:
        self.only(request, fields=False)
        row = _row(request, number, sha256)
        try:
            drop_file(submission=row.submission, by=request.user, sha256=sha256)
        except NotAllowed as error:
            raise ProblemResponse(HTTPStatus.FORBIDDEN, str(error)) from error
        except WrongState as error:
            raise ProblemResponse(HTTPStatus.CONFLICT, str(error)) from error
        return Response(status=HTTPStatus.NO_CONTENT)


class RawFileView(_View):
    """Raw files as they were uploaded."""

    @extend_schema(
        operation_id="files_retrieve",
        tags=["cycling"],
        summary="A cycler's file as it was uploaded",
        description=(
            "CC BY 4.0. Seen by everybody once a test that names it is public, before that by "
            "the people of its draft."
        ),
        parameters=[_SHA256],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(bytes, "The file, byte for byte."),
            **{k: v for k, v in responses({}, 404).items() if k[0] in {400, 401, 404}},
        },
    )
    def retrieve(self, request: Request, sha256: str) -> HttpResponse | StreamingHttpResponse:
        self.only(request, fields=False)
        file = RawFile.objects.filter(sha256=sha256).first() if is_checksum(sha256) else None
        if file is None or not may_have(request.user, file):
            raise not_found("file", sha256)
        answer = StreamingHttpResponse(bytes_of(file), content_type="application/octet-stream")
        answer["Content-Length"] = str(file.size)
        answer["Content-Disposition"] = f'attachment; filename="{_plain(file.name)}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def _plain(name: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return kept or "file"


def _address(row: DraftFile) -> str:
    return api_url("submissions", str(row.submission_id)) + f"files/{row.file.sha256}/"


def _row(request: Request, number: int, sha256: str) -> DraftFile:
    draft = find_submission(request, number)
    rows = draft.files.select_related("file", "submission")
    row = rows.filter(file__sha256=sha256).first() if is_checksum(sha256) else None
    if row is None:
        raise not_found("file", sha256)
    return row


def _answer(row: DraftFile, good: HTTPStatus, headers: dict[str, str]) -> Response:
    if row.state == FileState.READ:
        return Response(file_json(row), good, headers=headers)
    if row.runs:
        return Response(state_json(row), HTTPStatus.ACCEPTED, headers=headers)
    errors = [{"path": "file", "message": row.refused}]
    members = {"sha256": row.file.sha256, "questions": row.questions}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    raise ProblemResponse(status, row.refused, errors=errors, members=members)


def file_json(row: DraftFile) -> dict[str, Any]:
    """As ``manage.py read_cycler`` gives it, with where the file is and what was said of it."""
    found = {name: value for name, value in row.found.items() if name != "preview"}
    return {
        **found,
        "sha256": row.file.sha256,
        "name": row.file.name,
        "size": row.file.size,
        "answers": row.answers,
        "goes_on_in": row.goes_on_in,
        "shared": row.shared,
        "url": _address(row),
        "file": api_url("files", row.file.sha256),
    }


def state_json(row: DraftFile) -> dict[str, Any]:
    """How far it is, where it is not read."""
    return {
        "sha256": row.file.sha256,
        "name": row.file.name,
        "size": row.file.size,
        "state": row.state,
        "seconds": round(row.seconds, 1),
        "detail": row.refused,
        "questions": row.questions,
        "url": _address(row),
    }


def _answers(text: Any) -> dict[str, Any]:
    try:
        said = json.loads(text) if text else {}
    except (ValueError, TypeError, RecursionError):
        raise _invalid("answers", "expected JSON") from None
    if not isinstance(said, dict):
        raise _invalid("answers", "expected an object")
    try:
        kept = json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        kept = b"\\u0000"
    if b"\\u0000" in kept:
        raise _invalid("answers", "holds a character that cannot be kept")
    return said


def _said(text: Any) -> bool:
    word = str(text).strip().casefold()
    if word in _YES | _NO:
        return word in _YES
    raise _invalid("shared", "expected yes or no: whether it may be shared under CC BY 4.0")


def _invalid(path: str, message: str) -> ProblemResponse:
    errors = [{"path": path, "message": message}]
    return ProblemResponse(HTTPStatus.UNPROCESSABLE_ENTITY, f"{path}: {message}", errors=errors)
