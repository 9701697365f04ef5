"""The version of the data moves with every committed change, and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from literature.models import Paper
from records.data_version import WATCH, OfVersion, data_version, one_snapshot

if TYPE_CHECKING:
    from records.data_version import Version


def add_paper(number: int) -> None:
    Paper.objects.create(
        id=number,
        key=f"somebody-{number}",
        type="book",
        csl={},
        citation="",
        updated=timezone.now(),
    )


def number() -> int:
    return data_version().number


@pytest.mark.django_db(transaction=True)
def test_every_transaction_that_writes_makes_one_new_version() -> None:
    before = number()
    with transaction.atomic():
        add_paper(1)
        add_paper(2)
    first = number()
    assert first > before
    Paper.objects.update(note="mended")  # in bulk, past every save()
    second = number()
    assert second > first
    Paper.objects.filter(pk=2).delete()
    assert number() > second


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_once_for_a_version_is_asked_anew_after_an_edit() -> None:
    asked: list[int] = []

    @OfVersion
    def papers() -> int:
        asked.append(1)
        return Paper.objects.count()

    add_paper(1)
    assert (papers(), papers()) == (1, 1)
    assert len(asked) == 1
    add_paper(2)
    assert papers() == 2
    with transaction.atomic():
        add_paper(3)
        assert papers() == 3  # seen here alone, and not remembered
        transaction.set_rollback(True)
    assert papers() == 2
    assert len(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_reading_and_what_is_rolled_back_make_none() -> None:
    add_paper(1)
    before = data_version()
    list(Paper.objects.all())
    with transaction.atomic():
        add_paper(2)
        transaction.set_rollback(True)
    after = data_version()
    assert (after.number, after.changed) == (before.number, before.changed)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_not_settled_and_has_no_version() -> None:
    before = number()
    with transaction.atomic():
        add_paper(1)
        assert number() == before
        assert not data_version().settled
    assert data_version().settled


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_the_data_of_its_version_whatever_is_published_meanwhile() -> None:
    add_paper(1)
    with one_snapshot() as version:
        papers = Paper.objects.count()
        with other_connection() as cursor:
            cursor.execute("UPDATE literature_paper SET note = 'changed'")
        assert Paper.objects.filter(note="changed").count() == 0
        assert papers == 1
        assert data_version().number == version.number
    assert number() > version.number


@pytest.mark.django_db(transaction=True)
def test_the_second_of_a_change_is_named_only_when_it_is_over() -> None:
    def aged(by: str) -> Version:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE records_dataversion SET changed = "
                f"date_trunc('second', clock_timestamp()) {by}"
            )
        return data_version()

    add_paper(1)
    assert aged("+ interval '10 seconds'").modified is None
    past = aged("- interval '1.25 seconds'")
    assert past.modified == past.changed.replace(microsecond=0)


@pytest.mark.django_db
def test_every_table_of_the_data_tells_of_its_changes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [WATCH])
        watched = {name for (name,) in cursor.fetchall()}
    for room in ("records", "literature", "figures", "precursors", "coatings", "cycling"):
        tables = {m._meta.db_table for m in apps.get_app_config(room).get_models()}
        histories = {table for table in tables if table.endswith("event")}
        apart = {"records_dataversion", "records_pendingchange"}
        # of the moment, or made from the read rows: no answer says anything else because of them
        apart |= {"records_unfinishedbatch", "records_indexblock", "records_indexchange"}
        assert tables - histories - apart <= watched


def other_connection() -> psycopg.Cursor[Any]:
    params = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(
        **{k: params[k] for k in keep if params.get(k)}, autocommit=True
    ).cursor()
