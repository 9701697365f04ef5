"""With the synthetic examples loaded, every answer about the literature is as it was."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from asc_kb.api_urls import LISTS
from cycling.models import CyclingTest
from exchange.holdings import holdings
from explore.queries import record_counts
from literature.models import SYNTHETIC
from tests.world import derive_stale

pytestmark = pytest.mark.usefixtures("review")

PAGES = (
    *("home", "coatings", "cycling", "papers", "materials", "substrates", "methods", "precursors"),
    *("processes", "evidence", "recipes", "groups"),
)
ELSEWHERE = (
    *("/optimade/v1/_asc_coatings?page_limit=1", "/optimade/v1/_asc_tests?page_limit=1"),
    *("/optimade/v1/references?page_limit=1", "/sitemap-paper.xml", "/sitemap-coating.xml"),
    *("/sitemap-cyclingtest.xml", "/feed.atom", "/search/?q=synthetic"),
    *("/explore/", "/explore/retention.csv", "/explore/timeline.csv", "/explore/plot.csv"),
    *("/explore/curves.csv", "/explore/films.csv", "/explore/chemistry.csv", "/data/"),
    *("/api/v1/coatings/?format=csv", "/api/v1/cycling/?format=csv", "/api/v1/results/?format=csv"),
)


def answers() -> dict[str, Any]:
    client = Client()
    found: dict[str, Any] = {"counts": record_counts(), "holdings": holdings()}
    for view in LISTS:
        path = f"/api/v1/{view.plural}/"
        found[path] = client.get(path, {"page_size": "1", "ordering": "-id"}).json()
        facets = client.get(f"{path}facets/")
        found[f"{path}facets/"] = facets.json() if facets.status_code == 200 else facets.status_code
    for name in PAGES:
        found[name] = _text(client.get(reverse(name)).content.decode())
    for path in ELSEWHERE:
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.content[:300])
        found[path] = _text(b"".join(answer).decode())
    return found


def _text(page: str) -> str:
    """What is shown, without what differs from one moment to the next."""
    return re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+\S*|\d{4}-\d\d-\d\d\.\d+|nonce-\S+", "", page)


def test_nothing_about_the_literature_changes_while_examples_are_there() -> None:
    call_command("load_papers", "fixtures/vocabulary", verbosity=0)
    derive_stale()
    before = answers()
    call_command("load_examples")
    derive_stale()
    tests = list(CyclingTest.objects.filter(paper__key=SYNTHETIC))
    assert len(tests) == 5
    after = answers()
    changed = [name for name in before if _said(before[name]) != _said(after[name])]
    assert changed == []
    for test in tests:
        assert Client().get(test.get_absolute_url()).status_code == 200
    # who looks for them by name is led to their paper, and from there to each
    found = Client().get("/suggest/?q=synthetic").json()["suggestions"]
    assert [one["kind"] for one in found] == ["paper"]
    page = Client().get(found[0]["page"]).content.decode()
    assert all(test.get_absolute_url() in page for test in tests)


def _said(answer: Any) -> str:
    return json.dumps(answer, sort_keys=True, default=str)
