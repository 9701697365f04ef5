"""What is on record for each pair of a map: coatings, those cycled, and how well they did.

A coating did *better* where a test of a cell that holds it states a better outcome, or keeps more
of its capacity than its control by derivation (a retention gain certainly above zero, from a
comparison that is not unlike); *worse* the other way round; *mixed* where both are said; *same*
where the paper says only that; else nothing is said of how it did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from cycling.models import Outcome, TestRead

if TYPE_CHECKING:
    from django.db.models import QuerySet

RULE = (
    "Better: a test of a cell that holds the film states a better outcome, or its retention gain "
    "over a control that is not unlike is certainly above zero. Worse: the other way round. Mixed: "
    "both are said. Same: the paper says only that. Without result: on record, but no comparison "
    "with a control is stated or can be derived."
)

# One pass over the tests, one over the filtered coatings; what comes back is as long as the map.
_QUERY = """
WITH stated AS (
  SELECT test_id,
         bool_or(outcome IN ('better', 'mixed')) AS better,
         bool_or(outcome IN ('worse', 'mixed')) AS worse,
         bool_or(outcome = 'same') AS same
  FROM {outcome} GROUP BY test_id
), told AS (
  SELECT unnest(t.coatings) AS coating,
         coalesce(s.better, false) OR (t.retention_gain_low > 0 AND t.comparable <> 'no') AS better,
         coalesce(s.worse, false) OR (t.retention_gain_high < 0 AND t.comparable <> 'no') AS worse,
         coalesce(s.same, false) AS same
  FROM {test} t LEFT JOIN stated s ON s.test_id = t.test_id WHERE t.coated
), film AS (
  SELECT coating, bool_or(better) AS better, bool_or(worse) AS worse, bool_or(same) AS same
  FROM told GROUP BY coating
)
SELECT {groups}, count(*), count(f.coating),
       count(*) FILTER (WHERE f.better AND NOT coalesce(f.worse, false)),
       count(*) FILTER (WHERE f.worse AND NOT coalesce(f.better, false)),
       count(*) FILTER (WHERE f.better AND f.worse),
       count(*) FILTER (WHERE f.same AND NOT coalesce(f.better OR f.worse, false))
FROM ({coatings}) c LEFT JOIN film f ON f.coating = c.coating_id
GROUP BY {groups}
"""


@dataclass
class Studied:
    """Counts of coatings. ``cycled`` have a test; the four verdicts leave the rest silent.

    ``alternatives`` may have been made with something else: nothing is said of how they did.
    """

    coatings: int = 0
    cycled: int = 0
    better: int = 0
    worse: int = 0
    mixed: int = 0
    same: int = 0
    alternatives: int = 0
    words: set[str] = field(default_factory=set)
    """the materials behind a cell that stands for several"""

    def add(self, counts: Iterable[int]) -> None:
        names = ("coatings", "cycled", "better", "worse", "mixed", "same")
        for name, count in zip(names, counts, strict=True):
            setattr(self, name, getattr(self, name) + count)

    def add_alternatives(self, counts: Iterable[int]) -> None:
        """Coatings that may have been made with one of several: they count, their verdicts not."""
        coatings, cycled, *_ = counts
        self.coatings += coatings
        self.cycled += cycled
        self.alternatives += coatings

    @property
    def silent(self) -> int:
        told = self.better + self.worse + self.mixed + self.same
        return self.coatings - self.alternatives - told

    @property
    def verdict(self) -> str:
        """One word for the cell: ``better``, ``worse``, ``mixed``, ``same`` or ``silent``."""
        if self.mixed or (self.better and self.worse):
            return "mixed"
        for word in ("better", "worse", "same"):
            if getattr(self, word):
                return word
        return "silent"

    @property
    def in_words(self) -> str:
        """``5 coatings, 3 cycled: 2 better, 1 same; 2 without result``."""
        noun = "coating" if self.coatings == 1 else "coatings"
        told = [
            f"{getattr(self, word):,} {word}"
            for word in ("better", "same", "mixed", "worse")
            if getattr(self, word)
        ]
        told += [f"{self.silent:,} without result"] if self.silent else []
        told += [f"{self.alternatives:,} with this or an alternative"] if self.alternatives else []
        return f"{self.coatings:,} {noun}, {self.cycled:,} cycled: {', '.join(told)}"


def studied_by(coatings: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """Rows of ``columns`` of the read row with the six counts of :class:`Studied` behind them."""
    inner = coatings.order_by().values("coating_id", *columns)
    sql, params = inner.query.sql_with_params()
    names = ", ".join(f"c.{connection.ops.quote_name(name)}" for name in columns)
    tables = {"outcome": Outcome._meta.db_table, "test": TestRead._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY.format(groups=names, coatings=sql, **tables), params)
        return list(cursor.fetchall())
