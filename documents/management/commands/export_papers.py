"""``manage.py export_papers DIR [KEY…]``: paper documents rebuilt from the rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from documents.exporting import export_paper, withdrawn_documents
from documents.files import write_yaml
from literature.models import Paper

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Write the document of every paper, withdrawn ones too (or of those named by key)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("keys", nargs="*", metavar="KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        papers = Paper.objects.select_related("via").order_by("pk")
        if options["keys"]:
            papers = papers.filter(key__in=options["keys"])
            unknown = set(options["keys"]) - set(papers.values_list("key", flat=True))
            if unknown:
                raise CommandError(f"no paper with the key {', '.join(sorted(unknown))}")
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        count = papers.count()
        for paper in tqdm(papers, total=count, unit="paper", disable=None):
            (folder / f"{paper.key}.yaml").write_text(write_yaml(export_paper(paper)), "utf-8")
        for key, document in withdrawn_documents() if not options["keys"] else ():
            (folder / f"{key}.yaml").write_text(write_yaml(document), "utf-8")
            count += 1
        self.stdout.write(self.style.SUCCESS(f"{count} documents in {folder}"))
