"""Count facets and histograms from segments, and what changed since by SQL."""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

from records.filtering.counts import MOST_WORDS, Tally, WordsFound
from records.filtering.facets import count_words, value_of
from records.filtering.histograms import count_bins, edges_by_key, extents, widest
from records.read_rows import by_index, searched
from records.segments.choosing import choices
from records.segments.packing import Packed, Vocabulary, unpack
from records.segments.tables import SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    import numpy.typing as npt
    from django.db import models

    from records.filtering import StrictFilterSet
    from records.filtering.bins import Edges
    from records.filtering.facets import Facet, WordCounts
    from records.filtering.histograms import BinCounts, Extent
    from records.segments.packing import Mask
    from records.segments.tables import Store

MOST_CHANGES = 5000
"""With more changes noted than this, or with segments of another layout, everything is counted
by SQL until they are folded."""


@dataclass
class _Held:
    """A segment that this process has read. It never changes, so what all its records together
    count is counted once."""

    token: UUID
    packed: Packed
    extents: dict[str, Extent]
    size: int
    _words: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    _bins: dict[tuple[str, tuple[float, ...]], npt.NDArray[np.int64]] = field(default_factory=dict)

    def words(self, parameter: str, mask: Mask) -> npt.NDArray[np.int64]:
        """Records by word of a facet, in the order of its codes here."""
        words = self.packed.words[parameter]
        if mask is not self.packed.present:
            return words.count(mask)
        if parameter not in self._words:
            self._words[parameter] = words.count(mask)
        return self._words[parameter]

    def bins(self, key: str, mask: Mask, edges: tuple[float, ...]) -> npt.NDArray[np.int64]:
        """Records with a value, then records by bin."""
        values = self.packed.values[key]
        if mask is not self.packed.present:
            return values.chosen(mask).count(edges)
        if (key, edges) not in self._bins:
            # edges move with the extremes of all records: those of before are not asked again
            self._bins = {k: v for k, v in self._bins.items() if k[0] != key}
            self._bins[key, edges] = values.count(edges)
        return self._bins[key, edges]


class _Memory:
    """The segments of one store that this process has read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.vocabularies: dict[str, Vocabulary] = {}
        self.held: dict[int, _Held] = {}

    def load(self, store: Store, tokens: Mapping[int, UUID]) -> dict[int, _Held]:
        """The segments with these tokens; those not held are read, in the reader's snapshot."""
        with self.lock:
            found = {
                number: held
                for number, token in tokens.items()
                if (held := self.held.get(number)) and held.token == token
            }
            missing = store.segments._default_manager.filter(
                number__in=tokens.keys() - found.keys()
            )
            for row in missing:
                packed = unpack(bytes(row.content), self.vocabularies)
                ends = {key: values.extent() for key, values in packed.values.items()}
                size = int(np.count_nonzero(packed.present))
                found[row.number] = _Held(row.token, packed, ends, size)
            self.held |= found
            return found


_memories: dict[type[models.Model], _Memory] = defaultdict(_Memory)


