"""Addresses of problem reports."""

from __future__ import annotations

from django.urls import path

from curation.reports import views

urlpatterns = [
    path("report/status/", views.find, name="report-find"),
    path("report/status/<str:reference>/", views.status, name="report-status"),
    path("report/<str:record>/", views.report, name="report"),
    path("report/<str:kind>/<str:key>/", views.report_word, name="report-word"),
    path("curate/reports/", views.reports, name="reports"),
    path("curate/reports/<int:number>/", views.answer, name="report-answer"),
]
