"""One page of a list: by number, or by a cursor that walks everything at constant cost."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F

from records.filtering import Problem, after
from records.rest.problems import ProblemResponse, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db import models
    from django.http import QueryDict

    from records.filtering import StrictFilterSet, Term

DEFAULT_SIZE = 50
LARGEST_SIZE = 1000
_LARGEST_COUNT = 2**31 - 1
_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Paging:
    """Which part of a list is asked for. ``cursor`` is None when pages are numbered, and empty
    at the beginning of a walk."""

    page: int
    size: int
    cursor: str | None


@dataclass(frozen=True)
class Page:
    """Rows of one page, the exact count of the whole list, and the neighbours' addresses."""

    rows: list[Any]
    count: int
    next: str | None
    previous: str | None


class BadCursor(ValueError):
    """A cursor that this list did not give."""


def read_paging(data: QueryDict) -> tuple[Paging, list[Problem]]:
    """``page``, ``page_size`` and ``cursor`` of a query, with what cannot be read of them."""
    problems: list[Problem] = []
    page = _whole(data, "page", 1, None, problems)
    size = _whole(data, "page_size", DEFAULT_SIZE, LARGEST_SIZE, problems)
    cursors = data.getlist("cursor")
    if len(cursors) > 1:
        problems.append(Problem("cursor", "is given several times; it takes one value"))
    if cursors and any(value.strip() for value in data.getlist("page")):
        problems.append(Problem("cursor", "cannot be combined with page"))
    return Paging(page, size, cursors[0] if cursors else None), problems


def _whole(
    data: QueryDict, name: str, default: int, largest: int | None, problems: list[Problem]
) -> int:
    given = [value.strip() for value in data.getlist(name) if value.strip()]
    if not given:
        return default
    if len(given) > 1:
        problems.append(Problem(name, "is given several times; it takes one value"))
    elif not _WHOLE.fullmatch(given[0]) or int(given[0]) < 1:
        message = f"expected a whole number from 1, not {given[0]!r}"
        problems.append(Problem(name, message))
    elif largest is not None and int(given[0]) > largest:
        message = f"{given[0]} is more than the most, {largest}; the nearest is {largest}"
        problems.append(Problem(name, message))
    else:
        return int(given[0])
    return default


def address(path: str, data: QueryDict, **changes: str | None) -> str:
    """The absolute address of the same list with some parameters changed."""
    query = data.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    tail = f"?{query.urlencode()}" if query else ""
    return f"{settings.PUBLIC_URL}{path}{tail}"


def numbered_page(
    queryset: models.QuerySet[Any] | Sequence[Any], paging: Paging, path: str, data: QueryDict
) -> Page:
    """The page with a number. Raises a 404 problem beyond the last one."""
    count = len(queryset) if isinstance(queryset, list) else queryset.count()  # type: ignore[call-arg]
    return _numbered(count, lambda *ends: queryset[slice(*ends)], paging, path, data)


def filtered_page(filterset: StrictFilterSet, rows: Any, paging: Paging, path: str) -> Page:
    """The same of what a set of filters asks for; ``rows`` turns a queryset into the one that is
    presented."""

    def part(start: int, stop: int) -> Any:
        by_id = filterset.by_position(start, stop)
        return rows(filterset.narrowed)[start:stop] if by_id is None else rows(by_id)

    return _numbered(filterset.count(), part, paging, path, filterset.data)


def _numbered(
    count: int, part: Callable[[int, int], Any], paging: Paging, path: str, data: QueryDict
) -> Page:
    last = max(1, -(-count // paging.size))
    if paging.page > last:
        message = f"there is no page {paging.page}; the last is {last}"
        errors = [{"parameter": "page", "message": message}]
        raise ProblemResponse(HTTPStatus.NOT_FOUND, f"page: {message}", errors=errors)
    start = (paging.page - 1) * paging.size
    rows = list(part(start, start + paging.size))
    following = address(path, data, page=str(paging.page + 1)) if paging.page < last else None
    before = address(path, data, page=str(paging.page - 1)) if paging.page > 1 else None
    return Page(rows, count, following, before)


def cursor_page(filterset: StrictFilterSet, rows: Any, paging: Paging, path: str) -> Page:
    """The part of a walk after a cursor: rows come once, in the order of the list, whatever is
    added or withdrawn meanwhile. The count is the one at the beginning of the walk.

    ``rows`` turns a queryset into the one that is presented.
    """
    terms = filterset.terms
    queryset = filterset.narrowed
    try:
        if paging.cursor:
            count, values = _decode(paging.cursor, terms, queryset.model)
            queryset = queryset.filter(after(terms, values))
        else:
            count = filterset.count()
    except BadCursor as error:
        raise bad_request([Problem("cursor", str(error))]) from error
    columns = {f"order_{i}": F(term.column) for i, term in enumerate(terms)}
    found = list(rows(queryset).annotate(**columns)[: paging.size + 1])
    following = None
    if len(found) > paging.size:
        found.pop()
        token = cursor_token(count, terms, [getattr(found[-1], name) for name in columns])
        following = address(path, filterset.data, cursor=token)
    return Page(found, count, following, None)


def _signature(terms: Sequence[Term]) -> str:
    return ",".join(f"{'-' if term.descending else ''}{term.column}" for term in terms)


def cursor_token(count: int, terms: Sequence[Term], values: Sequence[Any]) -> str:
    """The cursor that goes on behind the row with these values, one for each term."""
    plain = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    text = json.dumps([count, _signature(terms), plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, terms: Sequence[Term], model: type[models.Model]) -> tuple[int, list[Any]]:
    """Raises :class:`BadCursor` for what :func:`cursor_token` did not make for this order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        count, signature, plain = json.loads(
            base64.b64decode(padded, altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadCursor("is not one that this list gave; an empty one begins a walk") from error
    if signature != _signature(terms):
        raise BadCursor("was given for another ordering; begin again with an empty one")
    if not isinstance(plain, list) or len(plain) != len(terms) or type(count) is not int:
        raise BadCursor("is not one that this list gave; an empty one begins a walk")
    return count, [_value(model, term, value) for term, value in zip(terms, plain, strict=True)]


def _value(model: Any, term: Term, value: Any) -> Any:
    """A value of the cursor as its column holds it; a forged one must not reach the database."""
    if term.counted:
        if type(value) is not int or not 0 <= value <= _LARGEST_COUNT:
            raise BadCursor("holds a value that its order cannot have")
        return value
    try:
        field = None
        *relations, name = term.column.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        while field.is_relation:
            field = field.target_field
        read = field.to_python(value)
        if read is not None:
            field.run_validators(read)
    except (ValidationError, FieldDoesNotExist, TypeError, ValueError, OverflowError) as error:
        raise BadCursor("holds a value that its order cannot have") from error
    if isinstance(read, str) and "\x00" in read:
        raise BadCursor("holds a value that its order cannot have")
    return read
