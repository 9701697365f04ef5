"""``manage.py export_release DIR``: the data as they are now, pinned and self-describing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.core.management.base import BaseCommand, CommandError

from asc_kb.api_urls import LISTS
from asc_kb.synthetic import examples_loaded
from documents.exporting import export_paper
from documents.files import write_yaml
from documents.vocabulary import export_vocabulary
from exchange.releases import Documents, write_release
from exchange.releases.publishing import previous_release, publish
from literature.models import Paper

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator, Sequence

    from exchange.exports.offering import TabledView


class Command(BaseCommand):
    help = (
        "Write a release of the data into an empty folder: tables, documents, their description, "
        "checksums and the changes since the release before. The same data give the same files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--version", dest="named", default="", help="unless given, the day of the last change"
        )
        parser.add_argument(
            "--publish", action="store_true", help="list and serve it at /releases/ from now on"
        )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        if examples_loaded():
            raise CommandError(
                "Synthetic examples are loaded, and a release holds none: take them away first, "
                "with manage.py load_examples --remove."
            )
        documents = Documents(vocabulary=vocabulary_texts, papers=paper_texts)
        folder: Path = options["folder"]
        try:
            with previous_release(options["named"]) as previous:
                written = write_release(
                    folder,
                    views=cast("Sequence[type[TabledView]]", LISTS),
                    documents=documents,
                    version=options["named"],
                    previous=previous,
                )
            if options["publish"]:
                release = publish(folder, written)
                self.stdout.write(f"published as {release.path.name}, sha256 {release.checksum}")
        except (FileExistsError, ValueError) as error:
            raise CommandError(str(error)) from error
        said = ", ".join(f"{count} {name}" for name, count in written.counts.items())
        self.stdout.write(self.style.SUCCESS(f"release {written.version} in {folder}: {said}"))


def vocabulary_texts() -> Iterator[tuple[str, str]]:
    for kind, document in export_vocabulary().items():
        yield kind, write_yaml(document)


def paper_texts() -> Iterator[tuple[str, str]]:
    for paper in Paper.objects.select_related("via").order_by("key").iterator(chunk_size=200):
        yield paper.key, write_yaml(export_paper(paper))
