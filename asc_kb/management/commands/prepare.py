from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from asc_kb.operations import prepared
from coatings.derive import DERIVATION as COATINGS
from cycling.derive import DERIVATION as TESTS
from records.deriving import BATCH

_FEW = 2_000
"""Records that are computed before the first page is shown; more are left to the workers."""


class Command(BaseCommand):
    help = "Brings the database to this checkout's state: migrations, fixtures, derived values."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", help="Digest of this checkout; computed when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        state = options["state"] or prepared.digest(settings.BASE_DIR)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Migrations are applied.")
        if "load_papers" not in get_commands():
            self.stdout.write("There is no load_papers command yet: fixtures are not loaded.")
        elif not settings.FIXTURES_DIR.is_dir():
            self.stdout.write(f"There is no folder {settings.FIXTURES_DIR}: nothing to load.")
        else:
            call_command("load_papers", str(settings.FIXTURES_DIR), keep_curated=True)
        _compute_what_waits()
        prepared.remember(state)


def _compute_what_waits() -> None:
    """The first visitor finds derived values, not the word that they are being computed."""
    rooms = (COATINGS, TESTS)
    if sum(room.count_waiting() for room in rooms) > _FEW:
        return
    for room in rooms:
        for batch in room.walk(step=BATCH, only_waiting=True):
            room.run(batch, only_waiting=True)
