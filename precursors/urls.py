"""Addresses of the pages of precursors."""

from __future__ import annotations

from django.urls import path, re_path

from precursors import views

urlpatterns = [
    path("precursors/", views.precursors, name="precursors"),
    path("precursors/facets/<slug:facet>/", views.precursors, name="precursors-facet"),
    path("precursors/<slug:key>/", views.precursor, name="precursor"),
    re_path(
        r"^precursors/(?P<key>[-a-z0-9]+)/structure-(?P<ink>light|dark)\.svg$",
        views.structure,
        name="structure",
    ),
]
