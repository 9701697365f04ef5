"""The copy of the review's world is made anew after a test that wrote into it, and only then."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from asc_kb.testing.review import _rows_written
from literature.models import Paper

pytestmark = pytest.mark.usefixtures("committed_review")


def test_reading_writes_nothing() -> None:
    before = _rows_written()
    assert before is not None
    assert Paper.objects.count() > 1
    assert _rows_written() == before


def test_each_way_of_writing_counts() -> None:
    for statement in (
        "UPDATE literature_paper SET updated = updated",
        "TRUNCATE literature_paper CASCADE",
        "CREATE TABLE made_here (id int)",
    ):
        before = _rows_written()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert _rows_written() != before


def test_what_another_connection_writes_counts_once_it_has_left() -> None:
    before = _rows_written()

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE literature_paper SET updated = updated")
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    other.join()
    assert _rows_written() != before
