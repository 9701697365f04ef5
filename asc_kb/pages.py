"""The page of the interactive REST documentation."""

from __future__ import annotations

from django.views.generic import TemplateView


class ApiDocsView(TemplateView):
    """Swagger UI over the OpenAPI description; its code comes from an installed package, and
    starts from a file of our own, so that no script stands in the page."""

    template_name = "asc_kb/api_docs.html"
