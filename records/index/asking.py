"""Which records of a block a condition of Django's asks for.

Filters say what they mean once, as a ``Q``. The database answers it, and so does a block wherever
the condition is about what it holds; what it does not hold is asked of the database, so that both
give the same records for any condition.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import Q

from records.index.block import mask_of
from records.index.reading import SEARCHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.filtering.filterset import StrictFilterSet
    from records.index.block import Block, Mask, Values

    BySql = Callable[[Any], Any]

_SEVERAL = {"contains": np.bitwise_and, "overlap": np.bitwise_or}
_ONE = {"exact": np.bitwise_or, "in": np.bitwise_or}
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "gte": np.greater_equal,
    "lte": np.less_equal,
}


class ValueWithin(Q):
    """One of a record's values of a property meets the asked interval, or lies wholly inside where
    that is asked. Its children say so to the database."""

    key: str
    asked: Any

    @classmethod
    def of(cls, key: str, asked: Any, condition: Q) -> ValueWithin:
        found = cls(condition)
        found.key, found.asked = key, asked
        return found


class Answers:
    """Conditions of one set of filters, answered on blocks. ``by_sql`` gives the ids of the records
    that match a condition that blocks know nothing of."""

    def __init__(self, filterset: StrictFilterSet, by_sql: BySql) -> None:
        self.by_sql = by_sql
        self.facets = {facet.column: facet for facet in filterset.FACETS if facet.column}
        self.points = {column: key for key, column in filterset.POINTS.items()}

    def mask(self, question: Any, block: Block) -> Mask:
        """The places of the block that match."""
        if isinstance(question, ValueWithin) and question.key in block.values:
            return _within(block.values[question.key], question.asked, block.size)
        if isinstance(question, Q):
            found = [self.mask(child, block) for child in question.children]
            join = np.bitwise_or if question.connector == Q.OR else np.bitwise_and
            mask = reduce(join, found) if found else block.everything
            return block.everything & ~mask if question.negated else mask
        held = self._held(question, block) if isinstance(question, tuple) else None
        return block.mask(self.by_sql(question)) if held is None else held

    def _held(self, leaf: tuple[str, Any], block: Block) -> Mask | None:
        """None where the block does not hold what is asked for."""
        name, value = leaf
        path, _, lookup = name.rpartition("__")
        if not path or (path not in self.facets and name in self.facets):
            path, lookup = name, "exact"
        if path == SEARCHED and lookup == "begins_word" and SEARCHED in block.words:
            return block.words[SEARCHED].having(value, block.size, begins=True)
        if path in self.points and lookup in _COMPARED:
            values = block.values[self.points[path]]
            return mask_of(values.places[_COMPARED[lookup](values.lows, value)], block.size)
        facet = self.facets.get(path)
        join = (_SEVERAL if facet.array else _ONE).get(lookup) if facet else None
        words = [_text(word) for word in (value if isinstance(value, list) else [value])]
        if facet is None or join is None or not words or not all(words):
            return None
        held = block.words[facet.parameter]
        return reduce(join, [held.having(word, block.size) for word in words])


def _text(word: Any) -> str:
    """A word as PostgreSQL writes it."""
    return str(word).lower() if isinstance(word, bool) else str(word)


def _within(values: Values, asked: Any, size: int) -> Mask:
    first, last = (values.lows, values.highs) if asked.certain else (values.highs, values.lows)
    met = [first >= asked.minimum] if asked.minimum is not None else []
    met += [last <= asked.maximum] if asked.maximum is not None else []
    return mask_of(values.places[reduce(np.logical_and, met)] if met else values.places, size)
