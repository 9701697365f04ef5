"""Views that give lists and records of one kind, all alike."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import quote

import orjson
from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from records.data_version import data_version, one_snapshot
from records.filtering import Problem, nearest_of
from records.merged import leads_to
from records.models import Kind, parse_public_id
from records.read_rows import number_keys, property_columns, property_json, word_keys
from records.rest.conditions import conditional_answer
from records.rest.formats import FileAnswer, file_response, renderers
from records.rest.paging import Page, cursor_page, filtered_page, read_paging
from records.rest.problems import bad_request, handle, moved, not_found
from records.rest.rendering import LINKED, JSONRenderer, StrictNegotiation
from records.rest.shapes import field_names, unknown_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db import models
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase
    from pydantic import BaseModel
    from rest_framework.request import Request

    from records.data_version import Version
    from records.filtering import StrictFilterSet
    from records.rest.formats import Format, Offered

ROOT = "/api/v1/"
FULL = "full"
"""Of lists as JSON Lines: ``full=1`` gives the records as their own addresses do."""


def api_url(name: str, ident: str) -> str:
    """The absolute REST address of a record."""
    return f"{settings.PUBLIC_URL}{ROOT}{name}/{quote(ident)}/"


def page_url(folder: str, ident: str) -> str:
    """The absolute address of a record's page."""
    return f"{settings.PUBLIC_URL}/{folder}/{quote(ident)}/"


F = TypeVar("F", bound="Offered")


class VersionedView(APIView):
    """Every answer names the version of the data it was read from, and when that was made.

    Whatever a reading request asks of the database, it sees in that one version: its count, its
    page and its header agree, whatever is published meanwhile. A streamed answer is read after
    the view and has to hold a snapshot of its own.
    """

    version: Version | None = None
    conditional: ClassVar[bool] = True
    """Whether an answer is of that version alone, so that who holds it is told so by a 304."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return super().dispatch(request, *args, **kwargs)
        with one_snapshot() as self.version:
            return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, *args, **kwargs)
        version = self.version or data_version()
        response.headers.setdefault("X-Data-Version", str(version))
        patch_vary_headers(response, ("Accept",))  # the form of the answer may be asked for so
        if self.conditional and response.status_code == HTTPStatus.OK and version.modified:
            modified = http_date(version.modified.timestamp())
            response.headers.setdefault("Last-Modified", modified)
        return response


class RestView(VersionedView, ViewSet):
    """What every REST view shares: JSON, strict parameters, problems, and ETags."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = StrictNegotiation
    shape: ClassVar[type[BaseModel]]

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Any:
        """The view; a conditional one answers 304 where the client holds the same bytes already."""
        view: Any = super().as_view(actions, **initkwargs)
        if not cls.conditional:
            return view
        wrapped = conditional_answer(view)
        for name in ("cls", "actions", "initkwargs", "csrf_exempt"):
            setattr(wrapped, name, getattr(view, name))
        return wrapped

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return handle

    def kept_fields(self, data: QueryDict, names: Sequence[str]) -> tuple[str, ...]:
        """Which of these ``fields=`` keeps, empty where it is not given. Raises a 400 problem."""
        asked = [
            name.strip()
            for part in data.getlist("fields")
            for name in part.split(",")
            if name.strip()
        ]
        problems = unknown_fields(asked, names)
        if problems:
            raise bad_request(problems)
        return tuple(dict.fromkeys(asked))

    def only(self, request: Request, *parameters: str, fields: bool = True) -> None:
        """Refuse any parameter but these, ``format``, and ``fields`` where it applies."""
        valid = [*parameters, *(["fields"] if fields else []), "format"]
        unknown = [name for name in request.query_params if name not in valid]
        if unknown:
            raise bad_request(
                Problem(
                    name,
                    f"there is no such parameter; the nearest is {nearest_of(name, valid)!r}",
                )
                for name in unknown
            )


