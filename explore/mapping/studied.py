"""What is on record for each pair of a map: coatings, those cycled, and how well they did.

What each test is worth is decided in :mod:`science.verdict` and stands in its read row; here it is
counted. A test counts for the one film in its cell, against bare electrodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from cycling.models import TestRead

if TYPE_CHECKING:
    from django.db.models import QuerySet

RULE = (
    "Shown better or worse: by numbers on both sides, beyond noise. Claimed: the paper says so of "
    "the film, and no numbers on both sides tell. In a group: only a sentence about several "
    "systems says so. Without result: on record, but nothing is said against a bare electrode. A "
    "cell takes a colour only where at least two coatings, and more than half of them, agree."
)

# One pass over the tests, one over the filtered coatings; what comes back is as long as the map.
# What a cell with two films did is the doing of neither alone.
_QUERY = """
WITH told AS (
  SELECT t.coatings[1] AS coating, t.shown, t.claimed, t.evidence = 'group-statement' AS of_group
  FROM {test} t WHERE t.coated AND t.coatings[1] = ALL (t.coatings)
), held AS (
  SELECT DISTINCT unnest(t.coatings) AS coating FROM {test} t WHERE t.coated
), film AS (
  SELECT coating,
         bool_or(shown = 'better') AS better,
         bool_or(shown = 'worse') AS worse,
         bool_or(shown = 'no difference shown') AS alike,
         bool_or(claimed IN ('better', 'mixed') AND NOT of_group) AS said_better,
         bool_or(claimed IN ('worse', 'mixed') AND NOT of_group) AS said_worse,
         bool_or(claimed = 'same' AND NOT of_group) AS said_same,
         bool_or(claimed <> '' AND of_group) AS grouped
  FROM told GROUP BY coating
), counted AS (
  SELECT coating, CASE
    WHEN better AND worse THEN 'mixed'
    WHEN better THEN 'shown_better'
    WHEN worse THEN 'shown_worse'
    WHEN alike THEN 'no_difference'
    WHEN said_better AND said_worse THEN 'mixed'
    WHEN said_better THEN 'claimed_better'
    WHEN said_worse THEN 'claimed_worse'
    WHEN said_same THEN 'claimed_same'
    WHEN grouped THEN 'in_group'
  END AS verdict
  FROM film
)
SELECT {groups}, count(*), count(h.coating), {verdicts}
FROM ({coatings}) c
LEFT JOIN held h ON h.coating = c.coating_id
LEFT JOIN counted f ON f.coating = c.coating_id
GROUP BY {groups}
"""

VERDICTS = {
    "shown_better": "shown better",
    "shown_worse": "shown worse",
    "no_difference": "no difference shown",
    "claimed_better": "claimed better",
    "claimed_worse": "claimed worse",
    "claimed_same": "claimed the same",
    "mixed": "mixed",
    "in_group": "told in a group only",
}


@dataclass
class Studied:
    """Counts of coatings. ``cycled`` have a test; the verdicts leave the rest silent.

    ``alternatives`` may have been made with something else: nothing is said of how they did.
    """

    coatings: int = 0
    cycled: int = 0
    shown_better: int = 0
    shown_worse: int = 0
    no_difference: int = 0
    claimed_better: int = 0
    claimed_worse: int = 0
    claimed_same: int = 0
    mixed: int = 0
    in_group: int = 0
    alternatives: int = 0
    words: set[str] = field(default_factory=set)
    """the materials behind a cell that stands for several"""

    def add(self, counts: Iterable[int]) -> None:
        names = ("coatings", "cycled", *VERDICTS)
        for name, count in zip(names, counts, strict=True):
            setattr(self, name, getattr(self, name) + count)

    def add_alternatives(self, counts: Iterable[int]) -> None:
        """Coatings that may have been made with one of several: they count, their verdicts not."""
        coatings, cycled, *_ = counts
        self.coatings += coatings
        self.cycled += cycled
        self.alternatives += coatings

    @property
    def better(self) -> int:
        return self.shown_better + self.claimed_better

    @property
    def worse(self) -> int:
        return self.shown_worse + self.claimed_worse

    @property
    def same(self) -> int:
        return self.no_difference + self.claimed_same

    @property
    def silent(self) -> int:
        """Without a result of their own."""
        told = self.better + self.worse + self.same + self.mixed
        return self.coatings - self.alternatives - told

    @property
    def verdict(self) -> str:
        """One word for the cell: ``better``, ``worse``, ``mixed`` or ``same`` where two coatings
        and more than half of all agree on it (for ``mixed``: contradict each other), else
        ``silent``."""
        if self.mixed or (self.better and self.worse):
            return "mixed" if self.mixed + self.better + self.worse > 1 else "silent"
        for word in ("better", "worse", "same"):
            count = getattr(self, word)
            if count >= 2 and 2 * count > self.coatings:
                return word
        return "silent"

    @property
    def in_words(self) -> str:
        """``5 coatings, 3 cycled: 1 shown better, 2 claimed better; 2 without result``."""
        noun = "coating" if self.coatings == 1 else "coatings"
        return f"{self.coatings:,} {noun}, {self.cycled:,} cycled: {', '.join(self.told)}"

    @property
    def told(self) -> list[str]:
        """``["1 shown better", "2 without result"]``."""
        counts = {words: getattr(self, name) for name, words in VERDICTS.items()}
        counts["without result"] = self.silent - self.in_group
        counts["with this or an alternative"] = self.alternatives
        return [f"{count:,} {words}" for words, count in counts.items() if count]


def studied_by(coatings: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """Rows of ``columns`` of the read row with the counts of :class:`Studied` behind them."""
    inner = coatings.order_by().values("coating_id", *columns)
    sql, params = inner.query.sql_with_params()
    names = ", ".join(f"c.{connection.ops.quote_name(name)}" for name in columns)
    verdicts = ", ".join(f"count(*) FILTER (WHERE f.verdict = '{name}')" for name in VERDICTS)
    parts = {"test": TestRead._meta.db_table, "verdicts": verdicts}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY.format(groups=names, coatings=sql, **parts), params)
        return list(cursor.fetchall())
