"""Signing up, by oneself and by invitation."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from curation.actions.people import invite
from curation.models import Role
from curation.permissions import role_of
from curation.tests.people import person

pytestmark = pytest.mark.django_db

_PASSWORD = "correct-horse-battery"


def signed_up(client: Client, email: str) -> User:
    form = {"email": email, "username": "newcomer", "password1": _PASSWORD, "password2": _PASSWORD}
    answer = client.post("/account/signup/", form)
    assert answer.status_code == 302, answer.content.decode()
    return User.objects.get(username="newcomer")


@pytest.mark.usefixtures("locks_one_by_one")
def test_a_new_account_waits_for_its_confirmed_address(client: Client) -> None:
    user = signed_up(client, "new@example.org")
    assert role_of(user) == Role.CONTRIBUTOR
    assert client.get("/curate/").status_code == 302
    link = re.search(r"http://\S+/account/confirm-email/\S+", str(mail.outbox[0].body))
    assert link
    path = link[0].split("testserver")[1]
    client.post(path)
    login = {"login": "new@example.org", "password": _PASSWORD}
    assert client.post("/account/login/", login).headers["Location"] == "/curate/"
    assert client.get("/curate/").status_code == 200


def test_the_first_administrator_comes_in_by_an_invitation(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("invite", "first@example.org")
    link = capsys.readouterr().out.split()[-1]
    assert client.get("/account/invitation/" + link.split("/")[-2] + "/").status_code == 302
    assert role_of(signed_up(client, "first@example.org")) == Role.ADMINISTRATOR
    assert client.get("/account/people/").status_code == 200
    again = Client().get("/account/invitation/" + link.split("/")[-2] + "/")
    assert again.status_code == 410


def test_an_invitation_gives_nothing_to_another_address(client: Client) -> None:
    root = person("root", Role.ADMINISTRATOR)
    _, link = invite(by=root, email="invited@example.org", role="curator")
    client.get("/account/invitation/" + link.split("/")[-2] + "/")
    assert role_of(signed_up(client, "other@example.org")) == Role.CONTRIBUTOR


def test_a_forgotten_password_is_set_anew_by_mail(client: Client) -> None:
    ada = person("ada")
    client.post("/account/password/reset/", {"email": ada.email})
    link = re.search(
        r"http://testserver(/account/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    assert link
    page = client.get(link[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": _PASSWORD, "password2": _PASSWORD})
    ada.refresh_from_db()
    assert ada.check_password(_PASSWORD)


def test_roles_are_given_by_administrators_and_never_to_oneself(client: Client) -> None:
    root, ada = person("root", Role.ADMINISTRATOR), person("ada")
    client.force_login(root)
    client.post(f"/account/people/{ada.pk}/role/", {"role": "curator"})
    client.post(f"/account/people/{root.pk}/role/", {"role": "reader"})
    assert role_of(User.objects.get(pk=ada.pk)) == Role.CURATOR
    assert role_of(User.objects.get(pk=root.pk)) == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    "address", ["login/", "signup/", "password/reset/", "inactive/", "confirm-email/"]
)
def test_account_pages_are_of_the_house_and_hold_no_script(client: Client, address: str) -> None:
    text = client.get(f"/account/{address}").content.decode()
    assert 'class="brand"' in text
    assert "<script" not in text.replace("<script src=", "")
    assert "style=" not in text
