"""Addresses of the pages that read across the rooms."""

from __future__ import annotations

from django.urls import path

from explore import views
from explore.comparing.views import compare_page
from explore.evidence import views as evidence
from explore.landing import views as landing
from explore.mapping import views as mapping
from explore.overlays import views as overlays
from explore.placing.views import place
from explore.plotting import views as plotting
from explore.recipes.views import recipes
from explore.searching import search
from explore.suggest import suggest_view
from explore.timeline import views as timeline

urlpatterns = [
    path("", views.home, name="home"),
    path("compare/", compare_page, name="compare"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/forest.csv", evidence.evidence_csv, name="evidence-csv"),
    path("evidence/forest.json", evidence.evidence_json, name="evidence-json"),
    path("authors/<slug:key>/", landing.author, name="author"),
    path("groups/", landing.groups, name="groups"),
    path("groups/films/<slug:key>/", landing.films, name="film-group"),
    path("groups/electrodes/<slug:key>/", landing.electrodes, name="electrode-group"),
    path("place/", place, name="place"),
    path("search/", search, name="search"),
    path("suggest/", suggest_view, name="suggest"),
    path("data/", views.data, name="data"),
    path("data/doubts/", views.doubts, name="doubts"),
    path("explore/", plotting.plot, name="explore"),
    path("explore/plot.svg", plotting.plot_svg, name="explore-svg"),
    path("explore/plot.csv", plotting.plot_data, name="explore-csv"),
    path("explore/curves/", overlays.curves, name="explore-curves"),
    path("explore/curves.svg", overlays.curves_svg, name="explore-curves-svg"),
    path("explore/curves.csv", overlays.curves_csv, name="explore-curves-csv"),
    path("explore/retention/", overlays.retention, name="explore-retention"),
    path("explore/retention.svg", overlays.retention_svg, name="explore-retention-svg"),
    path("explore/retention.csv", overlays.retention_csv, name="explore-retention-csv"),
    path("explore/timeline/", timeline.timeline, name="explore-timeline"),
    path("explore/timeline.svg", timeline.timeline_svg, name="explore-timeline-svg"),
    path("explore/timeline.csv", timeline.timeline_csv, name="explore-timeline-csv"),
    path("recipes/", recipes, name="recipes"),
    path("explore/films/", mapping.films, name="explore-films"),
    path("explore/films.svg", mapping.films_svg, name="explore-films-svg"),
    path("explore/films.csv", mapping.films_csv, name="explore-films-csv"),
    path("explore/chemistry/", mapping.chemistry, name="explore-chemistry"),
    path("explore/chemistry.svg", mapping.chemistry_svg, name="explore-chemistry-svg"),
    path("explore/chemistry.csv", mapping.chemistry_csv, name="explore-chemistry-csv"),
]
