"""``/api/v1/changes/``: what was added, changed, withdrawn and merged since a version or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.response import Response

from exchange.models import Release
from literature.models import Paper, without_examples
from records.data_version import data_version
from records.filtering import Problem
from records.kinds import record_kinds, term_kinds
from records.models import Kind, MergedKey, PublicId, public_id
from records.rest import RestView, bad_request, problem_responses
from records.rest.describing import format_parameter, size_parameters
from records.rest.paging import numbered_page, read_paging
from records.rest.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.request import Request

_DATA_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})\.\d+")


class Withdrawal(Shape):
    """A record that is no longer there."""

    id: str
    reason: str
    successor: str | None = Field(description="Public id of what stands in its place, if any.")


class Merge(Shape):
    """A record that is another one now."""

    id: str = Field(description="Its public id, or key.")
    into: str


class Changes(Shape):
    """Ids (of words: keys) by list, in the order in which they changed."""

    version: str = Field(description="Version of the data now: what to ask `since` next time.")
    since: str
    count: int
    next: str | None
    previous: str | None
    added: dict[str, list[str]]
    changed: dict[str, list[str]]
    withdrawn: dict[str, list[Withdrawal]]
    merged: dict[str, list[Merge]]


class Change(NamedTuple):
    at: datetime
    what: str
    section: str
    told: Any


class ChangesView(RestView):
    """What changed since a version or a date."""

    @extend_schema(
        operation_id="changes",
        tags=["changes"],
        summary="What changed since a version or a date",
        parameters=[
            OpenApiParameter(
                "since",
                str,
                required=True,
                description="A version of the data (`X-Data-Version`), the version of a release, "
                "or a date or time in ISO 8601. Of an earlier version of the data only the day is "
                "known: all that changed from its beginning on is given.",
            ),
            *size_parameters(),
            format_parameter(),
        ],
        responses={200: Changes, **problem_responses(missing=True)},
    )
    def retrieve(self, request: Request) -> Response:
        self.only(request, "since", "page", "page_size", fields=False)
        paging, problems = read_paging(request.query_params)
        try:
            since = _since(request.query_params.getlist("since"))
        except ValueError as error:
            problems.append(Problem("since", str(error)))
        if problems:
            raise bad_request(problems)
        found = sorted(_changes(since), key=lambda change: change[:3])
        page = numbered_page(found, paging, request.path, request.query_params)
        body: dict[str, Any] = {
            "version": str(self.version or data_version()),
            "since": since.isoformat().replace("+00:00", "Z"),
            "count": page.count,
            "next": page.next,
            "previous": page.previous,
        }
        for what in ("added", "changed", "withdrawn", "merged"):
            by_section: dict[str, list[Any]] = {}
            for change in page.rows:
                if change.what == what:
                    by_section.setdefault(change.section, []).append(change.told)
            body[what] = by_section
        return Response(body)


def _since(given: list[str]) -> datetime:
    """The moment after which changes count. Raises ValueError."""
    if len(given) != 1 or not given[0].strip():
        raise ValueError("is asked for: a version of the data, of a release, or a date")
    text = given[0].strip()
    version = data_version()
    if text == str(version):
        return version.changed
    if match := _DATA_VERSION.fullmatch(text):
        text = match[1]
    if release := Release.objects.filter(version=text.replace("\x00", "")).first():
        return release.date
    expected = "a version of the data such as 2026-11-23.41, of a release, or a date in ISO 8601"
    try:
        # a plus sign in a query string arrives as a blank
        moment = parse_datetime(text.replace(" ", "+", 1) if "T" in text else text)
        day = parse_date(text)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar; expected {expected}") from None
    if moment is None and day is None:
        raise ValueError(f"expected {expected}, not {text!r}")
    found = moment or datetime.combine(day, time(), UTC)  # type: ignore[arg-type]
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _changes(since: datetime) -> Iterator[Change]:
    for kind, section, model, paper in [
        (Kind.PAPER, "papers", Paper, "key"),
        *((kind.kind, kind.section, kind.model, "paper__key") for kind in record_kinds()),
    ]:
        rows = without_examples(model.objects.filter(updated__gt=since).order_by(), paper)
        for number, created, updated in rows.values_list("pk", "created", "updated"):
            what = "added" if created > since else "changed"
            yield Change(updated, what, section, public_id(kind, number))
    for term in term_kinds():
        rows = term.model.objects.filter(updated__gt=since).order_by()
        for key, updated in rows.values_list("key", "updated"):
            yield Change(updated, "changed", term.section, key)
    sections = {kind.kind.value: kind.section for kind in record_kinds()} | {"P": "papers"}
    for gone in PublicId.objects.filter(withdrawn_at__gt=since):
        ident, section = str(gone), sections[gone.kind]
        assert gone.withdrawn_at is not None, "the filter asks for it"
        if gone.merged:
            told: Any = {"id": ident, "into": gone.successor}
            yield Change(gone.withdrawn_at, "merged", section, told)
        else:
            told = {"id": ident, "reason": gone.reason, "successor": gone.successor or None}
            yield Change(gone.withdrawn_at, "withdrawn", section, told)
    words = {term.word: term.section for term in term_kinds()} | {"process": "processes"}
    for merged in MergedKey.objects.filter(merged_at__gt=since):
        told = {"id": merged.key, "into": merged.into}
        yield Change(merged.merged_at, "merged", words.get(merged.kind, merged.kind), told)
