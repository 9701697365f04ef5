"""REST, alike in every room: envelope, paging, problems, rendering and description."""

from records.rest.describing import answer_parameters, described, problem_responses
from records.rest.facets import FacetedView
from records.rest.problems import ProblemResponse, bad_request, gone_or_missing, not_found
from records.rest.views import (
    KeyedRecordsView,
    RecordsView,
    RestView,
    api_url,
    page_url,
    ready_made,
)

__all__ = [
    "FacetedView",
    "KeyedRecordsView",
    "ProblemResponse",
    "RecordsView",
    "RestView",
    "answer_parameters",
    "api_url",
    "bad_request",
    "described",
    "gone_or_missing",
    "not_found",
    "page_url",
    "problem_responses",
    "ready_made",
]
