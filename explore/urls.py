"""Addresses of the pages that read across the rooms."""

from __future__ import annotations

from django.urls import path

from explore import views

urlpatterns = [
    path("", views.home, name="home"),
    path("data/", views.data, name="data"),
    path("data/doubts/", views.doubts, name="doubts"),
]
