"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from exchange import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("optimade/", include("exchange.optimade.urls")),
    path("releases/", views.releases, name="releases"),
    path("releases/<str:version>/", views.release, name="release"),
]
