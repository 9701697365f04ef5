"""Addresses of the workbooks."""

from __future__ import annotations

from django.urls import path

from curation.entry.access import by_table
from curation.sheets import views

urlpatterns = [
    path("curate/sheet/template.xlsx", by_table(views.template), name="sheet-template"),
    path("curate/sheet/", by_table(views.upload), name="sheet-upload"),
    path("curate/sheet/<int:number>/", by_table(views.progress), name="sheet-progress"),
    path("curate/<int:number>/sheet.xlsx", by_table(views.of_draft), name="submission-sheet"),
    path("curate/sheet/<str:paper>.xlsx", by_table(views.of_paper), name="paper-sheet"),
]
