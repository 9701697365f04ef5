"""Links for observers of a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import May, NotAllowed, may
from curation.models import ObserverLink
from curation.permissions import may_see

if TYPE_CHECKING:
    from curation.models import Submission


OBSERVER_DAYS = 30


_SIGNER = TimestampSigner(salt="curation.observer")


@transaction.atomic
def make_observer_link(
    *, submission: Submission, by: Any, name: str, days: int = OBSERVER_DAYS
) -> tuple[ObserverLink, str]:
    """A signed link with which somebody without an account looks at this one draft."""
    if not may_see(by, submission):
        raise NotAllowed("only those who may see a draft can show it")
    if not name.strip():
        raise ValueError("say whom the link is for")
    link = ObserverLink.objects.create(
        submission=submission,
        name=name.strip()[:120],
        made_by_id=by.pk,
        expires=timezone.now() + timedelta(days=min(max(days, 1), 180)),
    )
    return link, observer_address(link)


def observer_address(link: ObserverLink) -> str:
    return f"{settings.PUBLIC_URL}{reverse('observe', args=[_SIGNER.sign(str(link.pk))])}"


def find_observer_link(signed: str) -> ObserverLink | None:
    """The link behind an address, while it is neither forged, ended nor revoked."""
    try:
        number = int(_SIGNER.unsign(signed))
    except (BadSignature, ValueError):
        return None
    links = ObserverLink.objects.filter(pk=number, revoked=False, expires__gt=timezone.now())
    return links.select_related("submission__author", "submission__base").first()


@transaction.atomic
def revoke_observer_link(*, link: ObserverLink, by: Any) -> None:
    if link.made_by_id != by.pk and not may(by, May.REVIEW):
        raise NotAllowed("a link is revoked by whoever made it or by a curator")
    ObserverLink.objects.filter(pk=link.pk).update(revoked=True)
