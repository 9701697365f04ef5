"""Addresses of entering a paper."""

from __future__ import annotations

from django.urls import path

from curation.entry import starting, views
from curation.entry.checking_page import check_page
from curation.entry.proposing import propose
from curation.lookup import views as lookup

urlpatterns = [
    path("curate/new/", starting.start, name="submission-new"),
    path("curate/reading/", lookup.reading, name="entry-reading"),
    path("curate/words/", lookup.words, name="entry-words"),
    path("curate/structure/", lookup.structure, name="entry-structure"),
    path("curate/structure.svg", lookup.structure_svg, name="entry-structure-svg"),
    path("curate/citation/", lookup.citation, name="entry-citation"),
    path("curate/<int:number>/", views.edit, name="submission"),
    path("curate/<int:number>/check/", check_page, name="submission-check"),
    path("curate/<int:number>/flags/", views.flags, name="submission-flags"),
    path("curate/<int:number>/propose/", propose, name="submission-propose"),
]
