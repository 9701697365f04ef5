"""The published world of tests that span rooms.

``review`` is the whole review as ``fixtures/`` hold it, published and derived, for a module of
tests; what a test changes is rolled back. The first module that asks publishes the documents; its
rows are kept as text and put back for the next, which takes a fraction of the time.

``committed_review`` is the same for tests that need committed rows, such as those of a live
server. ``grow`` publishes invented papers on top, for questions of size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from coatings.models import CoatingRead
from cycling.models import TestRead
from documents.files import find_files, in_order, read_file
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import paper
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest_django


@dataclass(frozen=True)
class Rows:
    """The rows of one table, as PostgreSQL copies them."""

    table: str
    columns: list[str]
    text: bytes


_kept: list[Rows] = []


def put_review() -> None:
    """Publish the review's documents, or put back the rows of the last time."""
    if _kept:
        _put_back()
        return
    for source in in_order(read_file(path) for path in find_files([settings.FIXTURES_DIR])):
        if source.is_vocabulary:
            publish_vocabulary(source.data)
        else:
            publish_paper(source.data)
    derive_stale()
    _kept.extend(_rows())


def derive_stale() -> None:
    """What the worker would do: compute every record that waits, coatings first."""
    for kind in record_kinds():
        kind.derivation.run(kind.derivation.waiting(limit=100_000))


def grow(papers: int) -> None:
    """Publish invented papers, each with two coatings and a coated test beside a bare one."""
    for number in range(papers):
        document = paper(f"invented-{number:04d}")
        document["coatings"][1]["substrate"]["material"] = "si"
        publish_paper(document)
    derive_stale()


def _rows() -> list[Rows]:
    found = []
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            stored = [f for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
            columns = [str(field.column) for field in stored]
            quoted = ", ".join(f'"{column}"' for column in columns)
            with connection.cursor() as cursor:
                command = f'COPY "{model._meta.db_table}" ({quoted}) TO STDOUT'
                with cursor.copy(command) as copy:
                    text = b"".join(bytes(block) for block in copy)
            if text:
                found.append(Rows(model._meta.db_table, columns, text))
    return found


def _put_back() -> None:
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for rows in _kept:
            quoted = ", ".join(f'"{column}"' for column in rows.columns)
            with cursor.copy(f'COPY "{rows.table}" ({quoted}) FROM STDIN') as copy:
                copy.write(rows.text)
        models = [m for room in settings.ROOMS for m in apps.get_app_config(room).get_models()]
        for command in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(command)


@pytest.fixture(scope="module")
def review_of_module(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock():
        module = transaction.atomic()
        module.__enter__()
        try:
            put_review()
            yield
        finally:
            transaction.set_rollback(True)
            module.__exit__(None, None, None)


@pytest.fixture
def review(review_of_module: None, db: None) -> None:
    """The review, published and derived; changes are rolled back after the test."""
    assert CoatingRead.objects.filter(stale_since__isnull=True).count() > 50
    assert TestRead.objects.filter(stale_since__isnull=True).count() > 30


@pytest.fixture
def committed_review(transactional_db: None) -> None:
    """The review, committed, for tests whose server or worker has its own connection."""
    put_review()
