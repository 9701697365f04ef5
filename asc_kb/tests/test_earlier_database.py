"""A database from before the rooms were parted is told apart, and nothing of it is touched."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.embedded.trouble import Trouble

pytestmark = pytest.mark.django_db


def test_an_earlier_database_is_met_with_a_sentence_and_left_alone() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="records").delete()
    before = recorder.applied_migrations().keys()
    with pytest.raises(Trouble, match=r"export_papers DIR.*load_papers DIR"):
        call_command("migrate", verbosity=0)
    assert recorder.applied_migrations().keys() == before


def test_a_database_of_this_code_migrates() -> None:
    call_command("migrate", verbosity=0)
