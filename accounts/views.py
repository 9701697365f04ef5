"""The account page, tokens, people and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions import (
    accounts,
    find_invitation,
    give_role,
    invite,
    make_token,
    revoke_invitation,
    revoke_token,
)
from accounts.adapter import SESSION_KEY
from accounts.models import Invitation, Role, Token
from accounts.permissions import SCOPES, May, NotAllowed, may, role_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_GIVEN = [(role.value, role.value) for role in Role if role != Role.READER]


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, label="What it is for")
    scopes = forms.MultipleChoiceField(
        choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple, label="What it may do"
    )
    days = forms.TypedChoiceField(
        choices=[(30, "30 days"), (365, "a year"), (0, "until revoked")],
        coerce=int,
        initial=365,
        label="Valid for",
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(choices=_GIVEN, label="Role")


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """The own account: name, role, tokens."""
    context = {
        "role": role_of(request.user),
        "enters": may(request.user, May.ENTER),
        "governs": may(request.user, May.GOVERN),
        "tokens": _tokens(request),
        "form": TokenForm(),
        "scopes": SCOPES,
        "mail_dir": None if settings.EMAIL_HOST else settings.MAIL_DIR.name,
    }
    return render(request, "curation/account.html", context)


def _tokens(request: HttpRequest) -> Any:
    return Token.objects.filter(user=request.user)


@never_cache
@require_POST
def tokens(request: HttpRequest) -> HttpResponse:
    """Make a token; its text is in this one answer and nowhere else."""
    form = TokenForm(request.POST)
    made = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            _, made = make_token(
                by=request.user, name=data["name"], scopes=data["scopes"], days=data["days"]
            )
            form = TokenForm()
        except (NotAllowed, ValueError) as error:
            form.add_error(None, str(error))
    context = {
        "role": role_of(request.user),
        "enters": True,
        "governs": may(request.user, May.GOVERN),
        "tokens": _tokens(request),
        "form": form,
        "scopes": SCOPES,
        "made": made,
    }
    return render(request, "curation/account.html", context, status=200 if made else 400)


@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    if revoke_token(digest=request.POST.get("token", ""), by=request.user):
        messages.success(request, "The token is revoked: nothing can use it any more.")
    return redirect("account")


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Accounts with their roles, and invitations."""
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _, link = invite(by=request.user, email=data["email"], role=data["role"])
        form = InvitationForm()
    context = {
        "people": [(person, role_of(person)) for person in accounts()],
        "roles": list(Role),
        "invitations": Invitation.objects.select_related("invited_by", "used_by")[:100],
        "form": form,
        "link": link,
        "mailed": bool(settings.EMAIL_HOST),
    }
    return render(request, "curation/people.html", context)


@require_POST
def person_role(request: HttpRequest, number: int) -> HttpResponse:
    user = get_object_or_404(get_user_model(), pk=number)
    try:
        person = give_role(user=user, role=request.POST.get("role", ""), by=request.user)
        messages.success(request, f"{user} is {person.role} now.")
    except (NotAllowed, ValueError) as error:
        messages.error(request, str(error))
    return redirect("people")


@require_POST
def invitation_revoke(request: HttpRequest, number: int) -> HttpResponse:
    revoke_invitation(invitation=get_object_or_404(Invitation, pk=number), by=request.user)
    messages.success(request, "The invitation is revoked.")
    return redirect("people")


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the link of an invitation leads: to signing up, the invitation remembered and its
    address filled in: the role is given with this address alone."""
    found = find_invitation(secret)
    if found is None:
        return render(request, "curation/invitation_over.html", status=410)
    if request.user.is_authenticated:
        messages.error(request, "You are signed in already; an invitation is for a new account.")
        return redirect("account")
    request.session[SESSION_KEY] = secret
    get_adapter().stash_verified_email(request, found.email)
    return redirect("account_signup")
