"""Submissions over REST: the same documents, actions and refusals as on the pages."""

from __future__ import annotations

import json
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from accounts.permissions import May, NotAllowed, may
from accounts.tokens import MayUse, TokenOfScript
from curation import actions, steps
from curation.actions.submissions import unstorable
from curation.api.shapes import (
    Check,
    LostUpdateDetails,
    NewSubmission,
    StepRequest,
    SubmissionItem,
    SubmissionRecord,
)
from curation.checking import checked
from curation.files.named import files_told
from curation.models import Submission
from curation.permissions import STEPS, may_see
from curation.states import State, WrongState, open_steps
from records.document.invalid import DocumentInvalid
from records.filtering import Problem as ParameterProblem
from records.rest import ProblemResponse, RestView, api_url, bad_request, not_found
from records.rest.describing import format_parameter, size_parameters
from records.rest.paging import numbered_page, read_paging
from records.rest.problems import CONTENT_TYPE
from records.rest.shapes import ProblemDetails, envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rest_framework.request import Request

LARGEST_BODY = 12_000_000
_NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description="Its number.")
_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="ETag that you changed; `*` overwrites whatever was saved last.",
)


class DocumentParser(BaseParser):
    """JSON, bounded in size, depth and numbers."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            detail = f"a document has at most {LARGEST_BODY} bytes"
            raise ProblemResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        try:
            read = orjson.loads(body) if body.strip() else {}
            if read:
                with suppress(RecursionError):  # so deep a document is refused by its check
                    json.loads(body, object_pairs_hook=_each_once)
        except ValueError as error:
            raise ParseError(f"the body is not JSON: {error}") from error
        return read


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    """Of two members of one name JSON readers keep the last: nothing is lost without a word."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise ValueError(f'"{twice[:60]}" stands twice in one object')


def _refusal(description: str, shape: Any = ProblemDetails) -> OpenApiResponse:
    return OpenApiResponse(shape, description)


def responses(good: dict[int, Any], *statuses: int) -> dict[Any, Any]:
    texts = {
        400: "The body or a parameter cannot be read.",
        401: "No token or session.",
        403: "Your role, your part in it or your token does not allow this.",
        404: "There is nothing here that you may see.",
        409: "Not in this state, or something stands in the way.",
        412: "Somebody else saved meanwhile: both versions, and their merge.",
        413: "The body is too large.",
        415: "The body is not JSON.",
        422: "The document has problems, each at its path; nothing was written.",
        428: "If-Match is missing.",
    }
    always = (400, 401, 403)
    shapes = {412: LostUpdateDetails}
    refused = {
        (status, CONTENT_TYPE): _refusal(texts[status], shapes.get(status, ProblemDetails))
        for status in sorted({*always, *statuses})
    }
    return {**good, **refused}


