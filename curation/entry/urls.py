"""Addresses of entering a paper."""

from __future__ import annotations

from django.urls import path

from curation.entry import pasting, series, starting, views
from curation.entry.access import by_table
from curation.entry.checking_page import check_page
from curation.entry.digitising import digitise
from curation.entry.proposing import propose
from curation.entry.saved import saved
from curation.lookup import views as lookup

urlpatterns = [
    path("curate/new/", by_table(starting.start), name="submission-new"),
    path("curate/saved/", by_table(saved), name="saved"),
    path("curate/digitise/", by_table(digitise), name="digitise"),
    path("curate/reading/", by_table(lookup.reading), name="entry-reading"),
    path("curate/words/", by_table(lookup.words), name="entry-words"),
    path("curate/structure/", by_table(lookup.structure), name="entry-structure"),
    path("curate/structure.svg", by_table(lookup.structure_svg), name="entry-structure-svg"),
    path("curate/citation/", by_table(starting.citation), name="entry-citation"),
    path("curate/<int:number>/", by_table(views.edit), name="submission"),
    path("curate/<int:number>/check/", by_table(check_page), name="submission-check"),
    path("curate/<int:number>/flags/", by_table(views.flags), name="submission-flags"),
    path("curate/<int:number>/paste/", by_table(pasting.paste), name="submission-paste"),
    path("curate/<int:number>/series/", by_table(series.series), name="submission-series"),
    path("curate/<int:number>/propose/", by_table(propose), name="submission-propose"),
]
