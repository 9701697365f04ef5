from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from asc_kb.operations import prepared
from records.deriving import BATCH
from records.kinds import record_kinds

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
    derivations = [kind.derivation for kind in record_kinds()]
    if sum(derivation.count_waiting() for derivation in derivations) > _FEW:
        return
    for derivation in derivations:
        for batch in derivation.walk(step=BATCH, only_waiting=True):
            derivation.run(batch, only_waiting=True)
