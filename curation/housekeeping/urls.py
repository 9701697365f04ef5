"""Addresses of housekeeping."""

from __future__ import annotations

from django.urls import path

from curation.entry.access import by_table
from curation.housekeeping import merge_page, views

urlpatterns = [
    path("curate/housekeeping/", by_table(views.page), name="housekeeping"),
    path("curate/housekeeping/merge/", by_table(views.merge), name="housekeeping-merge"),
    path(
        "curate/housekeeping/merge/<slug:kind>/",
        by_table(merge_page.page),
        name="housekeeping-merging",
    ),
    path("curate/housekeeping/<slug:chapter>.csv", by_table(views.as_csv), name="housekeeping-csv"),
]
