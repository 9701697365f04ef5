"""The addresses of OPTIMADE: versioned, the list of versions, and those without a version."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from exchange.optimade import views

urlpatterns: list[URLPattern] = [
    re_path(r"^versions/?$", views.versions, name="optimade-versions"),
    re_path(r"^v(?P<version>[0-9][0-9.]*)(?:/(?P<path>.*))?$", views.versioned, name="optimade"),
    re_path(r"^(?P<path>.*)$", views.unversioned),
]
