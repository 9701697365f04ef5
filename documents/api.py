"""REST of this room: the document of a paper, as it would load again."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.exporting import export_paper
from literature.models import Paper
from records.models import Kind
from records.rest import RestView, gone_or_missing, problem_responses
from records.rest.describing import format_parameter


class PaperDocumentView(RestView):
    """Paper documents: everything one paper says, as it prints it."""

    @extend_schema(
        operation_id="papers_document",
        tags=["papers"],
        summary="The document of a paper",
        description="Rebuilt from the published rows; loading it gives the same rows.",
        parameters=[
            OpenApiParameter("id", str, OpenApiParameter.PATH, description="`ASC-P…` id, or key."),
            format_parameter(),
        ],
        responses={200: dict[str, Any], **problem_responses(gone=True, moved=True)},
    )
    def retrieve(self, request: Request, id: str) -> Response:
        self.only(request, fields=False)
        paper = None if "\x00" in id else Paper.objects.by_public_id(id).first()
        if paper is None:
            raise gone_or_missing(Kind.PAPER, id)
        return Response(export_paper(paper))
