"""``manage.py load_release DIR``: a release into an empty database, ids and dates included."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from exchange.releases.processes import restore_recipes
from exchange.releases.state import restore_dates, restore_ids
from literature.models import Paper
from records.models import PublicId

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Load a release (its unpacked folder) into an empty database: the same records, ids and "
        "dates, so that REST answers as it did when the release was made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not (folder / "state.json").is_file():
            raise CommandError(f"{folder} is no release: it has no state.json")
        if Paper.objects.exists() or PublicId.objects.exists():
            raise CommandError("the database holds papers already; a release needs an empty one")
        state = orjson.loads((folder / "state.json").read_bytes())
        restore_ids(state)
        quiet = {"verbosity": options["verbosity"], "stdout": self.stdout}
        call_command("load_papers", folder / "vocabulary", **quiet)
        # a release written before processes were kept lets its coatings make them anew
        restore_recipes(state.get("recipes", {}))
        call_command("load_papers", folder / "papers", **quiet)
        call_command("recompute", "--all", "--here", **quiet)
        restore_dates(state)
        self.stdout.write(self.style.SUCCESS(f"{len(state['papers'])} papers loaded"))
