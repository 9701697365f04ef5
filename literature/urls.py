"""Addresses of the pages of papers."""

from __future__ import annotations

from django.urls import path

from literature import views

urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/facets/<slug:facet>/", views.papers, name="papers-facet"),
    path("papers/<str:public_id>/", views.paper, name="paper"),
]
