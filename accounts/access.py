"""The table of permissions, held for every page before its view is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from accounts.permissions import (
    NEEDS_SECOND_FACTOR,
    May,
    may,
    needed,
    needs_second_factor,
    role_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PermissionMiddleware:
    """A visitor without the right is asked to sign in; somebody signed in is told it is not
    theirs. REST answers for itself: its tokens are read later (:mod:`accounts.tokens`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = (match.url_name or "") if match else ""
        wanted = needed(name)
        if match and match.namespace == "admin":  # it lets in whom it knows: staff
            return self._set_up(request) if needs_second_factor(request.user) else None
        if wanted == May.READ or name.startswith("api-"):
            return None
        if may(request.user, wanted):
            if wanted == May.SIGNED_IN or not needs_second_factor(request.user):
                return None
            return self._set_up(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        raise PermissionDenied(f"This page is not for a {role_of(request.user).value}.")

    def _set_up(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, NEEDS_SECOND_FACTOR)
        return redirect("mfa_activate_totp")


def client_address(request: HttpRequest) -> str:
    """The address a request comes from: behind a trusted proxy, the one that the proxy saw."""
    if settings.TRUST_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))


def login_name(request: HttpRequest, credentials: Any = None) -> str:
    """Whom somebody tries to sign in as, however the form calls it; case does not matter."""
    given = credentials or {}
    names = ("username", "email", "login")
    found = next((given[n] for n in names if given.get(n)), "")
    found = found or next((request.POST[n] for n in names if request.POST.get(n)), "")
    return str(found).strip().lower()[:255]
