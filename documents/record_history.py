"""Which published documents of a paper changed one of its records, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, JSONField, Value

from documents.models import PaperVersion

if TYPE_CHECKING:
    from datetime import datetime

    from literature.models import Paper

SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A version of the paper that changed the record: what the record said before and after."""

    number: int
    published: datetime
    by: str
    entered_by: str
    """whose draft it was; empty where the document was loaded"""
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "entered"
        return "taken out" if self.after is None else "changed"

    @property
    def parts(self) -> list[str]:
        """Names of what differs: none where the record came with this version, or left."""
        return _parts(self.before, self.after) if self.kind == "changed" else []


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
    return _changes(_rows(paper).annotate(item=item), "item")


def changes_of_paper(paper: Paper) -> list[Change]:
    """Every version of the paper, newest first, with the sections that differ; one query."""
    return _changes(_rows(paper), "document")


_COLUMNS = (
    "number",
    "published",
    "published_by__username",
    "submission__author__username",
    "reason",
)


def _rows(paper: Paper) -> Any:
    return PaperVersion.objects.filter(paper=paper).order_by("number")


def _changes(rows: Any, column: str) -> list[Change]:
    found = []
    before: dict[str, Any] | None = None
    for number, published, by, entered_by, reason, item in rows.values_list(*_COLUMNS, column):
        if item != before:
            said = (by or "", entered_by or "", reason)
            found.append(Change(number, published, *said, before, item))
        before = item
    return found[::-1]


def _parts(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    old, new = before or {}, after or {}
    names = [*old, *(name for name in new if name not in old)]
    return [name.replace("_", " ") for name in names if old.get(name) != new.get(name)]
