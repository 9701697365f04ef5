"""Signing up, by oneself and by invitation."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.actions import invite
from accounts.models import Role
from accounts.permissions import role_of
from accounts.sessions import SEEN_EVERY_S
from accounts.tests.people import person

pytestmark = pytest.mark.django_db

_PASSWORD = "correct-horse-battery"


def signed_up(client: Client, email: str) -> User:
    form = {"email": email, "username": "newcomer", "password1": _PASSWORD, "password2": _PASSWORD}
    answer = client.post("/account/signup/", form)
    assert answer.status_code == 302, answer.content.decode()
    return User.objects.get(username="newcomer")


@pytest.mark.usefixtures("addresses_one_by_one")
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
    call_command("invite", "second@example.org")
    assert capsys.readouterr().out.startswith("contributor, within")


def test_an_invitation_fills_its_address_in_and_only_its_own(client: Client) -> None:
    root = person("root", Role.ADMINISTRATOR)
    _, link = invite(by=root, email="invited@example.org", role="curator")
    page = client.get("/account/invitation/" + link.split("/")[-2] + "/", follow=True)
    assert 'value="invited@example.org"' in page.content.decode()
    assert "invited@example.org" not in Client().get("/account/signup/").content.decode()


def test_an_invitation_gives_nothing_to_another_address(client: Client) -> None:
    root = person("root", Role.ADMINISTRATOR)
    _, link = invite(by=root, email="invited@example.org", role="curator")
    client.get("/account/invitation/" + link.split("/")[-2] + "/")
    other = signed_up(client, "other@example.org")
    assert role_of(other) == Role.CONTRIBUTOR
    assert not EmailAddress.objects.get(user=other).verified
    assert "The invitation was not used" in client.get("/account/login/").content.decode()


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


_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_CHROME = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


def _signed_in(user: User, user_agent: str, address: str) -> Client:
    """A browser that signs in by the form."""
    browser = Client(headers={"User-Agent": user_agent}, REMOTE_ADDR=address)
    form = {"login": user.email, "password": "a-long-passphrase"}
    assert browser.post("/account/login/", form).status_code == 302
    return browser


def _with_address(name: str) -> User:
    user = person(name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_one_sees_where_one_is_signed_in_and_ends_one_session_or_all_others() -> None:
    ada = _with_address("ada")
    laptop = _signed_in(ada, _FIREFOX, "192.0.2.1")
    phone = _signed_in(ada, _CHROME, "192.0.2.2")
    third = _signed_in(ada, "curl/8.5", "192.0.2.3")
    page = laptop.get("/account/sessions/").content.decode()
    assert page.count("<tr>") == 4
    for said in ("Firefox on Linux", "Chrome on Android", "curl/8.5", "192.0.2.2"):
        assert said in page
    ended = UserSession.objects.get(ip="192.0.2.2")
    laptop.post(f"/account/sessions/{ended.pk}/end/")
    assert phone.get("/account/").status_code == 302, "asked to sign in"
    assert third.get("/account/").status_code == 200
    laptop.post("/account/sessions/end/")
    assert third.get("/account/").status_code == 302
    assert laptop.get("/account/").status_code == 200
    assert "nowhere else" in laptop.get("/account/sessions/").content.decode()


def test_nobody_sees_or_ends_the_session_of_another() -> None:
    ada, bea = _with_address("ada"), _with_address("bea")
    hers = _signed_in(ada, _FIREFOX, "192.0.2.1")
    other = _signed_in(bea, _CHROME, "192.0.2.2")
    assert "192.0.2.1" not in other.get("/account/sessions/").content.decode()
    row = UserSession.objects.get(user=ada)
    assert other.post(f"/account/sessions/{row.pk}/end/").status_code == 404
    other.post("/account/sessions/end/")
    assert hers.get("/account/").status_code == 200


def test_when_and_from_where_a_session_was_last_used_is_kept_now_and_then() -> None:
    ada = _with_address("ada")
    laptop = _signed_in(ada, _FIREFOX, "192.0.2.1")
    laptop.get("/account/")
    first = UserSession.objects.get()
    laptop.get("/account/", REMOTE_ADDR="192.0.2.9")
    assert UserSession.objects.get().last_seen_at == first.last_seen_at, "not at each request"
    session = laptop.session
    session["seen"] -= SEEN_EVERY_S
    session.save()
    laptop.get("/account/", REMOTE_ADDR="192.0.2.9")
    again = UserSession.objects.get()
    assert again.ip == "192.0.2.9"
    assert again.last_seen_at > first.last_seen_at


def test_another_password_ends_every_other_session() -> None:
    ada = _with_address("ada")
    laptop, phone = (_signed_in(ada, one, "192.0.2.1") for one in (_FIREFOX, _CHROME))
    new = {"oldpassword": "a-long-passphrase", "password1": _PASSWORD, "password2": _PASSWORD}
    assert laptop.post("/account/password/change/", new).status_code == 302
    assert phone.get("/account/").status_code == 302
