"""What takes away from under running code is declared, and waits until nobody is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.embedded.trouble import Trouble
from exchange.results import view
from records.upgrades import CONTRACTS, contracts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

PACKED = ("cycling", "0007_packed_curves_and_about")


def plan() -> list[Any]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


@pytest.fixture
def other() -> Iterator[Any]:
    """The session of a web server."""
    session = connection.copy("default")
    session.ensure_connection()
    yield session
    session.close()


def there(name: str) -> bool:
    return name in connection.introspection.table_names(include_views=True)


def test_every_declared_migration_exists() -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    assert CONTRACTS.keys() <= known


@pytest.mark.django_db
def test_an_empty_database_has_no_old_code() -> None:
    MigrationRecorder(connection).migration_qs.all().delete()
    assert len(plan()) > 20
    assert contracts(plan()) == []


@pytest.mark.django_db
def test_only_what_is_declared_is_told_and_takes_the_view_of_results_away() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="curation", name="0006_kept_parts").delete()
    assert len(plan()) == 1
    assert contracts(plan()) == []
    view.drop("default", plan())
    assert there(view.NAME), "it can be read while tables grow"
    recorder.migration_qs.filter(app=PACKED[0], name=PACKED[1]).delete()
    assert contracts(plan()) == [".".join(PACKED)]
    view.drop("default", plan())
    assert not there(view.NAME)
    view.make("default")
    assert there(view.NAME)


@pytest.mark.django_db
def test_it_waits_until_nobody_is_connected(other: Any) -> None:
    MigrationRecorder(connection).migration_qs.filter(app=PACKED[0], name=PACKED[1]).delete()
    with pytest.raises(Trouble, match=r"cycling\.0007_packed.* are connected"):
        call_command("migrate", verbosity=0)
    assert PACKED not in MigrationRecorder(connection).applied_migrations()
