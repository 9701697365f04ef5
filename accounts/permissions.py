"""Who may do what: one table for pages and REST alike.

``MAY`` says what each role may do. ``ADDRESSES`` says what an address asks for, by its name; the
middleware holds it for pages and :class:`accounts.tokens.MayUse` for REST. What is asked of a
single submission stands in :mod:`curation.permissions`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from accounts.models import Role


class May(StrEnum):
    """Something that a person may do here."""

    READ = "read what is published, report a problem"
    SIGNED_IN = "look after the own account"
    ENTER = "enter papers and follow the own drafts"
    REVIEW = "see every draft, comment, return, approve, answer reports"
    MERGE = "merge papers and words that are on record twice"
    GOVERN = "invite people, give roles"


_ANYBODY = frozenset({May.READ})
MAY: dict[Role, frozenset[May]] = {
    Role.READER: _ANYBODY,
    Role.CONTRIBUTOR: _ANYBODY | {May.SIGNED_IN, May.ENTER},
    Role.CURATOR: _ANYBODY | {May.SIGNED_IN, May.ENTER, May.REVIEW, May.MERGE},
    Role.ADMINISTRATOR: frozenset(May),
}

NEEDS_SECOND_FACTOR = (
    "Whoever reviews or governs here signs in with a code of an authenticator app, too: "
    "set one up first."
)
_TRUSTED = {role for role, what in MAY.items() if May.REVIEW in what}

# What an address asks for, by its name. An address that is not here is for everybody to read.
ADDRESSES: dict[str, May] = {
    # pages
    "curate": May.ENTER,
    "submission-new": May.ENTER,
    "worklist": May.ENTER,
    "worklist-change": May.ENTER,
    "worklist-enter": May.ENTER,
    "saved": May.ENTER,
    "notices": May.SIGNED_IN,
    "digitise": May.ENTER,
    "submission": May.ENTER,
    "submission-check": May.ENTER,
    "submission-flags": May.ENTER,
    "submission-propose": May.ENTER,
    "submission-paste": May.ENTER,
    "submission-series": May.ENTER,
    "submission-files": May.ENTER,
    "submission-file": May.ENTER,
    "submission-sheet": May.ENTER,
    "paper-sheet": May.ENTER,
    "sheet-template": May.ENTER,
    "sheet-upload": May.ENTER,
    "sheet-progress": May.ENTER,
    "housekeeping": May.REVIEW,
    "housekeeping-csv": May.REVIEW,
    "housekeeping-merge": May.REVIEW,
    "housekeeping-merging": May.MERGE,
    "entry-reading": May.ENTER,
    "entry-words": May.ENTER,
    "entry-structure": May.ENTER,
    "entry-structure-svg": May.ENTER,
    "entry-citation": May.ENTER,
    "queue": May.REVIEW,
    "queue-bulk": May.REVIEW,
    "submission-review": May.ENTER,
    "submission-step": May.ENTER,
    "submission-remark": May.ENTER,
    "submission-remark-settle": May.ENTER,
    "submission-mark": May.REVIEW,
    "submission-flag": May.REVIEW,
    "submission-assign": May.REVIEW,
    "submission-observers": May.ENTER,
    "submission-observer-revoke": May.ENTER,
    "submission-merge": May.ENTER,
    "submission-history": May.ENTER,
    "submission-restore": May.ENTER,
    "paper-edit": May.ENTER,
    "version-restore": May.ENTER,
    "record-withdraw": May.ENTER,
    "reports": May.REVIEW,
    "report-answer": May.REVIEW,
    "people": May.GOVERN,
    "person-role": May.GOVERN,
    "invitation-revoke": May.GOVERN,
    "account": May.SIGNED_IN,
    "sessions": May.SIGNED_IN,
    "session-end": May.SIGNED_IN,
    "sessions-end": May.SIGNED_IN,
    "tokens": May.ENTER,
    "token-revoke": May.ENTER,
    # REST
    "api-submissions": May.ENTER,
    "api-submission": May.ENTER,
    "api-submission-candidates": May.ENTER,
    "api-submission-check": May.ENTER,
    "api-submission-step": May.ENTER,
    "api-submission-files": May.ENTER,
    "api-submission-file": May.ENTER,
}

# What a token may be allowed: its scopes, and what of the table each opens.
SCOPES: dict[str, str] = {
    "read": "read drafts",
    "write": "write drafts",
    "review": "review",
}


def role_of(user: Any) -> Role:
    """The role of an account, or of a visitor without one."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Role.READER
    if user.is_superuser:
        return Role.ADMINISTRATOR
    person = getattr(user, "person", None)
    return Role(person.role) if person else Role.CONTRIBUTOR


def may(user: Any, what: May) -> bool:
    """Whether the table lets this person do it. An account of a reader still owns itself."""
    if what == May.SIGNED_IN:
        return bool(getattr(user, "is_authenticated", False))
    return what in MAY[role_of(user)]


def needs_second_factor(user: Any) -> bool:
    """Whether this person has to set up a second factor before doing more than read."""
    if not settings.SECOND_FACTOR or role_of(user) not in _TRUSTED:
        return False
    return not is_mfa_enabled(user)


def needed(address: str | None) -> May:
    """What the address with this name asks for."""
    return ADDRESSES.get(address or "", May.READ)


class NotAllowed(PermissionError):
    """This person may not do it, whatever the state."""
