"""Roles, invitations, tokens and links for observers."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Person, Role, Token
from accounts.permissions import SCOPES, May, NotAllowed, may

if TYPE_CHECKING:
    from collections.abc import Sequence


INVITATION_DAYS = 14
TOKENS_EACH = 20


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    *, by: Any, email: str, role: str, days: int = INVITATION_DAYS
) -> tuple[Invitation, str]:
    """An invitation and its link, which is shown once and mailed. ``by`` None: the first one,
    made by whoever runs the server."""
    if by is not None and not may(by, May.GOVERN):
        raise NotAllowed("people are invited by administrators")
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=Role(role),
        digest=_digest(secret),
        invited_by_id=by.pk if by is not None else None,
        expires=timezone.now() + timedelta(days=days),
    )
    link = f"{settings.PUBLIC_URL}{reverse('invitation', args=[secret])}"
    transaction.on_commit(lambda: _mail_invitation(email, role, link, days))
    return invitation, link


def _mail_invitation(email: str, role: str, link: str, days: int) -> None:
    text = (
        f"You are invited to the ASC knowledge base as {role}.\n\n"
        f"Sign up with this address within {days} days:\n{link}\n"
    )
    send_mail(
        "Invitation to the ASC knowledge base",
        text,
        settings.DEFAULT_FROM_EMAIL,
        [email],
        fail_silently=True,  # the link is on the page too
    )


def find_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, while it can be used."""
    if not secret:
        return None
    open_ones = Invitation.objects.filter(revoked=False, used_at=None, expires__gt=timezone.now())
    return open_ones.filter(digest=_digest(secret)).first()


@transaction.atomic
def accept_invitation(*, secret: str, user: Any, email: str) -> bool:
    """Give the invited role to a new account; only with the address that was invited."""
    found = find_invitation(secret)
    invitation = (
        Invitation.objects.select_for_update().filter(pk=found.pk).first() if found else None
    )
    if invitation is None or invitation.used_at or invitation.email.lower() != email.lower():
        return False
    invitation.used_by_id = user.pk
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_by", "used_at"])
    values = {"role": invitation.role, "invited_by_id": invitation.invited_by_id}
    Person.objects.update_or_create(user=user, defaults=values)
    return True


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Any) -> None:
    if not may(by, May.GOVERN):
        raise NotAllowed("invitations are revoked by administrators")
    Invitation.objects.filter(pk=invitation.pk).update(revoked=True)


@transaction.atomic
def give_role(*, user: Any, role: str, by: Any) -> Person:
    """Raises :class:`NotAllowed`; nobody changes their own role."""
    if not may(by, May.GOVERN):
        raise NotAllowed("roles are given by administrators")
    if user.pk == by.pk:
        raise NotAllowed("nobody changes their own role")
    person, _ = Person.objects.update_or_create(user=user, defaults={"role": Role(role)})
    return person


@transaction.atomic
def make_token(
    *, by: Any, name: str, scopes: Sequence[str], days: int | None = 365
) -> tuple[Token, str]:
    """A token and its text, which is shown this once. Raises :class:`NotAllowed`, ValueError."""
    if not may(by, May.ENTER):
        raise NotAllowed("tokens are for those who enter papers")
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes or not name.strip():
        raise ValueError(f"a token has a name and at least one of: {', '.join(SCOPES)}")
    if "review" in scopes and not may(by, May.REVIEW):
        raise NotAllowed("a token cannot do more than its owner: you do not review")
    if Token.objects.filter(user=by).count() >= TOKENS_EACH:
        raise ValueError(f"you have {TOKENS_EACH} tokens; revoke one first")
    expiry = timedelta(days=days) if days else None
    made: tuple[Token, str] = Token.objects.create(
        by, expiry=expiry, name=name.strip()[:80], scopes=sorted(scopes)
    )
    return made


@transaction.atomic
def revoke_token(*, digest: str, by: Any) -> bool:
    """True where a token of this person was revoked."""
    return bool(Token.objects.filter(digest=digest, user=by).delete()[0])


def accounts() -> Any:
    """Every account with its role, newest last."""
    return get_user_model().objects.select_related("person").order_by("date_joined")
