"""The one table of who may do what, held against every address, pages and REST alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions import make_token
from accounts.models import Role
from accounts.permissions import ADDRESSES, MAY, May, may
from accounts.tests.people import person
from curation import actions
from curation.models import Submission
from documents.tests.documents import paper

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

# What opens each address of the table, with the numbers of the world below.
ARGUMENTS: dict[str, Any] = {
    "number": "{number}",
    "step": "submit",
    "remark": 1,
    "link": 1,
    "revision": 1,
    "public_id": "ASC-P000001",
    "paper": "doe-2020",
    "chapter": "orphans",
    "kind": "material",
    "sha256": "0",
}


def addresses() -> Iterator[tuple[str, str]]:
    """Every named address with its pattern."""

    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern) and one.name:
                yield one.name, before + str(one.pattern)

    yield from walk(get_resolver().url_patterns, "/")


@pytest.fixture
def draft() -> Submission:
    return actions.create_submission(by=person("ada"), document=paper())


def test_every_address_of_curating_stands_in_the_table() -> None:
    public = {"invitation", "observe", "record-history", "report", "report-find", "report-status"}
    ours = {
        name
        for name, pattern in addresses()
        if pattern.startswith(("/curate/", "/account/", "/api/v1/submissions", "^submissions"))
        and not name.startswith(("account_", "mfa_"))  # of a library, which asks for itself
    }
    assert ours - set(ADDRESSES) - public == set()


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("name", sorted({name for name, _ in addresses()} & set(ADDRESSES)))
def test_each_role_reaches_what_the_table_gives_it_and_nothing_else(
    name: str, role: Role | None, draft: Submission
) -> None:
    from django.urls import reverse

    patterns = dict(addresses())
    given = {
        key: str(value).format(number=draft.pk)
        for key, value in ARGUMENTS.items()
        if f":{key}>" in patterns[name] or f"<{key}>" in patterns[name]
    }
    address = reverse(name, kwargs=given or None)
    client = Client()
    user = person("zoe", role) if role else None
    if user:
        client.force_login(user)
    allowed = may(user, ADDRESSES[name]) if user else False
    if user and ADDRESSES[name] != May.SIGNED_IN:
        assert allowed == (ADDRESSES[name] in MAY[Role(role or Role.READER)])
    for method in ("get", "post", "put", "delete", "patch"):
        status = getattr(client, method)(address).status_code
        if allowed:
            # what is not theirs is 404 or 403 by the submission itself, never by the table
            assert status < 500, (method, status)
            continue
        refused = {401, 403} if name.startswith("api-") else {302, 403}
        assert status in refused, (method, status)
        if status == 302:
            location = getattr(client, method)(address).headers["Location"]
            assert location.startswith("/account/login/")


def test_a_reader_reaches_everything_that_is_public() -> None:
    client = Client()
    for address in ("/coatings/", "/papers/", "/api/v1/coatings/", "/report/status/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("scope", ["read", "write", "review"])
def test_a_token_does_what_its_scope_says_and_no_more(scope: str, draft: Submission) -> None:
    bea = person("bea", Role.CURATOR)
    _, text = make_token(by=bea, name="script", scopes=[scope])
    client = Client(headers={"Authorization": f"Token {text}"})
    base = f"/api/v1/submissions/{draft.pk}/"
    actions.submit(submission=draft, by=draft.author)
    json = "application/json"
    reads = client.get(base).status_code
    writes = client.post("/api/v1/submissions/", {"key": "x"}, json).status_code
    reviews = client.post(f"{base}return/", {"reason": "mend it"}, json).status_code
    expected = {
        "read": (200, 403, 403),
        "write": (200, 201, 403),
        "review": (200, 403, 200),
    }
    assert (reads, writes, reviews) == expected[scope]


def test_a_token_is_kept_as_a_hash_and_ends_when_revoked(client: Client) -> None:
    from accounts.models import Token

    ada = person("ada")
    client.force_login(ada)
    form = {"name": "my script", "scopes": ["read"], "days": "30"}
    page = client.post("/account/tokens/", form).content.decode()
    text = page.split('<code class="secret">')[1].split("<")[0]
    token = Token.objects.get()
    assert text not in (token.digest, token.token_key)
    assert text not in client.get("/account/").content.decode()
    script = Client(headers={"Authorization": f"Token {text}"})
    assert script.get("/api/v1/submissions/").status_code == 200
    client.post("/account/tokens/revoke/", {"token": token.digest})
    assert script.get("/api/v1/submissions/").status_code == 401


def test_a_token_cannot_do_more_than_its_owner() -> None:
    from accounts.permissions import NotAllowed

    with pytest.raises(NotAllowed, match="do not review"):
        make_token(by=person("ada"), name="x", scopes=["review"])


def test_guessing_locks_out_for_every_process_and_says_so(client: Client) -> None:
    from allauth.account.models import EmailAddress

    ada = person("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        # another process shares nothing but the database
        answer = Client().post("/account/login/", {"login": ada.email, "password": "wrong"})
    assert answer.status_code == 429
    right = {"login": ada.email, "password": "a-long-passphrase"}
    assert Client().post("/account/login/", right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/account/login/", right).status_code == 302


def test_the_table_denies_by_raising_for_those_signed_in(client: Client) -> None:
    client.force_login(person("ada"))
    answer = client.get("/curate/queue/")
    assert answer.status_code == 403
    assert "not for a contributor" in answer.content.decode()
