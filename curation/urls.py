"""Addresses of this room."""

from __future__ import annotations

from curation.entry.urls import urlpatterns as entering
from curation.files.urls import urlpatterns as files
from curation.housekeeping.urls import urlpatterns as housekeeping
from curation.reports.urls import urlpatterns as reports
from curation.review.urls import urlpatterns as reviewing
from curation.sheets.urls import urlpatterns as sheets
from curation.telling.urls import urlpatterns as telling
from curation.worklist.urls import urlpatterns as worklist

urlpatterns = [*entering, *sheets, *files, *housekeeping, *reviewing, *reports, *worklist, *telling]
