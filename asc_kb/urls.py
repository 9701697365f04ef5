"""The address map: operations first, then each room's own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from asc_kb.pages import ApiReferenceView, ApiView

handler500 = "asc_kb.protocol.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.account.urls")),
    path("api/", ApiView.as_view(), name="api-docs"),
    path("api/reference/", ApiReferenceView.as_view(), name="api-reference"),
    path("api/v1/", include("asc_kb.api_urls")),
]
urlpatterns += [
    path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")
]
