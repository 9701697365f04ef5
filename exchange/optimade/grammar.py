"""Reading filters: the grammar of the specification, as the `optimade` package carries it, into a
tree of a few plain kinds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import LarkError, VisitError
from lark.visitors import Transformer, v_args
from optimade.filterparser import lark_parser

from exchange.optimade.errors import BadRequest, NotImplementedHere

LONGEST = 20_000  # characters
DEEPEST = 60  # brackets within brackets
_VERSION = (1, 2, 0)
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

Constant = str | int | float | bool


@dataclass(frozen=True)
class Name:
    """A property, perhaps within another: ``references.doi``."""

    path: str


@dataclass(frozen=True)
class Compare:
    """``name op value``; ``op`` is one of = != < <= > >= CONTAINS STARTS ENDS."""

    name: Name
    op: str
    value: Constant


@dataclass(frozen=True)
class Known:
    """``name IS KNOWN`` or ``name IS UNKNOWN``."""

    name: Name
    known: bool


@dataclass(frozen=True)
class Has:
    """``name HAS values``; ``how`` is one of ALL ANY ONLY."""

    name: Name
    how: str
    values: tuple[Constant, ...]


@dataclass(frozen=True)
class Length:
    """``name LENGTH op value``."""

    name: Name
    op: str
    value: int


@dataclass(frozen=True)
class Not:
    what: Node


@dataclass(frozen=True)
class All:
    """Every one of ``parts``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any_:
    """At least one of ``parts``."""

    parts: tuple[Node, ...]


Node = Compare | Known | Has | Length | Not | All | Any_


def read_filter(text: str) -> Node | None:
    """The tree of a filter; None for an empty one. Raises :class:`BadRequest` where it cannot be
    read, :class:`NotImplementedHere` for what the specification leaves optional."""
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise BadRequest(f"is longer than {LONGEST} characters", "filter")
    if "\x00" in text:
        raise BadRequest("holds a null character", "filter")
    if _depth(text) > DEEPEST:
        raise BadRequest(f"has more than {DEEPEST} brackets within brackets", "filter")
    try:
        found: Node = _Reader().transform(_parser().parse(text))
    except VisitError as error:
        raise error.orig_exc from error
    except (LarkError, RecursionError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "not a filter"
        raise BadRequest(f"cannot be read: {reason}", "filter") from error
    return found


def _depth(text: str) -> int:
    """How deeply brackets stand within brackets, strings apart."""
    depth = deepest = 0
    for sign in re.sub(r'"(?:\\.|[^"\\])*"', "", text, flags=re.DOTALL):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest


@cache
def _parser() -> Lark:
    path = lark_parser.AVAILABLE_PARSERS[_VERSION]["default"]
    # the grammar is one that can be read without looking back, in time linear to the text
    return Lark(path.read_text(), start="start", parser="lalr", maybe_placeholders=False)


def _optional(what: str) -> NotImplementedHere:
    return NotImplementedHere(f"{what} is optional and not offered", "filter")


@v_args(inline=True)
class _Reader(Transformer[Token, Any]):
    """Each method reads the rule it is named after."""

    # --- values ---------------------------------------------------------------------------

    def string(self, token: Token) -> str:
        return _ESCAPED.sub(r"\1", token[1:-1])

    def number(self, token: Token) -> int | float:
        value: int | float = int(token) if token.type == "SIGNED_INT" else float(token)
        if not math.isfinite(value) or abs(value) > 1.7e308:
            raise NotImplementedHere(f"{token} is outside ±1.7e308", "filter")
        return value

    def signed_int(self, token: Token) -> int:
        return int(token)

    def bool(self, *tokens: Token) -> bool:
        return bool(tokens) and tokens[0] == "TRUE"

    def property(self, *names: Token) -> Name:
        return Name(".".join(names))

    def constant(self, value: Constant) -> Constant:
        return value

    def value(self, value: Constant | Name) -> Constant:
        if isinstance(value, Name):
            raise _optional("a property to the right of an operator")
        return value

    def non_string_value(self, value: Constant | Name) -> Constant | Name:
        return value

    def not_implemented_string(self, value: str) -> str:
        raise NotImplementedHere("two strings cannot be compared", "filter")

    def value_list(self, *parts: Token | Constant) -> tuple[Constant, ...]:
        if any(isinstance(part, Token) for part in parts):
            raise _optional("an operator within HAS")
        return parts

    # --- comparisons ----------------------------------------------------------------------

    def value_op_rhs(self, op: Token, value: Constant) -> tuple[str, Any]:
        return str(op), value

    def known_op_rhs(self, _is: Token, word: Token) -> tuple[str, Any]:
        return "IS", word == "KNOWN"

    def fuzzy_string_op_rhs(self, op: Token, *rest: Token | Constant) -> tuple[str, Any]:
        return str(op), rest[-1]

    def set_op_rhs(self, _has: Token, *rest: Any) -> tuple[str, Any]:
        if len(rest) == 1:
            return "ALL", (rest[0],)
        how, values = rest
        if how.type == "OPERATOR":
            raise _optional("an operator within HAS")
        return str(how), values

    def length_op_rhs(self, _length: Token, *rest: Any) -> tuple[str, Any]:
        return "LENGTH", (str(rest[0]) if len(rest) == 2 else "=", rest[-1])

    def set_zip_op_rhs(self, *rest: Any) -> tuple[str, Any]:
        raise _optional("comparing correlated lists")

    value_zip = value_zip_list = property_zip_addon = set_zip_op_rhs

    def property_first_comparison(self, name: Name, rest: tuple[str, Any]) -> Node:
        op, value = rest
        if op == "IS":
            return Known(name, value)
        if op in {"ALL", "ANY", "ONLY"}:
            return Has(name, op, value)
        if op == "LENGTH":
            return Length(name, *value)
        return Compare(name, op, value)

    def constant_first_comparison(self, value: Constant, op: Token, name: Any) -> Node:
        if not isinstance(name, Name):
            raise _optional("comparing two constants")
        return Compare(name, _TURNED[op], value)

    # --- joining --------------------------------------------------------------------------

    def comparison(self, node: Node) -> Node:
        return node

    def expression_phrase(self, *parts: Any) -> Node:
        return Not(parts[1]) if len(parts) == 2 else parts[0]

    def expression_clause(self, *parts: Node) -> Node:
        return parts[0] if len(parts) == 1 else All(parts)

    def expression(self, *parts: Node) -> Node:
        return parts[0] if len(parts) == 1 else Any_(parts)

    def filter(self, *parts: Node) -> Node | None:
        if len(parts) > 1:
            raise BadRequest("two expressions stand side by side; join them by AND or OR", "filter")
        return parts[0] if parts else None
