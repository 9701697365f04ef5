"""The page of the REST interface."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from asc_kb.examples import EXAMPLES

pytestmark = pytest.mark.usefixtures("review")


def test_the_page_prints_every_example_with_the_address_of_the_site(client: Client) -> None:
    page = client.get("/api/").content.decode()
    assert page.count("data-example=") == 4 * len(EXAMPLES)
    assert f"{settings.PUBLIC_URL}/api/v1/results/?property=ionic_conductivity" in page
    assert "{base}" not in page
