"""One forest plot, from its address to its rows, its summary and its words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cycling.sidebyside.pairs import PairFilter
from explore.asking import Asked, Choice, FilterField
from explore.evidence.axis import ForestAxis, Whisker, axis_around
from explore.evidence.rows import DRAWN_FROM, Row, rows_of
from records.filtering import Problem
from records.typesetting import number
from science.effects import CAPACITY, MEASURES, MEASURES_IN_WORDS
from science.meta_analysis import LEAST_PAPERS, MODEL, WITHIN, Summary, estimate, summary
from science.verdict import EVIDENCE, EVIDENCE_IN_WORDS

if TYPE_CHECKING:
    from django.http import QueryDict

MOST = 500
"""Pairs in one plot, and in one summary: of more the address has to choose."""
_MEASURES = {one.key: one for one in (*MEASURES, CAPACITY)}
FIELDS = (
    FilterField("material", "Film"),
    FilterField("substrate", "Electrode"),
    FilterField("cell_type", "Cell"),
    FilterField("evidence", "Evidence"),
    FilterField("comparable", "Comparable"),
    FilterField("paper", "Paper", "text", "key or id"),
    FilterField("year_min", "Year from", "text"),
    FilterField("year_max", "Year to", "text"),
)


@dataclass(frozen=True)
class Drawn:
    """A row with its place on the axis in per cent; ``mark`` is None where it has no middle."""

    row: Row
    mark: float | None
    whisker: Whisker | None
    numbers: str
    assumed: bool

    @property
    def has_size(self) -> bool:
        return self.whisker is not None or self.mark is not None


@dataclass(frozen=True)
class Group:
    """Pairs of one film or electrode: those drawn, and what the others say, counted."""

    name: str
    rows: list[Drawn]
    folded: list[tuple[str, str, int]]

    @property
    def folded_number(self) -> int:
        return sum(number for _, _, number in self.folded)


class Forest:
    """What the page, the CSV and the JSON show of one address."""

    def __init__(self, data: QueryDict) -> None:
        own = {
            "measure": Choice(("most", *_MEASURES)),
            "group": Choice(("film", "electrode")),
            "rows": Choice(("sizes", "all")),
        }
        self.asked = Asked(data, own, PairFilter)
        if not self.asked.problems and self.total > MOST:
            message = f"{self.total:,} pairs fit, and at most {MOST} are drawn at once: choose"
            self.asked.problems.append(Problem("material", f"{message} a film, electrode or years"))

    @cached_property
    def total(self) -> int:
        return int(self.asked.rows.order_by().count())

    @cached_property
    def _pairs(self) -> list[Row]:
        related = ("test__paper", "test__read", "control__read")
        pairs = self.asked.rows.select_related(*related)
        return rows_of(list(pairs.only("test_id", "control_id", *DRAWN_FROM)))

    @cached_property
    def measure(self) -> str:
        """The one asked for; else that in which most pairs have a size. Capacity, which decides
        nothing by itself, only where nothing else has one."""
        if self.asked.own["measure"] != "most":
            return str(self.asked.own["measure"])
        counted = self.sizes
        return max(_MEASURES, key=lambda key: (counted[key] > 0, key != CAPACITY.key, counted[key]))

    @cached_property
    def sizes(self) -> Counter[str]:
        """How many pairs have a size in each measure, a printed ratio alone among them."""
        found = Counter(key for row in self._pairs for key in row.effects)
        found["life_ratio"] += sum(row.alone is not None for row in self._pairs)
        return found

    @property
    def measures(self) -> list[tuple[str, str, int]]:
        """What can be chosen: measures in which a pair has a size, and the one chosen."""
        return [
            (key, label, self.sizes[key])
            for key, label in MEASURES_IN_WORDS.items()
            if self.sizes[key] or key == self.measure
        ]

    @property
    def label(self) -> str:
        return MEASURES_IN_WORDS[self.measure]

    @property
    def ratio(self) -> bool:
        return _MEASURES[self.measure].ratio

    @property
    def better_is_more(self) -> bool:
        return _MEASURES[self.measure].better > 0

    @cached_property
    def rows(self) -> list[Row]:
        return [row.in_measure(self.measure) for row in self._pairs]

    @cached_property
    def told(self) -> list[Row]:
        return [row for row in self.rows if row.has_outcome or row.alone]

    @cached_property
    def silent(self) -> list[Row]:
        """Pairs of which nothing is said."""
        return [row for row in self.rows if not (row.has_outcome or row.alone)]

    # --- drawn ----------------------------------------------------------------------------

    @cached_property
    def axis(self) -> ForestAxis | None:
        effects = [row.size["effect"] for row in self.rows if row.size]
        ends = [end for row in self.rows if row.size for end in (row.size["low"], row.size["high"])]
        if self.summary is not None:
            back = math.exp if self.ratio else float
            ends += [back(self.summary.low), back(self.summary.high)]
        alone = [end for row in self.rows for end in row.alone or () if end is not None]
        placed = [effect for effect in effects if effect is not None]
        if not placed:
            placed = [end for end in ends if end is not None][:1]
        return axis_around([*placed, *alone], ends, ratio=self.ratio)

    @cached_property
    def groups(self) -> list[Group]:
        """Those of most papers first; in a group by year."""
        by_film = self.asked.own["group"] == "film"
        held: dict[str, list[Row]] = {}
        for row in self.told:
            held.setdefault((row.films if by_film else row.electrode) or "not known", []).append(
                row
            )
        ranked = sorted(held.items(), key=lambda item: (-len({r.paper_id for r in item[1]}), item))
        return [
            self._group(name, sorted(rows, key=lambda r: (r.year or 0, r.test)))
            for name, rows in ranked
        ]

    def _group(self, name: str, rows: list[Row]) -> Group:
        drawn = [self._drawn(row) for row in rows]
        if self.asked.own["rows"] == "all" or not any(row.size or row.alone for row in self.rows):
            return Group(name, drawn, [])
        rest = Counter((one.row.sign, one.row.says) for one in drawn if not one.has_size)
        folded = [(sign, says or "not told", number) for (sign, says), number in rest.most_common()]
        return Group(name, [one for one in drawn if one.has_size], folded)

    @property
    def folds(self) -> bool:
        """Whether pairs without a size are counted only, so far."""
        return any(group.folded for group in self.groups)

    def _drawn(self, row: Row) -> Drawn:
        if row.size is not None and self.axis is not None:
            size = row.size
            mark = None if size["effect"] is None else self.axis.place(size["effect"])
            whisker = self.axis.whisker(size["low"], size["high"])
            words = self._words(size["effect"], size["low"], size["high"])
            return Drawn(row, mark, whisker, words, size["spread"] == "assumed")
        if row.alone is not None and self.axis is not None:
            low, high = row.alone
            if low is not None and low == high:
                return Drawn(row, self.axis.place(low), None, "", False)
            return Drawn(row, None, self.axis.whisker(low, high), "", False)
        return Drawn(row, None, None, "", False)

    def _words(self, effect: float | None, low: float | None, high: float | None) -> str:
        """``1.8 [1.3, 2.4]``; an open end is an infinity."""
        ends = [_end(low, "0" if self.ratio else "−∞"), _end(high, "∞")]
        middle = "" if effect is None else f"<b>{number(effect, 2)}</b> "
        return f"{middle}[{', '.join(ends)}]"

    # --- together -------------------------------------------------------------------------

    @cached_property
    def counted(self) -> list[Row]:
        """Rows that enter the summary."""
        return [row for row in self.rows if row.size and not row.left_out]

    @cached_property
    def summary(self) -> Summary | None:
        return summary([estimate(row.paper_id, row.size) for row in self.counted if row.size])

    @cached_property
    def together(self) -> dict[str, Any] | None:
        """The summary on the axis and in words."""
        found = self.summary
        if found is None or self.axis is None:
            return None
        back = math.exp if self.ratio else float
        mean, low, high = (back(v) for v in (found.mean, found.low, found.high))
        next_low, next_high = back(found.next_low), back(found.next_high)
        return {
            "mark": self.axis.place(mean),
            "whisker": self.axis.whisker(low, high),
            "next": self.axis.whisker(next_low, next_high),
            "words": self._words(mean, low, high),
            "next_words": f"{number(next_low, 2)} to {number(next_high, 2)}",
            "i_squared": round(100 * found.i_squared),
            "pairs": found.pairs,
            "papers": found.papers,
        }

    @property
    def why_no_summary(self) -> str:
        papers = len({row.paper_id for row in self.counted})
        pairs = len(self.counted)
        have = (
            "no pair on record is comparable and has an effect with a known spread"
            if not pairs
            else f"{pairs} comparable pair{'s' * (pairs != 1)} with a known spread come from "
            f"{papers} paper{'s' * (papers != 1)}"
        )
        return f"No summary: {have}; at least {LEAST_PAPERS} papers are needed."

    # --- in words -------------------------------------------------------------------------

    @property
    def ladder(self) -> list[tuple[str, str, int]]:
        """How many pairs rest on each grade of evidence."""
        counted = Counter(row.grade for row in self.rows)
        return [(grade, EVIDENCE_IN_WORDS[grade], counted[grade]) for grade in EVIDENCE]

    @cached_property
    def sentence(self) -> str:
        if not self.rows:
            return "No coated cell beside a control that fits is on record here."
        directions = Counter(row.says for row in self.rows if row.says)
        said = ", ".join(f"{n} {word}" for word, n in directions.most_common())
        total = sum(directions.values())
        only = next(iter(directions)) if len(directions) == 1 and total > 1 else ""
        outcome = f"Every outcome on record says {only}" if only else f"Outcomes: {said or 'none'}"
        sized = self.sizes[self.measure]
        comparable = sum(row.comparable == "yes" for row in self.rows)
        sizes = f"{sized or 'none'} of {len(self.rows)} pairs has a size here"
        if sized > 1:
            sizes = sizes.replace("has", "have")
        return f"{outcome}; {sizes}, {comparable or 'none'} known to be comparable."

    @cached_property
    def caveats(self) -> list[tuple[str, str]]:
        found = []
        sized = sum(bool(row.size or row.alone) for row in self.told)
        if sized < len(self.told):
            none = f"{len(self.told) - sized} of {len(self.told)} outcomes have no number that can "
            found.append(
                (
                    "A direction is not an effect.",
                    f"{none}be placed on this axis; they stand beside it.",
                )
            )
        assumed = sum(bool(row.size and row.size["spread"] == "assumed") for row in self.rows)
        if assumed:
            words = f"In {assumed} of the intervals (dashed) no spread between cells is printed."
            found.append(("An assumed spread is none.", f"{words} They enter no summary."))
        both = sum(row.electrodes == "both" for row in self.rows)
        if both:
            words = f"in {both} of the pairs. What it did is not the doing of one film."
            found.append(("The other electrode was coated too", words))
        films = sum(row.against == "another coating" for row in self.rows)
        if films:
            words = f"are the controls of {films} pairs. They are drawn grey and counted nowhere."
            found.append(("Other films", words))
        papers = Counter(row.paper_id for row in self.rows)
        if len(papers) < len(self.rows):
            found.append((f"{len(self.rows)} pairs are of {len(papers)} papers.", WITHIN))
        says = {row.says for row in self.told if row.says}
        if says == {"better"} and len(self.told) > 2:
            found.append(("All better", "may tell what gets printed: failures are seldom."))
        return found

    model = MODEL


def _end(value: float | None, none: str) -> str:
    return none if value is None else str(number(value, 2))
