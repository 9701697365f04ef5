"""What is on record for each pair of a map: coatings, those cycled, and how well they did.

What each test is worth is decided in :mod:`science.verdict` and stands in its read row; here it is
counted. A test counts for the one film in its cell, against bare controls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from cycling.models import TestRead
from science.verdict import EVIDENCE

if TYPE_CHECKING:
    from django.db.models import QuerySet

RULE = (
    "Shown better or worse: by numbers on both sides, beyond noise. Claimed: the paper says so of "
    "the film, and no numbers on both sides tell. In a group: only a sentence about several "
    "systems says so. Without result: on record, but nothing is said against a bare control. A "
    "cell takes a colour only where at least two coatings, and more than half of them, agree."
)

# One pass over the tests, one over the filtered coatings; what comes back is as long as the map.
# What a cell with two films did is the doing of neither alone.
_QUERY = """
WITH told AS (
  SELECT t.coatings[1] AS coating, t.shown, t.claimed, t.evidence = 'group-statement' AS of_group,
         array_position(%s::text[], t.evidence::text) AS rank
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
         bool_or(claimed <> '' AND of_group) AS grouped,
         min(rank) FILTER (WHERE shown IN ('better', 'worse', 'no difference shown')) AS shown_rank,
         min(rank) FILTER (WHERE claimed <> '') AS said_rank
  FROM told GROUP BY coating
), counted AS (
  SELECT coating, coalesce(shown_rank, said_rank) AS rank, CASE
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
SELECT {groups}, count(*), count(h.coating), f.verdict, f.rank
FROM ({coatings}) c
LEFT JOIN held h ON h.coating = c.coating_id
LEFT JOIN counted f ON f.coating = c.coating_id
GROUP BY {groups}, f.verdict, f.rank
"""

Counts = Sequence[Any]
"""Coatings, those of them cycled, a verdict or none, the rank of its evidence from 1 on or none."""

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
    """Counts of coatings. ``cycled`` have a test; ``results`` says how many have which verdict, by
    the evidence it rests on; the rest is silent.

    ``alternatives`` may have been made with something else: nothing is said of how they did.
    """

    coatings: int = 0
    cycled: int = 0
    results: Counter[tuple[str, str]] = field(default_factory=Counter)
    alternatives: int = 0
    words: set[str] = field(default_factory=set)
    """the materials behind a cell that stands for several"""

    def add(self, counts: Counts) -> None:
        coatings, cycled, verdict, rank = counts
        self.coatings += coatings
        self.cycled += cycled
        if verdict is not None:
            self.results[verdict, EVIDENCE[rank - 1] if rank else ""] += coatings

    def add_alternatives(self, counts: Counts) -> None:
        """Coatings that may have been made with one of several: they count, their verdicts not."""
        coatings, cycled, *_ = counts
        self.coatings += coatings
        self.cycled += cycled
        self.alternatives += coatings

    def count(self, *verdicts: str) -> int:
        """How many coatings have one of these verdicts."""
        return sum(n for (verdict, _), n in self.results.items() if verdict in verdicts)

    def by_evidence(self, grade: str) -> int:
        """How many coatings have a result that rests on this grade of evidence."""
        return sum(n for (_, evidence), n in self.results.items() if evidence == grade)

    @property
    def better(self) -> int:
        return self.count("shown_better", "claimed_better")

    @property
    def worse(self) -> int:
        return self.count("shown_worse", "claimed_worse")

    @property
    def same(self) -> int:
        return self.count("no_difference", "claimed_same")

    @property
    def mixed(self) -> int:
        return self.count("mixed")

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
    def hints(self) -> str:
        """What few of many did, where the cell takes no colour: ``△1``."""
        if self.verdict != "silent":
            return ""
        signs = ((self.better, "△"), (self.worse, "▽"), (self.mixed, "◇"))
        return " ".join(f"{sign}{count}" for count, sign in signs if count)

    @property
    def in_words(self) -> str:
        """``5 coatings, 3 cycled: 1 shown better (measured), 2 claimed better (stated); 2 …``."""
        noun = "coating" if self.coatings == 1 else "coatings"
        return f"{self.coatings:,} {noun}, {self.cycled:,} cycled: {', '.join(self.told)}"

    @property
    def told(self) -> list[str]:
        """``["1 claimed better (one-sided)", "2 without result"]``."""
        told = [
            f"{count:,} {words}{self._grades(name)}"
            for name, words in VERDICTS.items()
            if (count := self.count(name))
        ]
        others = {
            "without result": self.silent - self.count("in_group"),
            "with this or an alternative": self.alternatives,
        }
        return [*told, *(f"{count:,} {words}" for words, count in others.items() if count)]

    def _grades(self, verdict: str) -> str:
        """The evidence that a count rests on; a group's needs no second word."""
        if verdict == "in_group":
            return ""
        found = [(n, grade) for grade in EVIDENCE if (n := self.results[verdict, grade])]
        if len(found) == 1:
            return f" ({found[0][1]})"
        grades = ", ".join(f"{n:,} {grade}" for n, grade in found)
        return f" ({grades})" if found else ""


def studied_by(coatings: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """Rows of ``columns`` of the read row with :data:`Counts` for :class:`Studied` behind them;
    one row for each verdict and grade of evidence."""
    inner = coatings.order_by().values("coating_id", *columns)
    sql, params = inner.query.sql_with_params()
    names = ", ".join(f"c.{connection.ops.quote_name(name)}" for name in columns)
    query = _QUERY.format(groups=names, coatings=sql, test=TestRead._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(query, [list(EVIDENCE), *params])
        return list(cursor.fetchall())
