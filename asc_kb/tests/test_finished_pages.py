"""Pages are made once for each version of what they say, and never shown after it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.protocol.finished_pages import FinishedPages
from coatings.models import Coating
from curation.actions.reports import answer_report, report_problem
from curation.models import ReportState
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db(transaction=True)
_ASKED_TO_KNOW = 2  # the version of the data, and what is said beside them


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    pages = {**project.CACHES["pages"], "OPTIONS": {"MAX_ENTRIES": 100}}
    settings.CACHES = {**project.CACHES, "pages": pages}
    settings.PAGES_KEPT = 100
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    yield Client()
    caches["pages"].clear()


def page(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def record() -> str:
    return f"/coatings/{Coating.objects.order_by('pk')[0].public_id}/"


def test_a_page_is_made_once_and_known_again(client: Client) -> None:
    for address in (record(), "/coatings/", "/coatings/?q=alumina", "/"):
        first = client.get(address)
        assert statements(client, address) == _ASKED_TO_KNOW
        again = client.get(address)
        assert again.content == first.content
        assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
        assert again.headers.get("Link") == first.headers.get("Link")
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_change_of_the_data_shows_at_once(client: Client) -> None:
    address = record()
    assert "a word of the second version" not in page(client, address)
    changed = copy.deepcopy(paper())
    changed["coatings"][0]["note"] = "a word of the second version"
    publish_paper(changed)
    assert "a word of the second version" in page(client, address)


def test_a_report_shows_at_once_and_goes_when_it_is_answered(client: Client) -> None:
    address = record()
    assert 'class="reported"' not in page(client, address)
    report = report_problem(
        record=Coating.objects.order_by("pk")[0].public_id,
        place="material",
        label="material",
        printed="",
        text="It is another film.",
        address="192.0.2.1",
    )
    assert 'class="reported"' in page(client, address)
    curator = person("bea", Role.CURATOR)
    answer_report(report=report, by=curator, state=ReportState.NO_FAULT, answer="It is.")
    assert 'class="reported"' not in page(client, address)


def test_who_is_signed_in_gets_a_page_of_their_own(client: Client) -> None:
    address = record()
    page(client, address)
    client.force_login(person("ada"))
    assert statements(client, address) > _ASKED_TO_KNOW
    assert "ETag" not in client.get(address)


def test_forms_and_compression_are_kept_apart(client: Client) -> None:
    address = record()
    plain = page(client, address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert page(client, address) == plain
    told: Any = client.get(address, headers={"Accept": "application/json"}).json()
    assert told["id"] in address
    assert page(client, address) == plain


def test_what_is_not_for_everybody_is_never_kept(client: Client) -> None:
    for address in ("/curate/", "/account/login/", "/healthz", "/coatings/?ordering=nothing"):
        assert client.get(address).headers.get("ETag") is None
    rest = "/api/v1/coatings/"
    client.get(rest)
    assert statements(client, rest) > _ASKED_TO_KNOW


def test_nothing_is_kept_where_none_may_be(settings: Settings) -> None:
    settings.PAGES_KEPT = 0
    with pytest.raises(MiddlewareNotUsed):
        FinishedPages(lambda request: HttpResponse())
