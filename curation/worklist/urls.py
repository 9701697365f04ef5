"""Addresses of the worklist."""

from __future__ import annotations

from django.urls import path

from curation.entry.access import by_table
from curation.worklist import views

urlpatterns = [
    path("curate/list/", by_table(views.worklist), name="worklist"),
    path("curate/list/change/", by_table(views.change), name="worklist-change"),
    path("curate/list/<int:number>/enter/", by_table(views.enter), name="worklist-enter"),
]
