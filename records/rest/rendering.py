"""JSON out, as fast as ready-made text allows, and ``format=`` read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from records.filtering import Problem, nearest_of
from records.rest.problems import bad_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rest_framework.request import Request


class JSONRenderer(BaseRenderer):
    """orjson; ready-made parts come as :class:`orjson.Fragment`."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data)


class LinkedDataRenderer(JSONRenderer):
    """A record in the words of schema.org."""

    media_type = "application/ld+json"
    format = "jsonld"


LINKED = LinkedDataRenderer()


class StrictNegotiation(DefaultContentNegotiation):
    """``format=`` that is not served is a 400 with the nearest that is, not a 404."""

    def filter_renderers(  # type: ignore[override]  # the base says it only takes lists
        self, renderers: Sequence[BaseRenderer], format: str
    ) -> list[BaseRenderer]:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            near = nearest_of(format, [str(renderer.format) for renderer in renderers])
            message = f"there is no format {format!r}; the nearest is {near!r}"
            raise bad_request([Problem("format", message)])
        return found

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        if len(request.query_params.getlist("format")) > 1:
            raise bad_request([Problem("format", "is given several times; it takes one value")])
        return super().select_renderer(request, renderers, format_suffix)
