"""Addresses of this room."""

from __future__ import annotations

from curation.entry.urls import urlpatterns as entering

urlpatterns = [*entering]