class RecordsView(RestView):
    """A list with its filters, and its records.

    A room says ``plural`` (its part of the address), ``filterset_class``, the shapes of an item of
    the list and of a record, which rows a page needs (``rows``) and how they are presented
    (``items``, ``record``). ``reported_through`` are the ways from a paper to what it reports here:
    with them the list, and with a ``kind`` the record, are also given as citations. With a
    ``subject``, ``fields=`` can name its properties beside the members of the list.
    """

    plural: ClassVar[str]
    what: ClassVar[str]
    filterset_class: ClassVar[type[StrictFilterSet]]
    item_shape: ClassVar[type[BaseModel]]
    ident_doc: ClassVar[str] = "Key."
    can_be_withdrawn: ClassVar[bool] = False
    kind: ClassVar[Kind | None] = None
    subject: ClassVar[str] = ""
    property_columns: tuple[str, ...] = ()
    """Columns of the read rows behind the properties that this request asks for."""
    lookup_url_kwarg = "id"
    lookup_value_regex = "[^/]+"

    def rows(self, queryset: Any) -> Any:
        """The queryset with what presenting a page needs."""
        return queryset

    def items(self, rows: Sequence[Any]) -> Sequence[dict[str, Any] | str]:
        """Rows as dicts, or as ready-made JSON text."""
        raise NotImplementedError

    def record(self, ident: str) -> dict[str, Any]:
        """One record by id or key. Raises a problem where there is none."""
        raise NotImplementedError

    @classmethod
    def item_fields(cls) -> list[str]:
        """What ``fields=`` can name in the list: its members, and properties by their keys."""
        subject = cls.subject
        properties = [*number_keys(subject), *word_keys(subject)] if subject else []
        return list(dict.fromkeys([*field_names(cls.item_shape), *properties]))

    @classmethod
    def list_fields(cls) -> list[str]:
        """What ``fields=`` can name in some format of the list."""
        return cls.item_fields()

    @classmethod
    def list_formats(cls) -> tuple[Format, ...]:
        """Files that a selection can be had as."""
        return ()

    @classmethod
    def record_formats(cls) -> tuple[Format, ...]:
        """Files that one record can be had as."""
        return ()

    @classmethod
    def has_linked_data(cls) -> bool:
        """Whether a record can be had as JSON-LD."""
        return "json_ld" in cls.shape.model_fields

    def selected(self, ident: str) -> Any:
        """The record with a public id as a selection of one."""
        assert self.kind is not None, "only a kind with public ids has records as files"
        number = parse_public_id(ident, self.kind)
        return self.filterset_class().queryset.filter(pk=number)

    def get_renderers(self) -> Any:
        offered = {"list": self.list_formats, "retrieve": self.record_formats}
        formats = offered.get(self.action or "", tuple)()
        linked = [LINKED] if self.action == "retrieve" and self.has_linked_data() else []
        return [*super().get_renderers(), *renderers(formats), *linked]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, FileAnswer):
            # in a snapshot of its own: that of the view ends with the view
            return response.begin(request)
        return response

    def _chosen(self, request: Request, formats: Iterable[F]) -> F | None:
        asked = request.accepted_renderer.format
        return next((one for one in formats if one.name == asked), None)

    def list(self, request: Request) -> HttpResponseBase:
        data = request.query_params
        filterset = self.filterset_class(data)
        chosen = self._chosen(request, self.list_formats())
        as_lines = chosen is not None and chosen.name == "jsonl"
        as_lines = chosen is not None and chosen.name == "jsonl"
        if data.get(FULL, "") not in ({"", "0", "1"} if as_lines else {"", "0"}):
            raise bad_request([Problem(FULL, "is 0 or 1, and goes with format=jsonl alone")])
        if chosen:
            if filterset.problems:
                raise bad_request(filterset.problems)
            return file_response(self, chosen, filterset.qs, data, self.plural)
        paging, problems = read_paging(data)
        if filterset.problems or problems:
            raise bad_request([*filterset.problems, *problems])
        kept = self.kept_fields(data, self.item_fields())
        properties = [name for name in kept if name not in field_names(self.item_shape)]
        self.property_columns = tuple(
            column for key in properties for column in property_columns(key)
        )
        page = self._page(filterset, paging, request.path)
        results = [
            _part(item, kept, row, properties)
            for item, row in zip(self.items(page.rows), page.rows, strict=True)
        ]
        body: dict[str, Any] = {
            "count": page.count,
            "next": page.next,
            "previous": page.previous,
            "results": results,
        }
        if page.count == 0 and (better := filterset.did_you_mean()):
            body["did_you_mean"] = better
        if filterset.phrase is not None:
            body["understood"] = [one.as_json() for one in filterset.phrase.everything]
        return Response(body)

    def _page(self, filterset: StrictFilterSet, paging: Any, path: str) -> Page:
        if paging.cursor is not None:
            return cursor_page(filterset, self.rows, paging, path)
        return filtered_page(filterset, self.rows, paging, path)

    def retrieve(self, request: Request, id: str) -> HttpResponseBase:
        self.only(request)
        if "\x00" in id:
            raise not_found(self.what, id)
        if chosen := self._chosen(request, self.record_formats()):
            ident = str(self.record(id)["id"])
            data = request.query_params
            return file_response(self, chosen, self.selected(ident), data, ident)
        kept = self.kept_fields(request.query_params, field_names(self.shape))
        record = self.record(id)
        if request.accepted_renderer.format == LINKED.format:
            if kept:
                raise bad_request([Problem("fields", "has no part in format=jsonld: it is whole")])
            return Response(record["json_ld"])
        return Response({name: record.get(name) for name in kept} if kept else record)


class KeyedRecordsView(RecordsView):
    """Vocabulary: records that go by their key."""

    model: ClassVar[type[models.Model]]

    def links(self, key: str) -> dict[str, Any]:
        return {"url": api_url(self.plural, key), "page": page_url(self.plural, key)}

    def queryset(self) -> Any:
        """Rows with what a record needs."""
        return self.model._default_manager.all()

    def row(self, key: str) -> Any:
        """The row with a key, else a 404 problem that names the nearest key."""
        row = self.queryset().filter(key=key).first()
        if row is None:
            if into := leads_to(self.model._meta.model_name or "", key):
                raise moved(key, into)
            keys: Iterable[str] = self.model._default_manager.order_by().values_list(
                "key", flat=True
            )
            best = nearest_of(key, keys)
            raise not_found(self.what, key, f"; the nearest is {best!r}" if best else "")
        return row


def ready_made(ident: str, url: str, page: str, list_json: str) -> str:
    """The ready-made JSON of a read row with its links put in front."""
    head = orjson.dumps({"id": ident, "url": url, "page": page}).decode()
    return f"{head[:-1]},{list_json[1:]}"


def _part(
    item: dict[str, Any] | str, kept: tuple[str, ...], row: Any, properties: Sequence[str]
) -> Any:
    """An item, or the members of it and the properties of its row that are asked for, in the
    order asked for."""
    if isinstance(item, str) and not kept:
        return orjson.Fragment(item)
    whole: dict[str, Any] = orjson.loads(item) if isinstance(item, str) else item
    whole |= {key: property_json(row, key) for key in properties}
    # a read row of earlier code lacks a new member until the sweep has written it anew
    return {name: whole.get(name) for name in kept} if kept else whole
