"""Address of what one is told."""

from __future__ import annotations

from django.urls import path

from curation.entry.access import by_table
from curation.telling import views

urlpatterns = [path("curate/notices/", by_table(views.notices), name="notices")]
