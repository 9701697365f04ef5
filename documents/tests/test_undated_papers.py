"""A paper whose year no page prints is on record without one, everywhere."""

from __future__ import annotations

import pytest
from django.test import Client

from coatings.kind import COATINGS
from coatings.models import Coating
from cycling.derive import DERIVATION as TESTS
from cycling.models import CyclingTest
from documents.publishing import publish_paper
from documents.tests.documents import paper
from literature.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def undated() -> Paper:
    document = paper()
    del document["citation"]["issued"]
    publish_paper(document)
    COATINGS.derivation.run(list(Coating.objects.values_list("pk", flat=True)), only_waiting=False)
    TESTS.run(list(CyclingTest.objects.values_list("pk", flat=True)), only_waiting=False)
    return Paper.objects.get(key=document["key"])


def test_it_has_no_year_in_rest_and_none_is_found_by_year(client: Client, undated: Paper) -> None:
    assert client.get(f"/api/v1/papers/{undated.public_id}/").json()["year"] is None
    assert client.get("/api/v1/coatings/?year_min=1900").json()["count"] == 0
    assert client.get("/api/v1/coatings/?ordering=-year").json()["count"] > 0
    assert client.get("/api/v1/results/?year_max=2100").json()["count"] == 0
    assert "datePublished" not in client.get(f"/papers/{undated.public_id}/").content.decode()


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
def test_its_citation_says_no_year(client: Client, undated: Paper, form: str) -> None:
    answer = client.get(f"/api/v1/papers/?format={form}")
    assert answer.status_code == 200
    text = answer.getvalue().decode().lower()
    assert not any(said in text for said in ("year", "py  -", "issued", "none"))


@pytest.mark.parametrize(
    "address", ["/coatings/", "/papers/", "/cycling/", "/explore/timeline/", "/evidence/", "/"]
)
def test_every_list_shows_it(client: Client, undated: Paper, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert ">None<" not in page.content.decode()


def test_the_timeline_counts_it_apart(client: Client, undated: Paper) -> None:
    count = undated.coatings.count()
    said = client.get("/explore/timeline/").content.decode()
    assert f"{count} come from papers without a year" in " ".join(said.split())
