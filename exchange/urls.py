"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from exchange import views
from exchange.discovery import feed, sitemaps

urlpatterns: list[URLPattern | URLResolver] = [
    path("optimade/", include("exchange.optimade.urls")),
    re_path(r"^(?P<ident>ASC-[CTP]\d{6,9})/?$", views.short_address, name="short-address"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("feed.atom", feed.LatestChanges(), name="feed"),
    path("data/holdings/", views.holdings_page, name="holdings"),
    path("releases/", views.releases, name="releases"),
    path("releases/<str:version>/", views.release, name="release"),
]
