"""The head of every page: a quiet way in for visitors, the desk for those who are in."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from asc_kb.testing.markup import as_shown

pytestmark = pytest.mark.django_db


def _nav(client: Client, path: str) -> str:
    html = as_shown(client.get(path).content.decode())
    return html.split('aria-label="Site"')[1].split("</nav>")[0]


def test_a_visitor_is_offered_to_sign_in_and_comes_back_to_the_page() -> None:
    nav = _nav(Client(), "/coatings/?role=anode")
    assert ">Sign in</a>" in nav
    assert "?next=/coatings/%3Frole%3Danode" in nav
    assert ">Account</a>" not in nav
    assert ">Desk</a>" not in nav


def test_somebody_signed_in_finds_the_desk_and_the_account() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("ada", "ada@example.org"))
    nav = _nav(client, "/coatings/")
    assert '<a href="/curate/">Desk</a>' in nav
    assert '<a href="/account/">Account</a>' in nav
    assert "Sign in" not in nav


def test_a_page_that_is_not_there_has_the_same_head() -> None:
    assert ">Sign in</a>" in _nav(Client(), "/nowhere/")
