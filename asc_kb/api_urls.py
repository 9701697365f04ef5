"""Addresses under ``/api/v1/``: every room's lists and records, in one place."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path, re_path
from rest_framework.routers import SimpleRouter

from asc_kb.api import ContextView, NothingHere, RootView, openapi
from curation.api import (
    CandidateView,
    RawFileView,
    SubmissionFilesView,
    SubmissionFileView,
    SubmissionView,
)
from documents.api import PaperDocumentView
from exchange.changes import ChangesView
from exchange.exports import with_exports
from exchange.releases.api import ReleasesView
from exchange.results.api import PairView, ResultView
from literature.api import PaperView
from records.api import PropertyView
from records.kinds import rooms_of_kinds

_LISTING = [import_module(f"{room}.api") for room in rooms_of_kinds() if find_spec(f"{room}.api")]
_OF_KINDS = [view for api in _LISTING for view in api.LISTS]
_OTHERS = (PaperView, PropertyView, ResultView, PairView)
LISTS = tuple(with_exports(view) for view in (*_OF_KINDS, *_OTHERS))

NAMES = [*(view.plural for view in LISTS), "changes", "releases"]

METHODS = ("get", "post", "put", "patch", "delete")

router = SimpleRouter()
for view in LISTS:
    router.register(view.plural, view, basename=f"api-{view.plural}")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RootView.as_view({"get": "retrieve"}, names=NAMES), name="api-root"),
    path("context.jsonld", ContextView.as_view({"get": "retrieve"}), name="api-context"),
    path("changes/", ChangesView.as_view({"get": "retrieve"}), name="api-changes"),
    path("releases/", ReleasesView.as_view({"get": "retrieve"}), name="api-releases"),
    path("schema/", openapi, name="api-schema"),
    path(
        "papers/<str:id>/document/",
        PaperDocumentView.as_view({"get": "retrieve"}),
        name="api-papers-document",
    ),
    path(
        "submissions/",
        SubmissionView.as_view({"get": "list", "post": "create"}),
        name="api-submissions",
    ),
    path(
        "submissions/<int:number>/",
        SubmissionView.as_view({"get": "retrieve", "put": "update"}),
        name="api-submission",
    ),
    path(
        "candidates/",
        CandidateView.as_view({"post": "find"}),
        name="api-candidates",
    ),
    path(
        "submissions/<int:number>/candidates/",
        CandidateView.as_view({"get": "waiting", "post": "add", "patch": "decide"}),
        name="api-submission-candidates",
    ),
    path(
        "submissions/<int:number>/check/",
        SubmissionView.as_view({"get": "check"}),
        name="api-submission-check",
    ),
    path(
        "submissions/<int:number>/files/",
        SubmissionFilesView.as_view({"get": "list", "post": "create"}),
        name="api-submission-files",
    ),
    path(
        "submissions/<int:number>/files/<str:sha256>/",
        SubmissionFileView.as_view({"get": "retrieve", "delete": "destroy"}),
        name="api-submission-file",
    ),
    path("files/<str:sha256>/", RawFileView.as_view({"get": "retrieve"}), name="api-file"),
    re_path(
        r"^submissions/(?P<number>\d+)/(?P<step>submit|recall|return|approve|withdraw)/$",
        SubmissionView.as_view({"post": "step"}),
        name="api-submission-step",
    ),
    *router.urls,
    re_path(r"^[\s\S]*$", NothingHere.as_view(dict.fromkeys(METHODS, "retrieve"), names=NAMES)),
]
