"""The pages of the REST interface: what there is with examples, and the reference."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from asc_kb.api_urls import LISTS
from asc_kb.examples import EXAMPLES
from records.data_version import data_version
from records.licence import LICENCE_TITLE, LICENCE_URL
from records.rest.paging import DEFAULT_SIZE, LARGEST_SIZE


class ApiView(TemplateView):
    """What the interface gives, in five examples, its limits and its promises."""

    template_name = "asc_kb/api.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        base = settings.PUBLIC_URL
        return super().get_context_data(
            lists=[(view.plural, (view.__doc__ or "").strip().splitlines()[0]) for view in LISTS],
            examples=[(example, example.codes(base)) for example in EXAMPLES],
            languages=[(key, name) for key, name, _ in EXAMPLES[0].codes(base)],
            version=data_version(),
            rate=settings.RATE_LIMIT,
            size=DEFAULT_SIZE,
            largest=LARGEST_SIZE,
            licence=LICENCE_TITLE,
            licence_url=LICENCE_URL,
            **kwargs,
        )


class ApiReferenceView(TemplateView):
    """Swagger UI over the OpenAPI description; its code comes from an installed package, and
    starts from a file of our own, so that no script stands in the page."""

    template_name = "asc_kb/api_reference.html"
