"""A panel of filters filled for one request: what is ticked, how many there are of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.filtering import counts
from records.pages import elements
from records.pages.bars import Bar, bars_of
from records.pages.panel import (
    Choice,
    Group,
    Node,
    Part,
    PeriodicTable,
    Search,
    Span,
    Text,
    Toggle,
    Tree,
    parameters_of,
    parts_of,
)
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.filtering import Counts, Histogram, Problem, StrictFilterSet

MOST = 40
"""Words of a facet beyond these stand on a page of their own: a list must stay light."""


@dataclass(frozen=True)
class Item:
    """A word to tick, with how many records of the set have it."""

    value: str
    label: str
    title: str
    count: int
    ticked: bool
    below: list[Item] = field(default_factory=list)

    @property
    def opened(self) -> bool:
        """Whether something below it is ticked."""
        return any(item.ticked or item.opened for item in self.below)


@dataclass(frozen=True)
class ShownChoice:
    """A facet: its first words, the rest, and how many stand on its own page only."""

    part: Choice | Tree
    kind: str
    first: list[Item]
    rest: list[Item]
    left: int
    problems: list[str]
    joined: str
    template = "lists/choice.html"

    @property
    def active(self) -> bool:
        return any(item.ticked or item.opened for item in (*self.first, *self.rest))


@dataclass(frozen=True)
class ShownField:
    """A field to type in, or a box of its own."""

    part: Search | Text | Toggle
    kind: str
    value: str
    problems: list[str]

    @property
    def template(self) -> str:
        return "lists/toggle.html" if self.kind == "toggle" else "lists/field.html"

    @property
    def active(self) -> bool:
        return bool(self.value or self.problems)


@dataclass(frozen=True)
class ShownSpan:
    """A range: what is asked at both ends, and the histogram above them."""

    part: Span
    label: str
    unit: str
    ends: list[tuple[str, str, str, list[str]]]
    histogram: Histogram | None
    bars: list[Bar]
    kind = "span"

    @property
    def active(self) -> bool:
        return any(value or problems for _, _, value, problems in self.ends)


@dataclass(frozen=True)
class ShownGroup:
    label: str
    parts: list[ShownChoice | ShownField | ShownSpan]
    open: bool

    @property
    def active(self) -> bool:
        return any(part.active for part in self.parts)


class Panel:
    """The filters of one list page. Counts and histograms are read only where the query is right:
    a wrong one shows what was typed."""

    def __init__(
        self,
        filters: StrictFilterSet,
        groups: Sequence[Group],
        table: PeriodicTable | None,
        problems: list[Problem],
    ) -> None:
        self.filters = filters
        self.declared = groups
        self.table = table
        self.wrong: dict[str, list[str]] = defaultdict(list)
        for name, message in problems:
            self.wrong[name].append(message)
        self.counted = not problems

    @cached_property
    def parameters(self) -> set[str]:
        """Every parameter that has a place in the panel."""
        parts = [*parts_of(self.declared), *([self.table] if self.table else [])]
        return {name for part in parts for name in parameters_of(part)}

    @property
    def takes(self) -> str:
        """The parameters of words, which a suggestion can set, for the search field."""
        parts = parts_of(self.declared)
        return " ".join(sorted(p.name for p in parts if isinstance(p, (Choice, Tree))))

    @cached_property
    def _counted(self) -> Counts | None:
        """Facets and histograms of the panel, counted together; None for a wrong query."""
        if not self.counted:
            return None
        parts = parts_of(self.declared)
        names = {part.name for part in parts if isinstance(part, (Choice, Tree))}
        if self.table:
            names.add(self.table.has)
        spans = {part.name for part in parts if isinstance(part, Span)}
        return counts(self.filters, names, spans & set(self.filters.HISTOGRAMS))

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """Records by word, for each facet of the panel."""
        found = self._counted.facets if self._counted else {}
        return {
            name: {str(item["value"]): item["count"] for item in items}
            for name, items in found.items()
        }

    @property
    def _histograms(self) -> dict[str, Histogram]:
        return self._counted.histograms if self._counted else {}

    @cached_property
    def groups(self) -> list[ShownGroup]:
        shown = []
        for group in self.declared:
            parts = [self._shown(part) for part in group.parts]
            kept = [part for part in parts if part is not None]
            if kept:
                active = any(part.active for part in kept)
                shown.append(ShownGroup(group.label, kept, group.open or active))
        return shown

    @cached_property
    def cells(self) -> list[elements.Cell]:
        """The elements of the periodic table; none where the list has none."""
        if self.table is None:
            return []
        has = self.filters.asked.get(self.table.has, [])
        has_not = self.filters.asked.get(self.table.has_not, [])
        return elements.cells(self.counts.get(self.table.has, {}), has, has_not)

    @property
    def table_active(self) -> bool:
        return any(cell.has or cell.has_not for cell in self.cells)

    @property
    def table_problems(self) -> list[str]:
        names = self.table.names if self.table else ()
        return [message for name in names for message in self.wrong[name]]

    def _shown(self, part: Part) -> ShownChoice | ShownField | ShownSpan | None:
        if isinstance(part, Span):
            return self._span(part)
        if isinstance(part, Tree):
            return self._tree(part)
        if isinstance(part, Choice):
            return self._choice(part)
        given = self.filters.asked.get(part.name, [])
        if self.filters.problems:  # what was typed is kept as it was, a phrase too
            given = self.filters.data.getlist(part.name)
        if isinstance(part, Toggle):
            value = part.value if part.value in given else ""
        else:
            value = given[0] if given else ""
        return ShownField(part, type(part).__name__.lower(), value, self.wrong[part.name])

    def labels(self, name: str, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        """How each word is shown, and in full."""
        return self.filters.labels(name, values)

    def _words(self, part: Choice | Tree) -> tuple[dict[str, int], list[str]]:
        """Counts of the words of a facet, those asked for among them, and those asked for."""
        asked = list(dict.fromkeys(self.filters.asked.get(part.name, [])))
        counts = dict(self.counts.get(part.name, {}))
        for word in asked:
            counts.setdefault(word, 0)
        return counts, asked

    def items(self, part: Choice | Tree) -> list[Item]:
        """Every word of a facet that the set has, ticked ones first, then the most frequent."""
        counts, asked = self._words(part)
        return self._items(part, sorted(counts, key=lambda word: word not in asked))

    def _items(self, part: Choice | Tree, words: Sequence[str]) -> list[Item]:
        counts, asked = self._words(part)
        labels = self.labels(part.name, words)
        return [
            Item(word, *labels.get(word, (word, word)), counts[word], word in asked)
            for word in words
        ]

    def _choice(self, part: Choice) -> ShownChoice | None:
        counts, asked = self._words(part)
        wrong = self.wrong[part.name]
        if len(counts) < 2 and not wrong and not asked:
            return None  # one word that every record has narrows nothing
        top = max(part.top, len(asked))
        if len(counts) <= top + 2:
            top = len(counts)  # a fold of one or two would hide nothing
        words = sorted(counts, key=lambda word: word not in asked)
        # only those shown are named: a facet of papers has hundreds
        items = self._items(part, words[: max(top, MOST)])
        left = max(0, len(counts) - MOST)
        return ShownChoice(
            part, "choice", items[:top], items[top:MOST], left, wrong, self._joined(part.name)
        )

    def _joined(self, name: str) -> str:
        return str(getattr(self.filters.filters[name], "joined", "or"))

    def _tree(self, part: Tree) -> ShownChoice | None:
        counts, asked = self._words(part)
        wrong = self.wrong[part.name]
        if not counts and not wrong:
            return None
        children: dict[str, list[Node]] = defaultdict(list)
        nodes = part.nodes()
        for node in nodes:
            children[node.parent].append(node)
        labels = self.labels(part.name, list(counts))

        def below(parent: str) -> list[Item]:
            found = []
            for node in children[parent]:
                lower = below(node.key)
                if node.key not in counts and not lower:
                    continue
                shown, title = labels.get(node.key, (node.key, node.key))
                count = counts.get(node.key, 0)
                found.append(Item(node.key, shown, title, count, node.key in asked, lower))
            return sorted(found, key=lambda item: -item.count)

        known = {node.key for node in nodes}
        strange = [Item(word, word, word, 0, ticked=True) for word in asked if word not in known]
        joined = self._joined(part.name)
        return ShownChoice(part, "tree", [*strange, *below("")], [], 0, wrong, joined)

    def _span(self, part: Span) -> ShownSpan | None:
        ends = []
        bounds: list[float | None] = []
        for side, label in (("min", "from"), ("max", "to")):
            name = f"{part.name}_{side}"
            given = self.filters.asked.get(name, [])
            ends.append((name, label, given[0] if given else "", self.wrong[name]))
            bounds.append(self.filters.values.get(name))
        histogram = self._histograms.get(part.name)
        shown = ShownSpan(
            part,
            part.label or PROPERTIES[part.name].label,
            self._unit(part),
            ends,
            histogram,
            bars_of(histogram, *bounds) if histogram else [],
        )
        nothing = histogram is not None and not histogram.count
        return None if nothing and not shown.active else shown

    @staticmethod
    def _unit(part: Span) -> str:
        unit = part.unit
        if unit is None:
            declared: Any = PROPERTIES.get(part.name)
            unit = declared.unit if declared else ""
        return "" if unit in (None, "1") else unit
