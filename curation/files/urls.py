"""Addresses of the files of a draft."""

from __future__ import annotations

from django.urls import path

from curation.entry.access import by_table
from curation.files import pages

urlpatterns = [
    path("curate/<int:number>/files/", by_table(pages.files), name="submission-files"),
    path("curate/<int:number>/files/<str:sha256>/", by_table(pages.file), name="submission-file"),
]
