"""What is our own about signing up: an invitation gives its role, and proves its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages

from accounts.access import client_address
from accounts.actions import accept_invitation
from accounts.models import Person, Role

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "invitation"
_UNUSED = (
    "The invitation was not used: it is for another address, or over. You are a {role}; "
    "ask whoever invited you to invite this address."
)


class Adapter(DefaultAccountAdapter):
    """Accounts of this site."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Whoever has the link of an invitation reads the mail it was sent to."""
        saved = super().save_user(request, user, form, commit)
        if commit:
            secret = request.session.pop(SESSION_KEY, "")
            email = form.cleaned_data["email"]
            if accept_invitation(secret=secret, user=saved, email=email):
                self.stash_verified_email(request, email)
            else:
                self.unstash_verified_email(request)
                person, _ = Person.objects.get_or_create(user=saved)
                if secret:
                    messages.warning(request, _UNUSED.format(role=Role(person.role).label.lower()))
        return saved

    def render_mail(self, *args: Any, **kwargs: Any) -> Any:
        message = super().render_mail(*args, **kwargs)
        message.from_email = settings.DEFAULT_FROM_EMAIL
        return message
