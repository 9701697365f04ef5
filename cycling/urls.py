"""Addresses of the pages of cycling tests."""

from __future__ import annotations

from django.urls import path

from cycling import views

urlpatterns = [
    path("cycling/", views.tests, {"facet": ""}, name="cycling"),
    path("cycling/facets/<slug:facet>/", views.tests, name="cycling-facet"),
    path("cycling/<str:public_id>/", views.test, name="test"),
]
