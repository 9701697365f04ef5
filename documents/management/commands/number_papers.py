"""``manage.py number_papers FOLDER``: public ids for the records of document files without one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from ruamel.yaml import YAML

from documents.files import find_files
from records.kinds import record_kinds
from records.models import Kind, public_id

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

_PUBLIC_ID = re.compile(rf"\bASC-([{''.join(Kind)}])(\d{{6,9}})\b")


class Command(BaseCommand):
    help = (
        "Write the next free public id under the key of every paper, coating and test that has "
        "none, so that each fresh start of these files gives the same ids."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = [path for path in find_files([options["folder"]]) if path.suffix != ".json"]
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        texts = {path: path.read_text("utf-8") for path in files}
        last: Counter[str] = Counter()
        for text in texts.values():
            for kind, number in _PUBLIC_ID.findall(text):
                last[kind] = max(last[kind], int(number))
        given = 0
        for path, text in texts.items():
            lines = text.splitlines(keepends=True)
            missing = list(_without_id(text))
            given += len(missing)
            for passed, (kind, line, column) in enumerate(missing, start=1):
                last[kind] += 1
                lines.insert(line + passed, f"{' ' * column}id: {public_id(kind, last[kind])}\n")
            if missing:
                path.write_text("".join(lines), "utf-8")
        self.stdout.write(self.style.SUCCESS(f"{given} ids given in {len(files)} files"))


def _without_id(text: str) -> Iterator[tuple[str, int, int]]:
    """(kind, line, column) of the key of each record without an id, from top to bottom."""
    document = YAML().load(text)
    if not str(document.get("schema", "")).startswith("asc-paper/"):
        return
    sections = {kind.section: kind.kind for kind in record_kinds()}
    records = [(Kind.PAPER, document)]
    for name in filter(sections.get, document):
        records += [(sections[name], entry) for entry in document[name]]
    for kind, entry in records:
        if "id" not in entry:
            line, column = entry.lc.key("key")
            yield kind.value, line, column
