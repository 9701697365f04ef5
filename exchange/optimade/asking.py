"""Reading the parameters of a request for entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.optimade.errors import (
    BadRequest,
    Forbidden,
    NotImplementedHere,
    VersionNotSupported,
)
from exchange.optimade.properties import PREFIX
from records.filtering import nearest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 1000
_EVERYWHERE = ("response_format", "email_address", "api_hint")
_ENTRY = (*_EVERYWHERE, "response_fields", "include")
_LIST = (*_ENTRY, "filter", "sort", "page_limit", "page_offset", "page_number")
# The query parameters of lists mean nothing where one thing is told, and clients send them all the
# same: the reference client asks `info` with a page limit.
_INFO = _LIST
_OTHER_PAGING = ("page_cursor", "page_above", "page_below")
_HINT = re.compile(r"v([0-9]+)(?:\.([0-9]+))?")
_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Window:
    """The part of a list that is asked for; ``by_number`` when pages are."""

    limit: int
    offset: int
    by_number: bool

    def following(self) -> dict[str, str]:
        """The parameter of the next part."""
        start = self.offset + self.limit
        if self.by_number:
            return {"page_number": str(start // self.limit + 1)}
        return {"page_offset": str(start)}


def check(data: QueryDict, kind: str) -> None:
    """Refuse what is no parameter of this specification, what is given twice, and formats and
    versions that are not served. Parameters of other providers are ignored, as it says."""
    valid = {"info": _INFO, "entry": _ENTRY, "list": _LIST}[kind]
    for name, values in data.lists():
        if name in _OTHER_PAGING and kind == "list":
            raise NotImplementedHere("pages go by page_offset or page_number", name)
        if name not in valid and (not name.startswith("_") or name.startswith(PREFIX)):
            near = nearest_of(name, valid)
            raise BadRequest(f"there is no such parameter; the nearest is {near!r}", name)
        if len(values) > 1:
            raise BadRequest("is given several times; it takes one value", name)
    if data.get("response_format", "json") != "json":
        raise BadRequest("there is only 'json'", "response_format")
    if hint := data.get("api_hint"):
        match = _HINT.fullmatch(hint)
        if match is None:
            raise BadRequest("expected a version such as v1 or v1.2", "api_hint")
        if match[1] != "1" or int(match[2] or 0) > 2:
            raise VersionNotSupported(f"{hint} is not served; v1.2 is", "api_hint")


def window(data: QueryDict) -> Window:
    limit = _whole(data, "page_limit", DEFAULT_LIMIT, least=1)
    if limit > LARGEST_LIMIT:
        raise Forbidden(f"at most {LARGEST_LIMIT} entries are given at once", "page_limit")
    if "page_number" not in data:
        return Window(limit, _whole(data, "page_offset", 0, least=0), by_number=False)
    if "page_offset" in data:
        raise BadRequest("cannot be combined with page_offset", "page_number")
    number = _whole(data, "page_number", 1, least=1)
    return Window(limit, (number - 1) * limit, by_number=True)


def _whole(data: QueryDict, name: str, default: int, *, least: int) -> int:
    text = data.get(name, "").strip()
    if not text:
        return default
    if not _WHOLE.fullmatch(text) or int(text) < least:
        raise BadRequest(f"expected a whole number from {least}, not {text!r}", name)
    return int(text)


def included(data: QueryDict, related: Sequence[str]) -> Iterable[str]:
    """The types of related entries to give in full: references, unless said otherwise."""
    asked = data.get("include", "references")
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if "include" in data and name not in related:
            raise BadRequest(f"there are no related {name!r} here", "include")
    return names
