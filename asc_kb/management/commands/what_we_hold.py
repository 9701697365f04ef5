"""``manage.py what_we_hold [FILE]``: amounts and coverage of the data, as a page of the docs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from exchange.holdings import TABLES, Holdings, holdings

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator


class Command(BaseCommand):
    help = "Writes what is on record, and what is most wanted, as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=Path("docs/what-we-hold.md"), metavar="FILE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        file.write_text("\n".join(_page(holdings())) + "\n", "utf-8")
        self.stdout.write(self.style.SUCCESS(f"written to {file}"))


def _page(held: Holdings) -> Iterator[str]:
    yield "# What we hold"
    yield ""
    yield "Made by `manage.py what_we_hold` from the data in `fixtures/`; the site has the same at"
    yield "`/data/holdings/`. What is not here may be in the literature all the same."
    yield ""
    yield from _table(("What", "Number"), ((what, str(number)) for what, number in held.amounts))
    yield "## Most wanted next"
    yield ""
    rows = ((one.name, str(one.coatings), ", ".join(one.lacking)) for one in held.wanted)
    yield from _table(("Film", "Coatings", "Not on record here"), rows)
    for title, name in TABLES:
        yield f"## {title}"
        yield ""
        lines = (
            (one.name, *(str(n) for n in (len(one.papers), one.coatings, one.tests, one.values)))
            for one in getattr(held, name)
        )
        yield from _table((title[3:].capitalize(), "Papers", "Coatings", "Tests", "Values"), lines)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---' if place == 0 else '--:' for place, _ in enumerate(heads))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