class SegmentTally(Tally):
    """Counts of one set of filters, in one snapshot: segments for what they hold, SQL for records
    that changed since."""

    def __init__(self, filterset: StrictFilterSet, store: Store) -> None:
        super().__init__(filterset)
        self.store = store
        self.memory = _memories[store.segments]
        self.segments: dict[int, _Held] = {}
        self._masks: dict[tuple[str, ...], dict[int, Mask]] = {}
        rows = store.segments._default_manager.values_list("number", "token", "layout")
        known = {number: (token, layout) for number, token, layout in rows}
        whole = all(layout == store.layout for _, layout in known.values())
        self.changed = self._changed() if whole else None
        if self.changed is not None:
            tokens = {number: token for number, (token, _) in known.items()}
            self.segments = self.memory.load(store, tokens)
            self._clean = self._unchanged(self.changed)

    def _changed(self) -> list[int] | None:
        """Records noted since their segments were made; None where there are too many."""
        rows = self.store.changes._default_manager.order_by()
        found = list(rows.values_list("record", flat=True)[: MOST_CHANGES + 1])
        return None if len(found) > MOST_CHANGES else sorted(set(found))

    def _unchanged(self, changed: list[int]) -> dict[int, Mask]:
        """By segment, the records whose last word it has."""
        masks = {number: held.packed.present for number, held in self.segments.items()}
        for record in changed:
            number, place = divmod(record, SIZE)
            if number in masks:
                if masks[number] is self.segments[number].packed.present:
                    masks[number] = masks[number].copy()
                masks[number][place] = False
        return masks

    def total(self) -> int | None:
        """How many records are asked for; None where the segments cannot tell."""
        if self.changed is None or self._chosen(()) is None:
            return None
        return self.words((), []).total

    def words(self, without: tuple[str, ...], facets: list[Facet]) -> WordsFound:
        if self.changed is None:
            return super().words(without, facets)
        masks = self._mask(without)
        total, found = self._fresh_words(without, facets)
        total += sum(self._size(number, mask) for number, mask in masks.items())
        rarer = {}
        for facet in facets:
            counted = found.setdefault(facet.parameter, {})
            vocabulary = self.memory.vocabularies.get(facet.parameter)
            if vocabulary is None:
                continue
            numbers = self._count(facet.parameter, vocabulary, masks)
            if np.count_nonzero(numbers) > MOST_WORDS and not facet.whole:
                rarer[facet.parameter] = _keep_most(counted, numbers, vocabulary)
                continue
            (met,) = numbers.nonzero()
            for code, number in zip(met.tolist(), numbers[met].tolist(), strict=True):
                value = value_of(self.filterset, facet, vocabulary.words[code])
                counted[value] = counted.get(value, 0) + number
        return WordsFound(total, found, rarer)

    def _size(self, number: int, mask: Mask) -> int:
        held = self.segments[number]
        return held.size if mask is held.packed.present else int(np.count_nonzero(mask))

    def _count(
        self, parameter: str, vocabulary: Vocabulary, masks: dict[int, Mask]
    ) -> npt.NDArray[np.int64]:
        """Records by the code of each word."""
        totals = np.zeros(len(vocabulary.words), np.int64)
        for number, mask in masks.items():
            held = self.segments[number]
            words = held.packed.words[parameter]
            totals[words.codes] += held.words(parameter, mask)
        return totals

    def bins(self, without: tuple[str, ...], edges: dict[str, Edges]) -> BinCounts:
        if self.changed is None:
            return super().bins(without, edges)
        counted: BinCounts = {key: defaultdict(int) for key in edges}
        if self.changed:
            counted |= count_bins(self.filterset, self._fresh(without), edges)
        masks = self._mask(without)
        for key, bins in edges.items():
            if not bins.number:
                continue
            for number, mask in masks.items():
                found = self.segments[number].bins(key, mask, bins.edges)
                for place, n in enumerate(found.tolist()):
                    counted[key][place] += n
        return counted

    def edges(self, keys: list[str]) -> dict[str, Edges]:
        if self.changed is None:
            return super().edges(keys)
        ends: dict[str, list[Extent]] = {key: [] for key in keys}
        if self.changed:
            rows = self.filterset.default_queryset().order_by().filter(pk__in=self.changed)
            for key, extent in extents(self.filterset, rows, keys).items():
                ends[key].append(extent)
        for number, held in self.segments.items():
            clean = self._clean[number]
            whole = clean is held.packed.present
            for key in keys:
                values = held.packed.values[key]
                ends[key].append(held.extents[key] if whole else values.chosen(clean).extent())
        return edges_by_key({key: widest(found) for key, found in ends.items()})

    # --- which records -------------------------------------------------------------------------
    def _fresh(self, without: tuple[str, ...]) -> models.QuerySet[Any]:
        """The rows asked for that no segment knows as they are."""
        return self.rows(without).filter(pk__in=self.changed)

    def _fresh_words(self, without: tuple[str, ...], facets: list[Facet]) -> tuple[int, WordCounts]:
        if not self.changed:
            return 0, {}
        return count_words(self.filterset, self._fresh(without), facets)

    def _mask(self, without: tuple[str, ...]) -> dict[int, Mask]:
        """By segment, the records asked for that it knows as they are."""
        if without not in self._masks:
            chosen = self._chosen(without)
            self._masks[without] = self._matching(self.rows(without)) if chosen is None else chosen
        return self._masks[without]

    def _chosen(self, without: tuple[str, ...]) -> dict[int, Mask] | None:
        """The same without asking the database; None where the segments cannot tell."""
        if self.filterset.queryset.query.where:
            return None
        found = choices(self.filterset, without, self.memory.vocabularies)
        if found is None:
            return None
        masks = {}
        for number, clean in self._clean.items():
            packed, mask = self.segments[number].packed, clean
            for choice in found:
                mask = mask & choice(packed)
            masks[number] = mask
        return masks

    def _matching(self, rows: models.QuerySet[Any]) -> dict[int, Mask]:
        if not rows.query.where:
            return self._clean
        try:
            chosen, params = rows.values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            return {}
        with by_index() if searched(rows) else nullcontext(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT string_agg(int4send(record), '') FROM ({chosen}) AS chosen(record)", params
            )
            raw = cursor.fetchone()[0] or b""
        numbers, places = np.divmod(np.frombuffer(raw, ">i4").astype(np.int32), SIZE)
        masks = {}
        for number, clean in self._clean.items():
            mask = np.zeros(SIZE, np.bool_)
            mask[places[numbers == number]] = True
            masks[number] = mask & clean
        return masks


def _keep_most(
    counted: dict[Any, int], numbers: npt.NDArray[np.int64], vocabulary: Vocabulary
) -> int:
    """Put the most frequent words of a long facet into ``counted``, which has those of changed
    records, and say how many rarer ones there are. Of two as frequent, the first in the alphabet
    goes before."""
    for word in [word for word in counted if vocabulary.code(word) is not None]:
        code = vocabulary.code(word)
        if code is not None and code < len(numbers):
            numbers[code] += counted.pop(word)
    (met,) = numbers.nonzero()
    found = numbers[met]
    keys = (found.max() - found) * (len(vocabulary.words) + 1) + vocabulary.ranks()[met]
    first = np.argpartition(keys, MOST_WORDS - 1)[:MOST_WORDS]
    for code, number in zip(met[first].tolist(), found[first].tolist(), strict=True):
        counted[vocabulary.words[code]] = number
    return len(met) - len(first)
