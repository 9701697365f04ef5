"""What an entry has: each property once, with its type, unit, meaning, and where it is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import F, Value
from django.db.models.functions import NullIf

from exchange.optimade.units import definitions, expression, ucum

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "_asc_"


class Type(Enum):
    """Types of the specification that are used here."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    TIMESTAMP = "timestamp"
    LIST = "list"
    DICTIONARIES = "list of dictionaries"

    @property
    def outer(self) -> str:
        """The name the specification has for it; what a list holds is said beside it."""
        return "list" if self is Type.DICTIONARIES else self.value


@dataclass(frozen=True)
class Described:
    """One property of an entry.

    ``stored`` is the column or expression it is compared by; None for what cannot be asked.
    A number's column holds ±infinity for an open side, a word's an empty text where there is
    none: both are unknown, as null is. ``never`` marks what no entry has.
    """

    name: str
    type: Type
    title: str
    doc: str
    stored: Any = None
    unit: str | None = None
    sortable: bool = False
    shown: bool = True
    required: bool = False
    never: bool = False
    choices: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # of each dictionary in a list of them

    @property
    def queryable(self) -> bool:
        return self.never or self.stored is not None

    @property
    def expression(self) -> Any:
        return F(self.stored) if isinstance(self.stored, str) else self.stored

    @property
    def sorted_by(self) -> Any:
        """The expression it is sorted by: null, and so last, where it is unknown."""
        if self.type is Type.FLOAT:
            return NullIf(NullIf(self.expression, Value(-math.inf)), Value(math.inf))
        if self.type is Type.STRING:
            return NullIf(self.expression, Value(""))
        return self.expression

    def definition(self, address: str) -> dict[str, Any]:
        """The Property Definition of v1.2, with ``type``, ``unit`` and ``sortable`` in the form of
        v1.0 and v1.1, which its clients and the validator read. ``address`` is where the type of
        entry is described."""
        unit = ucum(self.unit)
        found: dict[str, Any] = {
            "$id": f"{address}#{self.name}",
            "title": self.title,
            "description": f"{self.title}.\n\n{self.doc}",
            "type": self.type.outer,
            "unit": unit,
            "sortable": self.sortable,
            "x-optimade-type": self.type.outer,
            "x-optimade-unit": expression(self.unit)
            or ("dimensionless" if self.type in {Type.FLOAT, Type.INTEGER} else "inapplicable"),
            "x-optimade-property": {"property-format": "1.2"},
            "x-optimade-implementation": {
                "sortable": self.sortable,
                "query-support": "all mandatory" if self.queryable else "none",
            },
            "x-optimade-requirements": {"support": "must" if self.required else "may"},
        }
        if unit and self.unit:
            found["x-optimade-unit-definitions"] = definitions(self.unit, address)
        if self.type is Type.LIST:
            found["items"] = _item("string")
        if self.type is Type.DICTIONARIES:
            members = {name: _item("string") for name in self.members}
            found["items"] = {**_item("dictionary"), "properties": members}
        if self.choices:
            found["enum"] = [*self.choices, *([] if self.required else [None])]
        return found


def _item(name: str) -> dict[str, Any]:
    json = {"dictionary": "object"}.get(name, name)
    return {"type": json, "x-optimade-type": name, "x-optimade-unit": "inapplicable"}


def by_name(*properties: Described) -> Mapping[str, Described]:
    return {one.name: one for one in properties}


def common(entry: str, ident: Any, updated: str) -> tuple[Described, ...]:
    """What every type of entry has by the specification."""
    return (
        Described(
            "id",
            Type.STRING,
            "Public id",
            "Given once, never reused.",
            ident,
            sortable=True,
            required=True,
        ),
        Described(
            "type",
            Type.STRING,
            "Type of the entry",
            f"Always `{entry}`.",
            Value(entry),
            required=True,
        ),
        Described(
            "immutable_id",
            Type.STRING,
            "Id of one state of the entry",
            "Always null: the history of an entry is that of its paper document.",
            never=True,
        ),
        Described(
            "last_modified",
            Type.TIMESTAMP,
            "When the entry was last published",
            "In UTC.",
            updated,
            sortable=True,
            required=True,
        ),
    )
