"""Addresses of the pages that read across the rooms."""

from __future__ import annotations

from django.urls import path

from explore import views
from explore.comparing.views import compare_page

urlpatterns = [
    path("", views.home, name="home"),
    path("compare/", compare_page, name="compare"),
    path("data/", views.data, name="data"),
    path("data/doubts/", views.doubts, name="doubts"),
]
