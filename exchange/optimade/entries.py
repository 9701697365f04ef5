"""From rows to the entries of a response."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import CharField, F, Func

from exchange.optimade.compiling import Compiler
from exchange.optimade.errors import BadRequest, Gone, NotFound
from exchange.optimade.properties import PREFIX
from literature.models import without_examples
from records.filtering import nearest_of
from records.models import PublicId, parse_public_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db import models
    from django.db.models import Q

    from exchange.optimade.grammar import Node
    from exchange.optimade.properties import Described
    from records.models import Kind

# what entries of the specification can have and these do not: unknown, and no mistake to ask for
STANDARD = frozenset(
    {
        "address",
        "annote",
        "booktitle",
        "chapter",
        "crossref",
        "edition",
        "howpublished",
        "institution",
        "key",
        "month",
        "note",
        "organization",
        "school",
        "series",
    }
)
_TOP = ("id", "type")


def public_id_text(kind: Kind, number: Any) -> Func:
    """``ASC-C000001`` from 1, in the database."""
    return Func(
        number,
        template=f"('ASC-{kind.value}' || lpad((%(expressions)s)::text, "
        "greatest(6, length((%(expressions)s)::text)), '0'))",
        output_field=CharField(),
    )


class EntryType:
    """One type of entry: its properties, its rows and their form."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    model: ClassVar[type[models.Model]]
    paper: ClassVar[str] = "paper"
    description: ClassVar[str]
    properties: ClassVar[Mapping[str, Described]]
    exact: ClassVar[Mapping[str, Callable[[str], Q]]] = {}
    extra: ClassVar[Sequence[str]] = ()

    # --- what a type says of itself -------------------------------------------------------

    @property
    def shown(self) -> list[Described]:
        return [one for one in self.properties.values() if one.shown]

    def computed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Attributes that are no column."""
        return {}

    def relationships(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return None

    def included(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The related entries of some rows, in full."""
        return []

    # --- which rows -----------------------------------------------------------------------

    def queryset(self) -> Any:
        return without_examples(self.model._default_manager.all(), self.paper)

    def filtered(self, node: Node | None, warnings: list[str]) -> Any:
        """The rows that a filter matches; adds to ``warnings``."""
        standard = STANDARD if self.name == "references" else frozenset()
        compiler = Compiler(self.model, self.properties, standard, self.exact, warnings=warnings)
        return compiler.filter(self.queryset(), node)

    def ordered(self, rows: Any, sort: str) -> Any:
        """Rows in the order of ``-a,b``, unknown values last, down to the key."""
        terms = []
        for part in (piece.strip() for piece in sort.split(",") if piece.strip()):
            name = part.removeprefix("-")
            one = self.properties.get(name)
            sortable = [key for key, prop in self.properties.items() if prop.sortable]
            if one is None or not one.sortable:
                near = nearest_of(name, sortable)
                raise BadRequest(f"cannot sort by {name!r}; the nearest is {near!r}", "sort")
            column = F("pk") if name == "id" else one.sorted_by
            descending = part.startswith("-")
            terms.append(
                column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
            )
        return rows.order_by(*terms, "pk")

    def one(self, ident: str) -> Any:
        """The rows with this id: one. Raises a 404, or a 410 for a withdrawn id."""
        number = parse_public_id(ident, self.kind)
        rows = self.queryset().filter(pk=number)
        if number is not None and rows.exists():
            return rows
        buried = PublicId.objects.tombstone(self.kind, number) if number is not None else None
        if buried:
            instead = f"; see {buried.successor}" if buried.successor else ""
            raise Gone(f"{ident} was withdrawn: {buried.reason}{instead}")
        raise NotFound(f"there is no entry {ident!r} among {self.name}")

    # --- their form -----------------------------------------------------------------------

    def read(self, rows: Any) -> list[dict[str, Any]]:
        """Columns of the rows, by the name of the property they are shown as."""
        stored = {one.name: one.expression for one in self.shown if one.stored is not None}
        made = {f"shown_{i}": expression for i, expression in enumerate(stored.values())}
        found = rows.annotate(**made).values_list("pk", *self.extra, *made)
        keys = ("pk", *self.extra, *stored)
        return [dict(zip(keys, values, strict=True)) for values in found]

    def resources(self, rows: Any, fields: Sequence[str] = ()) -> list[dict[str, Any]]:
        return [self.resource(row, fields) for row in self.read(rows)]

    def resource(self, row: Mapping[str, Any], fields: Sequence[str] = ()) -> dict[str, Any]:
        """An entry; every attribute is there, null where it is unknown."""
        values = {**row, **self.computed(row)}
        asked = fields or [one.name for one in self.shown]
        attributes = {name: _plain(values.get(name)) for name in asked if name not in _TOP}
        found = {"id": row["id"], "type": self.name, "attributes": attributes}
        related = self.relationships(row)
        return {**found, "relationships": related} if related else found

    def fields(self, asked: str, warnings: list[str]) -> list[str]:
        """The properties that ``response_fields`` names. Raises a 400 for one that is none."""
        names = [name.strip() for name in asked.split(",") if name.strip()]
        valid = [one.name for one in self.shown]
        for name in names:
            if name in valid or (name in STANDARD and self.name == "references"):
                continue
            if name.startswith("_") and not name.startswith(PREFIX):
                warnings.append(f"{name} is of another provider; it is unknown here")
                continue
            near = nearest_of(name, valid)
            message = f"there is no property {name!r}; the nearest is {near!r}"
            raise BadRequest(message, "response_fields")
        return list(dict.fromkeys(names))


def _plain(value: Any) -> Any:
    """A value as JSON has it: an open side, and an empty word, are null."""
    if value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
