"""Forms of an answer beside JSON: a whole selection as one file, streamed.

A file has no pages: everything that the filters leave is in it, in the order asked for. Its
media type may be asked for by ``format=`` or by ``Accept``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.http import StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from records.data_version import one_snapshot
from records.filtering import Problem
from records.rest.problems import bad_request
from records.rest.rendering import JSONRenderer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from records.data_version import Version
    from records.rest.views import RecordsView

_PAGING = ("page", "page_size", "cursor")
_CHUNK = 500


class Offered(Protocol):
    """One kind of file that something can be had as."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def doc(self) -> str: ...


class Format(Offered, Protocol):
    """One kind of file that a list, or a record, can be had as."""

    def check(self, view: RecordsView, rows: Any, data: QueryDict) -> list[Problem]:
        """What of the query this format cannot answer."""

    def blocks(self, view: RecordsView, rows: QuerySet[Any], data: QueryDict) -> Iterable[bytes]:
        """The file, a block at a time, from the rows that the filters leave."""


def renderers(formats: Iterable[Offered]) -> list[JSONRenderer]:
    """What the negotiation chooses from. Only a problem is ever rendered with one of them."""
    return [_renderer(one.name, one.media_type) for one in formats]


@cache
def _renderer(name: str, media_type: str) -> JSONRenderer:
    made = type("FileRenderer", (JSONRenderer,), {"format": name, "media_type": media_type})
    return cast("JSONRenderer", made())


class FileAnswer(StreamingHttpResponse):
    """A file read while it is sent, all of it in one version of the data, which it names."""

    def __init__(self, blocks: Callable[[], Iterable[bytes]], **more: Any) -> None:
        super().__init__((), **more)
        self._blocks = blocks

    def begin(self, request: HttpRequest) -> HttpResponseBase:
        """Take the snapshot that the file is read in; it is held until the answer is closed.

        Where the client holds the file already, the answer says so, and the snapshot ends.
        """
        stream = self._stream()
        version = cast("Version", next(stream))
        self.headers["X-Data-Version"] = str(version)
        if version.modified:
            self.headers["Last-Modified"] = http_date(version.modified.timestamp())
        else:
            self.headers.pop("Last-Modified", None)
        self.streaming_content = cast("Iterator[bytes]", stream)
        modified = version.modified.timestamp() if version.modified else None
        answer = get_conditional_response(
            request, last_modified=int(modified) if modified else None, response=cast("Any", self)
        )
        if answer is not self:
            stream.close()
            cast("HttpResponseBase", answer).headers["X-Data-Version"] = str(version)
        return cast("HttpResponseBase", answer)

    def _stream(self) -> Generator[Version | bytes]:
        with one_snapshot() as version:
            yield version
            yield from self._blocks()


def file_response(
    view: RecordsView, chosen: Format, rows: QuerySet[Any], data: QueryDict, name: str
) -> FileAnswer:
    """The whole selection as a file. Raises a 400 problem for what has no part in it."""
    problems = chosen.check(view, rows, data)
    problems += [
        Problem(one, f"has no part in format={chosen.name}: the whole selection is one file")
        for one in _PAGING
        if one in data
    ]
    if problems:
        raise bad_request(problems)
    charset = "; charset=utf-8" if chosen.media_type.startswith("text/") else ""
    return FileAnswer(
        lambda: chosen.blocks(view, rows, data),
        content_type=f"{chosen.media_type}{charset}",
        headers={"Content-Disposition": f'attachment; filename="{name}.{chosen.suffix}"'},
    )
