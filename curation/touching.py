"""Which published documents of a paper changed one of its records, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, JSONField, Value

from curation.models import PaperVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from literature.models import Paper

SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A version of the paper that changed the record. ``parts`` names what differs from the one
    before: nothing where the record came with it, or left."""

    number: int
    published: datetime
    by: str
    reason: str
    kind: str
    parts: list[str]


def changes_of_item(paper: Paper, section: str, key: str) -> list[Change]:
    """Versions that changed the item ``key`` of ``section`` (coatings, cycling), newest first;
    one query, in which the database takes the item out of each document."""
    path = Value(f"$.{section}[*] ? (@.key == $key)")
    item = Func(
        F("document"),
        Func(path, function="", template="(%(expressions)s)::jsonpath"),
        Value({"key": key}, JSONField()),
        function="jsonb_path_query_first",
        output_field=JSONField(),
    )
    return _changes(_rows(paper).annotate(item=item).values_list(*_COLUMNS, "item"))


def changes_of_paper(paper: Paper) -> list[Change]:
    """Every version of the paper, newest first, with the sections that differ; one query."""
    return _changes(_rows(paper).values_list(*_COLUMNS, "document"))


_COLUMNS = ("number", "published", "published_by__username", "reason")


def _rows(paper: Paper) -> Any:
    return PaperVersion.objects.filter(paper=paper).order_by("number")


def _changes(rows: Iterable[tuple[int, datetime, str | None, str, Any]]) -> list[Change]:
    found = []
    before: dict[str, Any] | None = None
    for number, published, by, reason, item in rows:
        if item != before:
            kind = "entered" if before is None else "taken out" if item is None else "changed"
            parts = _parts(before, item) if kind == "changed" else []
            found.append(Change(number, published, by or "", reason, kind, parts))
        before = item
    return found[::-1]


def _parts(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    old, new = before or {}, after or {}
    names = [*old, *(name for name in new if name not in old)]
    return [name.replace("_", " ") for name in names if old.get(name) != new.get(name)]
