"""``manage.py load_papers PATH…``: publish paper and vocabulary documents from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from documents.files import Source, find_files, in_order, read_file
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Publish paper and vocabulary documents (YAML or JSON files, or folders of them). "
        "All or nothing per document; loading the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--keep-curated",
            action="store_true",
            help="leave papers alone that a person changed since they were loaded",
        )
        parser.add_argument("--reason", default="", help="kept with the version of each paper")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = find_files(options["paths"])
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        if not files:
            raise CommandError("no .yaml, .yml or .json document under the paths given")
        sources, refused = self._read(files)
        try:
            ordered = in_order(sources)
        except DocumentInvalid as error:
            raise CommandError(f"nothing was loaded: {error}") from error
        changed = unchanged = 0
        curated = curated_papers() if options["keep_curated"] else set()
        quiet = options["verbosity"] == 0 or None  # None: no bar where there is no terminal
        bar = tqdm(ordered, unit="document", disable=quiet, mininterval=0.5)
        for source in bar:
            bar.set_postfix_str(source.path.stem, refresh=False)
            if source.key in curated and not source.is_vocabulary:  # or merged into another
                unchanged += 1
                continue
            try:
                if self._publish(source, options["reason"]):
                    changed += 1
                else:
                    unchanged += 1
            except DocumentInvalid as error:
                refused.append(DocumentInvalid(error.problems, str(source.path)))
        self._report(changed, unchanged, refused)

    def _read(self, files: list[Path]) -> tuple[list[Source], list[DocumentInvalid]]:
        sources, refused = [], []
        for path in files:
            try:
                sources.append(read_file(path))
            except DocumentInvalid as error:
                refused.append(error)
        return sources, refused

    def _publish(self, source: Source, reason: str) -> bool:
        if source.is_vocabulary:
            return publish_vocabulary(source.data).changed
        return publish_paper(source.data, reason=reason).changed

    def _report(self, changed: int, unchanged: int, refused: list[DocumentInvalid]) -> None:
        for error in refused:
            for problem in error.problems:
                self.stderr.write(self.style.ERROR(f"{error.source}: {problem}"))
        loaded = f"{changed} loaded, {unchanged} unchanged"
        if refused:
            kept = "nothing of a refused one is kept"
            raise CommandError(f"{loaded}, {len(refused)} refused ({kept})")
        self.stdout.write(self.style.SUCCESS(loaded if changed else f"nothing to do: {loaded}"))


def curated_papers() -> set[str]:
    """Keys of papers with a version that a person published: a file must not undo it."""
    versions = PaperVersion.objects.filter(Q(published_by__isnull=False) | Q(paper__merged=True))
    return set(versions.values_list("paper__key", flat=True))
