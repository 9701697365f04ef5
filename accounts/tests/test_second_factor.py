"""Those who review sign in with a code of an app, too, where that is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.actions import make_token
from accounts.models import Role
from accounts.sealing import seal, unseal
from accounts.tests.people import person

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses_one_by_one")]
ACTIVATE = "/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def asked_for(settings: Any) -> None:
    settings.SECOND_FACTOR = True


def code(secret: str) -> str:
    return f"{hotp_value(secret, list(counters())[1]):06d}"


def curator() -> User:
    ada = person("ada", Role.CURATOR)
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def sign_in(client: Client) -> str:
    form = {"login": "ada@example.org", "password": "a-long-passphrase"}
    return str(client.post("/account/login/", form).headers["Location"])


def test_a_curator_sets_it_up_before_anything_else(client: Client) -> None:
    ada = curator()
    sign_in(client)
    for page in ("curate", "queue", "worklist", "tokens"):
        assert client.get(reverse(page)).headers["Location"] == ACTIVATE, page
    answer = client.get("/curate/", follow=True)
    assert answer.redirect_chain[0] == (ACTIVATE, 302)
    assert "set one up first" in answer.content.decode()
    again = {"password": "a-long-passphrase"}  # whoever finds a session open gets no further
    answer = client.post(answer.redirect_chain[1][0], again, follow=True)
    assert answer.redirect_chain == [(ACTIVATE, 302)]
    page = answer.content.decode()
    assert "data:image/svg" in page, "the picture to scan"
    assert client.get("/account/").status_code == 200
    assert client.get("/coatings/").status_code == 200
    found = re.search(r'value="([A-Z2-7]{32})"', page)
    assert found
    secret = found[1]
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200
    assert client.post(ACTIVATE, {"code": code(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=ada).count() == 2, "an app, and codes for its loss"
    assert client.get("/curate/").status_code == 200


def test_from_then_on_the_password_alone_opens_nothing() -> None:
    secret = generate_totp_secret()
    TOTP.activate(curator(), secret)
    client = Client()
    assert sign_in(client) == "/account/2fa/authenticate/"
    assert client.get("/curate/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": "123456"}).status_code == 200
    assert client.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert client.get("/curate/").status_code == 200


def test_a_recovery_code_opens_it_once() -> None:
    ada = curator()
    TOTP.activate(ada, generate_totp_secret())
    spare = RecoveryCodes.activate(ada).generate_codes()[0]
    for status in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post("/account/2fa/authenticate/", {"code": spare}).status_code == status


def test_rest_in_a_session_asks_for_it_and_a_token_has_been_asked(client: Client) -> None:
    ada = curator()
    client.force_login(ada)
    answer = client.get("/api/v1/submissions/")
    assert answer.status_code == 403
    assert "authenticator app" in answer.json()["detail"]
    _, token = make_token(by=ada, name="script", scopes=["read"])
    header = {"Authorization": f"Token {token}"}
    assert Client().get("/api/v1/submissions/", headers=header).status_code == 200


def test_a_contributor_is_not_asked_and_nobody_where_it_is_off(
    client: Client, settings: Any
) -> None:
    client.force_login(person("bob"))
    assert client.get("/curate/").status_code == 200
    settings.SECOND_FACTOR = False
    client.force_login(curator())
    assert client.get("/curate/").status_code == 200


def test_the_administration_signs_in_the_same_way(client: Client) -> None:
    answer = client.get("/admin/login/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_the_administration_is_no_way_around_it(client: Client) -> None:
    ada = person("ada", Role.ADMINISTRATOR)
    ada.is_staff = ada.is_superuser = True
    ada.save()
    client.force_login(ada)
    assert client.get("/admin/").headers["Location"] == ACTIVATE
    TOTP.activate(ada, generate_totp_secret())
    assert client.get("/admin/").status_code == 200


# --- at rest ------------------------------------------------------------------------------------
FIRST, SECOND = "first-secret-" * 4, "second-secret-" * 4


def kept(user: User) -> str:
    """Everything that the database holds of somebody's second factors."""
    return " ".join(str(one.data) for one in Authenticator.objects.filter(user=user))


def enters(user: User, code: str) -> bool:
    client = Client()
    sign_in(client)
    return client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302


def test_secrets_are_sealed_and_signing_in_opens_them() -> None:
    secret, ada = generate_totp_secret(), curator()
    TOTP.activate(ada, secret)
    spares = RecoveryCodes.activate(ada).generate_codes()
    assert secret not in kept(ada)
    assert kept(ada).count("sealed:") == 2
    assert seal(secret) != seal(secret), "the same secret twice does not look the same"
    assert RecoveryCodes.activate(ada).generate_codes() == spares
    assert enters(ada, code(secret))


def test_a_secret_from_before_opens_as_it_stands_and_is_sealed_by_the_command(capsys: Any) -> None:
    secret, ada = generate_totp_secret(), curator()
    Authenticator.objects.create(user=ada, type="totp", data={"secret": secret})
    Authenticator.objects.create(
        user=ada, type="recovery_codes", data={"migrated_codes": ["ab", "cd"], "used_mask": 1}
    )
    assert unseal(secret) == secret
    call_command("seal_second_factors")
    assert "2 second factors are sealed" in capsys.readouterr().out
    assert secret not in kept(ada)
    codes = Authenticator.objects.get(type="recovery_codes")
    assert codes.data["used_mask"] == 1
    assert [unseal(one) for one in codes.data["migrated_codes"]] == ["ab", "cd"]
    assert enters(ada, code(secret))


def test_a_replaced_key_opens_while_it_is_named_and_until_all_is_sealed_anew(
    settings: Any, capsys: Any
) -> None:
    secret, ada = generate_totp_secret(), curator()
    settings.SECRET_KEY = FIRST
    TOTP.activate(ada, secret)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = SECOND, [FIRST]
    assert enters(ada, code(secret))
    call_command("seal_second_factors")
    settings.SECRET_KEY_FALLBACKS = []
    (held,) = Authenticator.objects.filter(user=ada)
    assert unseal(held.data["secret"]) == secret
    assert "No key" not in capsys.readouterr().out


def test_without_the_key_no_code_is_right_and_the_command_says_whose(
    settings: Any, capsys: Any
) -> None:
    secret, ada = generate_totp_secret(), curator()
    settings.SECRET_KEY = FIRST
    TOTP.activate(ada, secret)
    settings.SECRET_KEY = SECOND
    before = kept(ada)
    assert not enters(ada, code(secret))
    assert not enters(ada, code(""))
    call_command("seal_second_factors")
    assert "No key here opens those of ada" in capsys.readouterr().out
    assert kept(ada) == before, "the key may come back"
