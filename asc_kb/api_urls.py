"""Addresses under ``/api/v1/``: every room's lists and records, in one place."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from asc_kb.api import NothingHere, RootView
from coatings.api import (
    CoatingView,
    MaterialView,
    MeasurementView,
    MethodView,
    ProcessView,
    SubstrateView,
)
from curation.api import PaperDocumentView
from cycling.api import TestView
from exchange.exports import with_exports
from literature.api import PaperView, PropertyView
from precursors.api import PrecursorView

LISTS = tuple(
    with_exports(view)
    for view in (
        PrecursorView,
        MaterialView,
        SubstrateView,
        MethodView,
        ProcessView,
        CoatingView,
        MeasurementView,
        TestView,
        PaperView,
        PropertyView,
    )
)

NAMES = [view.plural for view in LISTS]

router = SimpleRouter()
for view in LISTS:
    router.register(view.plural, view, basename=f"api-{view.plural}")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RootView.as_view({"get": "retrieve"}, names=NAMES), name="api-root"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "papers/<str:id>/document/",
        PaperDocumentView.as_view({"get": "retrieve"}),
        name="api-papers-document",
    ),
    *router.urls,
    re_path(r"^.*$", NothingHere.as_view({"get": "retrieve"}, names=NAMES)),
]
