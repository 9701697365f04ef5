"""Candidates over REST: what a text or table may say, and unconfirmed values beside a draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.response import Response

from accounts.tokens import MayUse, TokenOfScript
from curation.api.candidate_shapes import (
    CandidateAnswer,
    CandidatesForDraft,
    CandidateSource,
    Decision,
    DecisionAnswer,
    WaitingList,
)
from curation.api.submissions import DocumentParser, _act, _invalid, find_submission, responses
from curation.candidates.keeping import decide, keep
from curation.candidates.reading import Unreadable, candidates_of
from records.rest import ProblemResponse, RestView
from records.rest.describing import format_parameter
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from rest_framework.request import Request

    from curation.models import DraftCandidate

_NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description="Its number.")
_TEXTS = ("text", "html", "csv")
_MOST = 500


class CandidateView(RestView):
    """Values found in what was sent."""

    authentication_classes = (TokenOfScript, SessionAuthentication)  # type: ignore[assignment]
    permission_classes = (MayUse,)  # type: ignore[assignment]
    parser_classes = (DocumentParser,)
    conditional = False

    @extend_schema(
        operation_id="candidates_find",
        tags=["submissions"],
        summary="What a text or table may say",
        description=(
            "Values with span or cell, property, reading, guessed record and confidence (`sure`, "
            "`likely`, `ask`). Nothing of what was sent is stored or logged."
        ),
        request={"application/json": CandidateSource},
        responses=responses({200: CandidateAnswer}, 413, 415, 422),
    )
    def find(self, request: Request) -> Response:
        self.only(request, fields=False)
        return Response(_found(request.data))

    @extend_schema(
        operation_id="submissions_candidates_list",
        tags=["submissions"],
        summary="Values that wait beside a draft, unconfirmed",
        parameters=[_NUMBER, format_parameter()],
        responses=responses({200: WaitingList}, 404),
    )
    def waiting(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        return Response(_list(find_submission(request, number).candidates.all()))

    @extend_schema(
        operation_id="submissions_candidates_add",
        tags=["submissions"],
        summary="Put values beside a draft, unconfirmed",
        description=(
            "Takes a text or table as `/candidates/` does, or `records` and `candidates` of an "
            "outside extractor. What is unconfirmed is no part of the document: it is never "
            "checked, handed in or published."
        ),
        parameters=[_NUMBER],
        request={"application/json": CandidatesForDraft},
        responses=responses({201: WaitingList}, 404, 409, 413, 415, 422),
    )
    def add(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        data = request.data
        outside = isinstance(data, dict) and "candidates" in data
        answer = _outside(dict(data)) if outside else _found(data)
        at = answer["at"]
        made = _act(lambda: keep(submission=draft, by=request.user, answer=answer, at=at))
        return Response(_list(made), HTTPStatus.CREATED)

    @extend_schema(
        operation_id="submissions_candidates_decide",
        tags=["submissions"],
        summary="Confirm or reject values that wait beside a draft",
        description="Confirmed ones go into the document as the next revision.",
        parameters=[_NUMBER],
        request={"application/json": Decision},
        responses=responses({200: DecisionAnswer}, 404, 409, 413, 415, 422),
    )
    def decide(self, request: Request, number: int) -> Response:
        self.only(request, fields=False)
        draft = find_submission(request, number)
        confirm, reject = _decision(request.data)
        result = _act(
            lambda: decide(submission=draft, by=request.user, confirm=confirm, reject=reject)
        )
        draft = find_submission(request, draft.pk)
        body = {
            "confirmed": result.taken,
            "rejected": len(reject),
            "revision": draft.revision,
            "waiting": draft.candidates.count(),
        }
        return Response(body, headers={"ETag": draft.etag})


def _found(data: Any) -> dict[str, Any]:
    """The answer for a body with one source. `html` may come with `text`, the same copy as plain
    text."""
    errors = []
    if not isinstance(data, dict):
        raise _invalid([{"path": "", "message": "expected an object with text, html or csv"}])
    for name in data.keys() - {*_TEXTS, "at"}:
        errors.append({"path": name, "message": "unknown name; expected text, html, csv or at"})
    for name in {*_TEXTS, "at"} & data.keys():
        if not isinstance(data[name], str):
            errors.append({"path": name, "message": "expected a text"})
        elif name != "at" and not data[name].strip():
            errors.append({"path": name, "message": "is empty"})
    at = str(data.get("at") or "")
    if len(at) > 200 or "\x00" in at:
        errors.append({"path": "at", "message": "expected at most 200 characters"})
    sources = {name for name in _TEXTS if name in data}
    if not sources or (len(sources) > 1 and sources != {"html", "text"}):
        errors.append({"path": "", "message": "expected one of text, html and csv"})
    if errors:
        raise _invalid(errors)
    asked = {"at": data.get("at", "")}
    if "html" in data:
        asked |= {"html": data["html"], "plain": data.get("text", "")}
    else:
        name = next(iter(sources))
        asked[name] = data[name]
    try:
        return candidates_of(asked)
    except Unreadable as error:
        name = next(iter(sources - {"text"} or sources))
        if "at most" in str(error):
            raise ProblemResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error)) from None
        raise _invalid([{"path": name, "message": str(error)}]) from None


_OF_RECORD = ("ref", "kind", "name", "film", "on", "coating", "control", "cycles", "thickness")
_KINDS = ("coating", "test", "precursor", "step")
_OF_ANSWER = ("kind", "notes", "grid", "head_rows", "orientation", "heads", "footnotes")
"""What our own answer says besides: it may come back as it is."""


def _outside(data: dict[str, Any]) -> dict[str, Any]:
    """What an outside extractor found, in the shape of our own."""
    errors: list[dict[str, str]] = []
    for name in data.keys() - {"records", "candidates", "at", *_OF_ANSWER}:
        errors.append({"path": name, "message": "unknown name; expected records, candidates, at"})
    records, candidates, at = data.get("records", []), data["candidates"], data.get("at", "")
    if not isinstance(at, str) or len(at) > 200 or "\x00" in at:
        errors.append({"path": "at", "message": "expected a text of at most 200 characters"})
    for name, items in (("records", records), ("candidates", candidates)):
        if not isinstance(items, list) or len(items) > _MOST:
            errors.append({"path": name, "message": f"expected a list of at most {_MOST}"})
        elif not all(isinstance(item, dict) for item in items):
            errors.append({"path": name, "message": "expected objects"})
    if errors:
        raise _invalid(errors)
    kept = [_record(item, f"records[{i}]", errors) for i, item in enumerate(records)]
    refs = {record["ref"] for record in kept}
    found = [_one(c, f"candidates[{i}]", refs, errors) for i, c in enumerate(candidates)]
    if errors:
        raise _invalid(errors)
    return {"records": kept, "candidates": found, "at": at}


def _text(item: dict[str, Any], name: str, path: str, errors: list[dict[str, str]]) -> str:
    value = item.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 300 or "\x00" in value:
        errors.append({"path": f"{path}.{name}", "message": "expected a text of at most 300 signs"})
        return ""
    return value


def _record(item: dict[str, Any], path: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    record = {name: _text(item, name, path, errors) for name in _OF_RECORD}
    if not record["ref"]:
        errors.append({"path": f"{path}.ref", "message": "is required"})
    if record["kind"] not in _KINDS:
        errors.append({"path": f"{path}.kind", "message": f"expected {', '.join(_KINDS)}"})
    return {**record, "bare": item.get("bare") is True}


def _one(
    item: dict[str, Any], path: str, refs: set[str], errors: list[dict[str, str]]
) -> dict[str, Any]:
    names = ("record", "property", "printed", "value", "why", "at_cycle", "confirm_as")
    found: dict[str, Any] = {name: _text(item, name, path, errors) for name in names}
    if not found["printed"]:
        errors.append({"path": f"{path}.printed", "message": "is required: the value as printed"})
    if found["property"] and found["property"] not in PROPERTIES:
        errors.append({"path": f"{path}.property", "message": f'no property "{found["property"]}"'})
    if found["record"] and found["record"] not in refs:
        errors.append({"path": f"{path}.record", "message": "is none of the records"})
    for name in ("span", "cell"):
        place = item.get(name)
        if place is None:
            continue
        whole = isinstance(place, list) and len(place) == 2
        if whole and all(isinstance(n, int) and 0 <= n < 10**7 for n in place):
            found[name] = place
        else:
            errors.append({"path": f"{path}.{name}", "message": "expected two whole numbers"})
    conditions, options = item.get("conditions", {}), item.get("options", [])
    if isinstance(conditions, dict) and conditions.keys() <= PROPERTIES.keys():
        told = f"{path}.conditions"
        found["conditions"] = {key: _text(conditions, key, told, errors) for key in conditions}
    else:
        errors.append({"path": f"{path}.conditions", "message": "expected properties and texts"})
    if isinstance(options, list) and all(isinstance(o, str) and o in PROPERTIES for o in options):
        found["options"] = options[:9]
    else:
        errors.append({"path": f"{path}.options", "message": "expected a list of properties"})
    confidence = item.get("confidence", "likely")
    if confidence not in ("sure", "likely", "ask"):
        errors.append({"path": f"{path}.confidence", "message": "expected sure, likely or ask"})
    return {**found, "record": found["record"] or None, "property": found["property"] or None,
            "value": found["value"] or found["printed"], "confidence": confidence}  # fmt: skip


def _decision(data: Any) -> tuple[list[dict[str, Any]], list[int]]:
    if not isinstance(data, dict) or data.keys() - {"confirm", "reject"}:
        raise _invalid([{"path": "", "message": "expected {confirm: [{id}, …], reject: [id, …]}"}])
    confirm, reject = data.get("confirm", []), data.get("reject", [])
    texts = {"property", "value", "record"}
    for i, one in enumerate(confirm if isinstance(confirm, list) else [None]):
        fine = isinstance(one, dict) and not one.keys() - {"id", *texts}
        if not fine or not isinstance(one.get("id"), int):
            message = "expected {id, property?, value?, record?}"
            raise _invalid([{"path": f"confirm[{i}]", "message": message}])
        if not all(isinstance(one.get(t, ""), str) and len(one.get(t, "")) <= 300 for t in texts):
            raise _invalid([{"path": f"confirm[{i}]", "message": "expected texts"}])
    if not isinstance(reject, list) or not all(isinstance(n, int) for n in reject):
        raise _invalid([{"path": "reject", "message": "expected a list of ids"}])
    return confirm, reject


def _list(rows: Any) -> dict[str, Any]:
    found = [_waiting(row) for row in rows]
    return {"count": len(found), "results": found}


def _waiting(row: DraftCandidate) -> dict[str, Any]:
    return {"id": row.pk, "state": "unconfirmed", "at": row.at, **row.found, "of": row.record}
