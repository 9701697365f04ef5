"""OpenAPI of lists and records, from their sets of filters and their shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from records.rest.facets import FacetedView, Facets, facet_names
from records.rest.paging import DEFAULT_SIZE, LARGEST_SIZE
from records.rest.problems import CONTENT_TYPE
from records.rest.rendering import LINKED
from records.rest.shapes import GoneDetails, MovedDetails, ProblemDetails, envelope, field_names
from records.rest.views import KeyedRecordsView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from records.filtering import StrictFilter, StrictFilterSet
    from records.rest.formats import Offered
    from records.rest.views import RecordsView

View = TypeVar("View", bound="type[RecordsView]")
JSON = "application/json"
_LINKED = " `jsonld`: the record in the words of schema.org, as JSON-LD."
_JOINED = {"or": "any of them", "and": "all of them", "nor": "none of them"}


def problem_responses(
    *, gone: bool = False, moved: bool = False, missing: bool = True
) -> dict[Any, Any]:
    found: dict[Any, Any] = {
        (400, CONTENT_TYPE): OpenApiResponse(ProblemDetails, "A parameter cannot be answered.")
    }
    if missing:
        found[404, CONTENT_TYPE] = OpenApiResponse(ProblemDetails, "There is nothing here.")
    if moved:
        found[301, CONTENT_TYPE] = OpenApiResponse(
            MovedDetails, "Merged into another record, which `Location` leads to."
        )
    if gone:
        found[410, CONTENT_TYPE] = OpenApiResponse(GoneDetails, "Withdrawn: why, and what instead.")
    return found


def filter_parameters(filterset: type[StrictFilterSet]) -> list[OpenApiParameter]:
    """One parameter for each filter, with its unit or words."""
    return [_filter_parameter(name, one) for name, one in filterset.base_filters.items()]


def _filter_parameter(name: str, declared: StrictFilter) -> OpenApiParameter:
    schema = declared.schema()
    doc = declared.doc
    if declared.many:
        schema = {"type": "array", "items": schema}
        doc = f"{doc} Repeat it to ask for {_JOINED[declared.joined]}."
        return OpenApiParameter(name, schema, description=doc, style="form", explode=True)
    return OpenApiParameter(name, schema, description=doc)


def size_parameters() -> list[OpenApiParameter]:
    """Which numbered page, and how long it is."""
    return [
        OpenApiParameter(
            "page", {"type": "integer", "minimum": 1, "default": 1}, description="Page number."
        ),
        OpenApiParameter(
            "page_size",
            {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
            description="Records on a page.",
        ),
    ]


def paging_parameters(filterset: type[StrictFilterSet]) -> list[OpenApiParameter]:
    """What every list takes beside its filters."""
    names = ", ".join(f"`{name}`" for name in filterset.ORDERINGS)
    return [
        *size_parameters(),
        OpenApiParameter(
            "cursor",
            {"type": "string"},
            description="Walks everything at constant cost: begin with an empty one, follow "
            "`next`. The count stays that of the beginning. Whatever is published or withdrawn "
            "meanwhile, a record that keeps its place in the order comes exactly once; in the "
            "order of ids, which never change, that is every record.",
        ),
        OpenApiParameter(
            "ordering",
            {"type": "string", "default": filterset.DEFAULT_ORDERING},
            description="Names joined by commas, `-` for descending; records without a value "
            f"come last. One of: {names}.",
        ),
    ]


def format_parameter(formats: Sequence[Offered] = (), *, linked: bool = False) -> OpenApiParameter:
    """``format=``; ``linked`` where the record can be had as JSON-LD, too."""
    names = ["json", *(["jsonld"] if linked else []), *(one.name for one in formats)]
    files = "; ".join(f"`{one.name}`: {one.doc}" for one in formats)
    doc = f" A file holds the whole selection, so that paging has no part in it. {files}."
    return OpenApiParameter(
        "format",
        {"type": "string", "enum": names, "default": "json"},
        description=f"Form of the answer.{_LINKED if linked else ''}{doc if formats else ''}",
    )


def file_responses(formats: Sequence[Offered]) -> dict[Any, Any]:
    """A file of each format, beside the JSON of the same status."""
    return {(200, one.media_type): OpenApiTypes.BINARY for one in formats}


def answer_parameters(
    names: Sequence[str], formats: Sequence[Offered] = (), *, linked: bool = False
) -> list[OpenApiParameter]:
    return [
        OpenApiParameter(
            "fields",
            {"type": "array", "items": {"type": "string", "enum": list(names)}},
            description="Keep just these members; joined by commas or repeated.",
            style="form",
            explode=False,
        ),
        format_parameter(formats, linked=linked),
        *([_full_parameter()] if any(one.name == "jsonl" for one in formats) else []),
    ]


def _full_parameter() -> OpenApiParameter:
    return OpenApiParameter(
        "full",
        {"type": "integer", "enum": [0, 1], "default": 0},
        description="With `format=jsonl`: 1 gives the records as their own addresses do.",
    )


def described(view: View) -> View:
    """Describe the list and the record of a view. Decorates the view."""
    plural = view.plural
    listing = extend_schema(
        operation_id=f"{plural}_list",
        tags=[plural],
        summary=f"List {plural}",
        parameters=[
            *filter_parameters(view.filterset_class),
            *paging_parameters(view.filterset_class),
            *answer_parameters(view.list_fields(), view.list_formats()),
        ],
        responses={
            (200, JSON): envelope(view.item_shape),
            **file_responses(view.list_formats()),
            **problem_responses(),
        },
    )
    record = extend_schema(
        operation_id=f"{plural}_retrieve",
        tags=[plural],
        summary=f"One {view.what}",
        parameters=[
            OpenApiParameter("id", str, OpenApiParameter.PATH, description=view.ident_doc),
            *answer_parameters(
                field_names(view.shape), view.record_formats(), linked=view.has_linked_data()
            ),
        ],
        responses={
            (200, JSON): view.shape,
            **({(200, LINKED.media_type): dict[str, Any]} if view.has_linked_data() else {}),
            **file_responses(view.record_formats()),
            **problem_responses(
                gone=view.can_be_withdrawn,
                moved=view.can_be_withdrawn or issubclass(view, KeyedRecordsView),
            ),
        },
    )
    described = {"list": listing, "retrieve": record}
    if issubclass(view, FacetedView):
        described["facets"] = _facets(view)
    decorate: Callable[[View], View] = extend_schema_view(**described)
    return decorate(view)


def _facets(view: type[FacetedView]) -> Any:
    filters = view.filterset_class
    named = {"facets": facet_names(filters), "histograms": list(filters.HISTOGRAMS)}
    only = [
        OpenApiParameter(
            parameter,
            {"type": "array", "items": {"type": "string", "enum": list(names)}},
            description=f"Count just these {parameter}, and nothing else that is not named; "
            "joined by commas or repeated.",
            style="form",
            explode=False,
        )
        for parameter, names in named.items()
        if names
    ]
    return extend_schema(
        operation_id=f"{view.plural}_facets",
        tags=[view.plural],
        summary=f"Counts of {view.plural} by facet",
        description="How many records of the filtered set have each value, and how the values of "
        "its properties are distributed. A facet whose words widen the set is counted without its "
        "own filter, so that it shows what could be added; one whose words narrow it within the "
        "set. A histogram is counted without its own bounds; its bins are those of all records "
        "and do not move with the filters.",
        parameters=[*filter_parameters(filters), *only, format_parameter()],
        responses={200: Facets, **problem_responses(missing=False)},
    )