class SubmissionView(RestView):
    """Papers on their way."""

    authentication_classes = (TokenOfScript, SessionAuthentication)  # type: ignore[assignment]
    permission_classes = (MayUse,)  # type: ignore[assignment]
    parser_classes = (DocumentParser,)
    # an ETag here names a revision, to be saved over; state and steps change without a new one
    conditional = False

    @extend_schema(
        operation_id="submissions_list",
        tags=["submissions"],
        summary="Your drafts; for curators, everybody's",
        parameters=[
            OpenApiParameter("state", {"type": "string", "enum": State.values}),
            OpenApiParameter("mine", {"type": "string", "enum": ["yes"]}),
            *size_parameters(),
            format_parameter(),
        ],
        responses=responses({200: envelope(SubmissionItem)}, 404),
    )
    def list(self, request: Request) -> Response:
        self.only(request, "state", "mine", "page", "page_size", fields=False)
        data = request.query_params
        paging, problems = read_paging(data)
        rows = Submission.objects.select_related("author", "reviewer", "base__paper")
        if not may(request.user, May.REVIEW) or data.get("mine") == "yes":
            rows = rows.by(request.user)
        if data.get("mine", "yes") != "yes":
            problems.append(ParameterProblem("mine", "expected yes"))
        if state := data.get("state"):
            if state not in State.values:
                words = ", ".join(State.values)
                problems.append(ParameterProblem("state", f"{state!r} is none of {words}"))
            rows = rows.filter(state=state)
        if problems:
            raise bad_request(problems)
        page = numbered_page(rows, paging, request.path, data)
        body = {"count": page.count, "next": page.next, "previous": page.previous}
        return Response({**body, "results": [item_json(row, request.user) for row in page.rows]})

    @extend_schema(
        operation_id="submissions_create",
        tags=["submissions"],
        summary="Enter a paper: a new draft",
        description="Takes a paper document, or an object with `document`, `vocabulary`, `reason`.",
        request={"application/json": NewSubmission},
        responses=responses({201: SubmissionRecord}, 413, 415, 422),
    )
    def create(self, request: Request) -> Response:
        self.only(request, fields=False)
        given = _wrapped(request.data)
        draft = _act(lambda: actions.create_submission(by=request.user, **given))
        headers = {"Location": api_url("submissions", str(draft.pk)), "ETag": draft.etag}
        return Response(record_json(draft, request.user), HTTPStatus.CREATED, headers=headers)

    @extend_schema(
        operation_id="submissions_retrieve",
        tags=["submissions"],
        summary="One submission",
        parameters=[_NUMBER, format_parameter()],
        responses=responses({200: SubmissionRecord}, 404),
    )
    def retrieve(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        return Response(record_json(draft, request.user), headers={"ETag": draft.etag})

    @extend_schema(
        operation_id="submissions_update",
        tags=["submissions"],
        summary="Save the next revision of a draft",
        description="`If-Match` names the revision that you changed.",
        parameters=[_NUMBER, _IF_MATCH],
        request={"application/json": NewSubmission},
        responses=responses({200: SubmissionRecord}, 404, 409, 412, 413, 415, 422, 428),
    )
    def update(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        given = {"vocabulary": None, **_wrapped(request.data)}
        expected = _expected_revision(request, draft)

        def save() -> Submission:
            return actions.save_submission(
                submission=draft, by=request.user, expected_revision=expected, **given
            )

        saved = _act(save)
        return Response(record_json(saved, request.user), headers={"ETag": saved.etag})

    @extend_schema(
        operation_id="submissions_check",
        tags=["submissions"],
        summary="What is wrong or implausible in a draft",
        parameters=[_NUMBER, format_parameter()],
        responses=responses({200: Check}, 404),
    )
    def check(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        return Response(check_json(find_submission(request, number)))

    @extend_schema(
        operation_id="submissions_step",
        tags=["submissions"],
        summary="Submit, recall, return, approve or withdraw it",
        parameters=[
            _NUMBER,
            OpenApiParameter(
                "step", {"type": "string", "enum": sorted(steps.STEPS)}, OpenApiParameter.PATH
            ),
        ],
        request={"application/json": StepRequest},
        responses=responses({200: SubmissionRecord}, 404, 409, 413, 415, 422),
    )
    def step(self, request: Request, number: int | str, step: str) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, int(number))
        reason = _reason(request.data)
        _act(lambda: steps.take(step, submission=draft, by=request.user, reason=reason))
        draft = find_submission(request, draft.pk)
        return Response(record_json(draft, request.user), headers={"ETag": draft.etag})


def find_submission(request: Request, number: int) -> Submission:
    """The submission, where this person may see it; else it is as if it were not there."""
    rows = Submission.objects.select_related("author", "reviewer", "base__paper")
    found = rows.filter(pk=number).first() if number < 2**31 else None
    if found is None or not may_see(request.user, found):
        raise not_found("submission", str(number))
    return found


def _wrapped(data: Any) -> dict[str, Any]:
    """Document, vocabulary and reason of a body; the bare document is the document."""
    if not isinstance(data, dict):
        raise _invalid([{"path": "", "message": "expected a paper document, a JSON object"}])
    if data.keys() <= {"vocabulary", "reason"}:
        raise _invalid([{"path": "document", "message": "is required"}])
    if "document" not in data:
        return {"document": data}
    wrong = [
        {"path": name, "message": "unknown name; expected document, vocabulary, reason"}
        for name in data.keys() - {"document", "vocabulary", "reason"}
    ]
    for name, kind in (("document", dict), ("vocabulary", dict), ("reason", str)):
        value = data.get(name)
        if value is not None and not isinstance(value, kind):
            words = "an object" if kind is dict else "a text"
            wrong.append({"path": name, "message": f"expected {words}"})
    if data["document"] is None:
        wrong.append({"path": "document", "message": "expected an object"})
    if wrong:
        raise _invalid(wrong)
    return {name: data[name] for name in data if data[name] is not None}


def _reason(data: Any) -> str:
    if not isinstance(data, dict) or data.keys() - {"reason"}:
        raise _invalid([{"path": "", "message": "expected nothing, or {reason: …}"}])
    reason = data.get("reason", "")
    wrong = unstorable(reason) if isinstance(reason, str) else "expected a text"
    if wrong:
        raise _invalid([{"path": "reason", "message": wrong}])
    return reason


def _invalid(errors: list[dict[str, str]]) -> ProblemResponse:
    detail = "; ".join(f"{e['path'] or 'document'}: {e['message']}" for e in errors[:20])
    return ProblemResponse(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def _expected_revision(request: Request, draft: Submission) -> int | None:
    """The revision that ``If-Match`` names, None for any, 0 for none there ever was.

    A compressed answer gives its ETag as a weak one: it names the same revision.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        detail = f"If-Match is missing: give the ETag that you changed, now {draft.etag}"
        raise ProblemResponse(HTTPStatus.PRECONDITION_REQUIRED, detail)
    if given == "*":
        return None
    named = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    if draft.etag in named:
        return draft.revision
    number = named[0].strip('"')
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def _act(action: Callable[[], Any]) -> Any:
    """Do it in one transaction, refusals turned into problems."""
    try:
        with transaction.atomic():
            return action()
    except DocumentInvalid as error:
        errors = [{"path": p.path, "message": p.message} for p in error.problems]
        raise _invalid(errors) from error
    except NotAllowed as error:
        raise ProblemResponse(HTTPStatus.FORBIDDEN, str(error)) from error
    except (WrongState, actions.NotReady) as error:
        raise ProblemResponse(HTTPStatus.CONFLICT, str(error)) from error
    except actions.LostUpdate as lost:
        raise _lost(lost) from lost


def _lost(lost: actions.LostUpdate) -> ProblemResponse:
    merged = lost.merged()
    members: Mapping[str, Any] = {
        "revision": lost.submission.revision,
        "yours": lost.document,
        "theirs": lost.submission.document,
        "base": lost.base,
        "merged": merged.document,
        "conflicts": [
            {"place": c.place, "base": c.base, "yours": c.mine, "theirs": c.theirs}
            for c in merged.conflicts
        ],
    }
    headers = {"ETag": lost.submission.etag}
    status = HTTPStatus.PRECONDITION_FAILED
    return ProblemResponse(status, str(lost), members=members, headers=headers)


def item_json(draft: Submission, user: Any) -> dict[str, Any]:
    base = draft.base
    published = draft.state == State.APPROVED or base is not None
    return {
        "number": draft.pk,
        "url": api_url("submissions", str(draft.pk)),
        "page": steps.page_of(draft),
        "state": draft.state,
        "revision": draft.revision,
        "paper_key": draft.paper_key,
        "title": draft.title,
        "paper": steps.public_paper(draft) if published else None,
        "base": {"paper": base.paper.public_id, "version": base.number} if base else None,
        "author": draft.author.get_username(),
        "reviewer": draft.reviewer.get_username() if draft.reviewer else None,
        "reason": draft.reason,
        "decision": draft.decision,
        "created": _when(draft.created),
        "updated": _when(draft.updated),
        "steps": [name for name in open_steps(draft.state) if STEPS[name](user, draft)],
    }


def record_json(draft: Submission, user: Any) -> dict[str, Any]:
    return {
        **item_json(draft, user),
        "document": draft.document,
        "vocabulary": draft.vocabulary,
        "files": files_json(draft),
        "unconfirmed": draft.candidates.count(),
    }


def files_json(draft: Submission) -> list[dict[str, Any]]:
    """The cyclers' files that go public with the draft, and whom they name."""
    return [
        {
            "sha256": row.file.sha256,
            "name": row.file.name,
            "shared": row.shared,
            "names": row.found.get("names", []),
            "warnings": row.found.get("warnings", []),
        }
        for row in files_told(draft)
    ]


def check_json(draft: Submission) -> dict[str, Any]:
    found = checked(draft)
    problems = [{"parameter": None, "path": p.path, "message": p.message} for p in found.problems]
    return {
        "problems": problems,
        "flags": [flag.as_json() for flag in found.seen.flags],
        "partial": found.seen.partial,
        "rehearsal": found.seen.problem,
        "files": files_json(draft),
        "unconfirmed": draft.candidates.count(),
    }


def _when(moment: Any) -> str:
    text: str = moment.isoformat().replace("+00:00", "Z")
    return text
