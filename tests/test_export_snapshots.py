"""A file is read in one version of the data, whatever is published while it is sent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from coatings.models import CoatingRead
from tests.world import grow

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("committed_review")


def test_every_file_is_sent_whole_and_leaves_no_transaction_open(client: Client) -> None:
    count = CoatingRead.objects.count()
    for form in ("csv", "xlsx", "parquet", "jsonl", "bibtex", "ris", "csl"):
        body = client.get("/api/v1/coatings/", {"format": form}).getvalue()
        assert body
        assert not connection.in_atomic_block, form
        if form in ("csv", "jsonl"):
            assert body.count(b"\n") == count + (form == "csv")
    plain = client.get("/api/v1/coatings/").headers["X-Data-Version"]
    response = client.get("/api/v1/coatings/?format=csv")
    assert response.headers["X-Data-Version"] == plain
    response.close()
    assert not connection.in_atomic_block
    client.head("/api/v1/coatings/?format=csv").close()
    assert not connection.in_atomic_block


def test_a_file_the_client_holds_already_is_not_sent_and_leaves_nothing_open(
    client: Client,
) -> None:
    time.sleep(1.1)  # the second of the last change has to be over
    response = client.get("/api/v1/coatings/?format=csv")
    since = response.headers["Last-Modified"]
    response.close()
    again = client.get("/api/v1/coatings/?format=csv", headers={"if-modified-since": since})
    assert again.status_code == 304
    assert not connection.in_atomic_block
    grow(1)
    assert client.get("/api/v1/coatings/?format=csv").getvalue().count(b"invented") > 0
    assert not connection.in_atomic_block
