"""``manage.py load_examples``: synthetic example curves; ``--remove`` takes them away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from asc_kb.synthetic import load_examples, remove_examples

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Load generated example curves, marked as synthetic. They are no literature: no release is "
        "written while they are there. With --remove, take all of them away again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the examples away again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            count = remove_examples()
            self.stdout.write(f"{count} synthetic tests taken away" if count else "none were there")
            return
        loaded = load_examples()
        self.stdout.write(self.style.SUCCESS(f"synthetic examples: {', '.join(loaded)}"))
