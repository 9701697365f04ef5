"""Who comes by REST, and whether the one table of permissions lets them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.permissions import BasePermission

from accounts.models import Token
from accounts.permissions import NEEDS_SECOND_FACTOR, may, needed, needs_second_factor

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

_SEEN_EVERY = timedelta(minutes=1)
_REVIEWS = {"return", "approve"}


class TokenOfScript(TokenAuthentication):
    """``Authorization: Token …``; remembers when a token was last used."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None:
            token, now = found[1], timezone.now()
            if token.last_used is None or now - token.last_used > _SEEN_EVERY:
                Token.objects.filter(pk=token.pk).update(last_used=now)
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenOfScript
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token asc_…`, made on the account page.",
        }


class MayUse(BasePermission):
    """The table of :mod:`accounts.permissions`, and the scopes of the token."""

    message = "your role does not allow this"

    def has_permission(self, request: Request, view: APIView) -> bool:
        match = request.resolver_match
        if not may(request.user, needed(match.url_name if match else None)):
            return False
        if not isinstance(request.auth, Token):
            if needs_second_factor(request.user):
                self.message = NEEDS_SECOND_FACTOR
                return False
            return True
        wanted = scope_of(request.method or "GET", view.kwargs.get("step", ""))
        if wanted & set(request.auth.scopes):
            return True
        self.message = f"this token may not {' or '.join(sorted(wanted))} drafts"
        return False


def scope_of(method: str, step: str) -> set[str]:
    """Scopes of which a token needs one."""
    if method in {"GET", "HEAD", "OPTIONS"}:
        return {"read", "write", "review"}
    return {"review"} if step in _REVIEWS else {"write"}
