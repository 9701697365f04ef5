"""The address map: operations first, then each room's own."""

from __future__ import annotations

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from asc_kb.pages import ApiReferenceView, ApiView

# one way to sign in: its own page would ask for a password alone
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "asc_kb.protocol.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("api/", ApiView.as_view(), name="api-docs"),
    path("api/reference/", ApiReferenceView.as_view(), name="api-reference"),
    path("api/v1/", include("asc_kb.api_urls")),
]
urlpatterns += [
    path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")
]
