"""From the tree of a filter to a question for the database.

A comparison with an unknown value never matches, nor does its negation (spec, "Filtering on
Properties with an unknown value"). So a negation is carried down to the comparisons, and each of
them asks that its property be known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_never

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Collate
from django.utils.dateparse import parse_datetime

from exchange.optimade.errors import BadRequest, NotImplementedHere
from exchange.optimade.grammar import All, Any_, Compare, Has, Known, Length, Not
from exchange.optimade.properties import PREFIX, Described, Type
from records.filtering import nearest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db import models

    from exchange.optimade.grammar import Node

NOTHING = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])  # an empty Q would vanish from a disjunction
_LOOKUPS = {"=": "exact", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_PARTS = {"CONTAINS": "contains", "STARTS": "startswith", "ENDS": "endswith"}
_ARRAYS = {"ALL": "contains", "ANY": "overlap", "ONLY": "contained_by"}


@dataclass
class Compiler:
    """Compiles filters for one type of entry.

    ``exact`` answers an equality by another way than the stored text, where there is a quicker one
    (an id by its number). ``aliases`` collects expressions that the question names.
    """

    model: type[models.Model]
    properties: Mapping[str, Described]
    standard: frozenset[str] = frozenset()
    exact: Mapping[str, Callable[[str], Q]] = field(default_factory=dict)
    aliases: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def filter(self, rows: models.QuerySet[Any], node: Node | None) -> models.QuerySet[Any]:
        """The rows that a filter matches. Raises a 400 or 501 error where it cannot be asked."""
        if node is None:
            return rows
        question = self._question(node, negated=False)
        return rows.alias(**self.aliases).filter(question)

    def _question(self, node: Node, *, negated: bool) -> Q:
        match node:
            case Not(what):
                return self._question(what, negated=not negated)
            case All(parts) | Any_(parts):
                asked = [self._question(part, negated=negated) for part in parts]
                return _joined(asked, every=isinstance(node, All) != negated)
            case Compare() | Has() | Length():
                return self._leaf(node, negated=negated)
            case Known(name, known):
                one = self.property(name.path)
                if one is None:
                    return NOTHING if known != negated else EVERYTHING
                column = self._column(one)
                is_known = self._known(one, column)
                return is_known if known != negated else ~is_known
            case _:
                assert_never(node)

    def _leaf(self, node: Compare | Has | Length, *, negated: bool) -> Q:
        one = self.property(node.name.path)
        if one is None:
            return NOTHING
        if (node.__class__ is Compare) == (one.type is Type.LIST):
            words = "a list; ask with HAS or LENGTH" if one.type is Type.LIST else "no list"
            raise NotImplementedHere(f"{one.name} is {words}", "filter")
        if one.never:
            return NOTHING
        column = self._column(one)
        match node:
            case Compare(_, op, value):
                matched = self._compared(one, column, op, value)
            case Has(_, how, values):
                matched = self._has(one, column, how, [_expect_text(one, v) for v in values])
            case Length(_, op, value):
                matched = _number(f"{column}__len", op, value)
        return self._known(one, column) & (~matched if negated else matched)

    # --- properties -----------------------------------------------------------------------

    def property(self, path: str) -> Described | None:
        """The property with a name; None for one of another provider, which is unknown here."""
        found = self.properties.get(path)
        if found is not None:
            if not found.queryable:
                raise NotImplementedHere(f"{path} cannot be asked for", "filter")
            return found
        first = path.split(".")[0]
        if first.startswith("_") and not first.startswith(PREFIX):
            self.warnings.append(f"{path} is of another provider; it is unknown here")
            return None
        if path in self.standard:
            self.warnings.append(f"{path} is of the standard, but no entry here has it")
            return None
        askable = [name for name, one in self.properties.items() if one.queryable]
        near = nearest_of(path, askable)
        raise BadRequest(f"there is no property {path!r}; the nearest is {near!r}", "filter")

    def _column(self, one: Described) -> str:
        """The name under which the database knows a property."""
        if isinstance(one.stored, str):
            return one.stored
        alias = f"asked_{one.name.replace('.', '_')}"
        self.aliases[alias] = one.stored
        return alias

    def _known(self, one: Described, column: str) -> Q:
        if one.never:
            return NOTHING
        known = Q(**{f"{column}__isnull": False})
        if one.type is Type.STRING:
            known &= ~Q(**{column: ""})
        elif one.type is Type.FLOAT:
            known &= Q(**{f"{column}__gt": -math.inf, f"{column}__lt": math.inf})
        return known

    # --- comparisons ----------------------------------------------------------------------

    def _compared(self, one: Described, column: str, op: str, value: Any) -> Q:
        if one.type is Type.STRING:
            return self._text(one, column, op, _expect_text(one, value))
        if op in _PARTS:
            raise NotImplementedHere(f"{op} asks a string, and {one.name} is none", "filter")
        if one.type is Type.TIMESTAMP:
            return _ordered(column, op, _moment(_expect_text(one, value)))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotImplementedHere(f"{one.name} is a number, {value!r} is none", "filter")
        if one.type is Type.INTEGER:
            return _number(column, op, value)
        return _ordered(column, op, float(value))

    def _has(self, one: Described, column: str, how: str, values: list[str]) -> Q:
        """Words longer than the column's are none of its words: the database would cut them."""
        longest = math.inf
        if isinstance(one.stored, str):
            stored: Any = self.model._meta.get_field(column)
            longest = stored.base_field.max_length
        fitting = [value for value in values if len(value) <= longest]
        if how == "ALL" and len(fitting) < len(values):
            return NOTHING
        return Q(**{f"{column}__{_ARRAYS[how]}": fitting})

    def _text(self, one: Described, column: str, op: str, value: str) -> Q:
        if op in _PARTS:
            return Q(**{f"{column}__{_PARTS[op]}": value})
        if op in {"=", "!="}:
            equal = self.exact[one.name](value) if one.name in self.exact else Q(**{column: value})
            return equal if op == "=" else ~equal
        alias = f"sorted_{one.name.replace('.', '_')}"  # letter by letter, in no language's order
        text = Cast(one.expression, TextField()) if isinstance(one.stored, str) else one.stored
        self.aliases[alias] = Collate(text, "C")
        return Q(**{f"{alias}__{_LOOKUPS[op]}": value})


def _joined(asked: list[Q], *, every: bool) -> Q:
    whole = asked[0]
    for part in asked[1:]:
        whole = whole & part if every else whole | part
    return whole


def _ordered(column: str, op: str, value: Any) -> Q:
    return ~Q(**{column: value}) if op == "!=" else Q(**{f"{column}__{_LOOKUPS[op]}": value})


def _number(column: str, op: str, value: float) -> Q:
    """A column of whole numbers against any number."""
    if value == int(value):
        return _ordered(column, op, int(value))
    if op in {"=", "!="}:
        return NOTHING if op == "=" else EVERYTHING
    return _ordered(column, op, math.floor(value) if op in {"<=", ">"} else math.ceil(value))


def _expect_text(one: Described, value: Any) -> str:
    if not isinstance(value, str):
        what = "a list of strings" if one.type is Type.LIST else f"a {one.type.value}"
        raise NotImplementedHere(f"{one.name} is {what}, {value!r} is none", "filter")
    return value


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text.replace("t", "T").replace("z", "Z"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadRequest(f"{text!r} is no date and time as RFC 3339 writes them", "filter")
    return found
