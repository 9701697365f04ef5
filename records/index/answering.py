"""What a set of filters asks of the index of its list: records, words and bins, counted exactly."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from records.index.asking import Answers
from records.index.block import count_of, members

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from records.filtering.facets import Facet
    from records.filtering.filterset import StrictFilterSet
    from records.index.block import Counts, Mask
    from records.index.standing import Standing, Vocabulary

    Ids = np.ndarray[Any, np.dtype[np.int32]]


class Index:
    """The records of a list that a set of filters asks for, in one snapshot."""

    def __init__(self, filterset: StrictFilterSet, standing: Standing) -> None:
        self.filterset = filterset
        self.standing = standing
        self.answers = Answers(filterset, self._by_sql)
        self._questions = filterset.questions
        if filterset.narrowed_before:
            within = Q(pk__in=filterset.queryset.order_by().values("pk"))
            self._questions = [*self._questions, (frozenset(), within)]
        self._sql: dict[int, tuple[Any, Ids]] = {}
        self._chosen: dict[tuple[int, int], Mask] = {}
        self._on = frozenset().union(*(names for names, _ in self._questions))
        self._masks: dict[frozenset[str], list[Mask]] = {}

    def masks(self, without: Collection[str] = ()) -> list[Mask]:
        """By part of the index, the records that match every parameter but these."""
        left_out = self._on.intersection(without)
        if left_out not in self._masks:
            asked = [q for names, q in self._questions if not left_out.intersection(names)]
            self._masks[left_out] = [
                reduce(np.bitwise_and, (self._mask(i, q) for q in asked), part.clean)
                for i, part in enumerate(self.standing.parts)
            ]
        return self._masks[left_out]

    def _mask(self, part: int, question: Q) -> Mask:
        if (part, id(question)) not in self._chosen:
            block = self.standing.parts[part].block
            self._chosen[part, id(question)] = self.answers.mask(question, block)
        return self._chosen[part, id(question)]

    def _by_sql(self, condition: Any) -> Ids:
        """The records that match a condition, or stand in a query."""
        if id(condition) not in self._sql:
            rows = self.filterset.default_queryset().order_by()
            self._sql[id(condition)] = (condition, ids_of(rows.filter(Q(condition))))
        return self._sql[id(condition)][1]

    # --- counting -------------------------------------------------------------------------
    def count(self, without: Collection[str] = ()) -> int:
        return sum(map(count_of, self.masks(without)))

    def words(self, facet: Facet, without: Collection[str] = ()) -> tuple[Vocabulary, Counts]:
        """The words of a facet, with how many of the records have each."""
        counted = self.standing.count(facet.parameter, self.masks(without))
        return self.standing.vocabularies[facet.parameter], counted

    def bins(self, key: str, edges: tuple[float, ...], without: Collection[str]) -> Counts:
        """How many of the records have a value, then how many by bin."""
        counted = np.zeros(len(edges), np.int64)
        for part, mask in zip(self.standing.parts, self.masks(without), strict=True):
            bins = part.block.values[key].bins(edges, part.block.size)
            counted += part.count(f"values {key}", bins, mask)
        return counted

    # --- the records themselves -------------------------------------------------------------
    def ids(self, start: int = 0, stop: int | None = None, *, descending: bool = False) -> Ids:
        """The ids of the records, rising; or those from one position up to another, perhaps from
        behind."""
        masks = self.masks()
        if descending:
            total = self.count()
            end = 0 if stop is None else max(0, total - stop)
            start, stop = end, max(0, total - start)
        if self.standing.fresh and count_of(masks[-1]):
            return np.sort(self._ids(masks, 0, None), kind="stable")[start:stop]
        return self._ids(masks, start, stop)

    def _ids(self, masks: list[Mask], start: int, stop: int | None) -> Ids:
        found, passed = [np.empty(0, np.int32)], 0
        for part, mask in zip(self.standing.parts, masks, strict=True):
            number = count_of(mask)
            if passed + number > start and (stop is None or passed < stop):
                ids = part.block.ids[members(mask)[: part.block.size]]
                end = None if stop is None else stop - passed
                found.append(ids[max(0, start - passed) : end])
            passed += number
        return np.concatenate(found)


def ids_of(rows: QuerySet[Any]) -> Ids:
    try:
        chosen, params = rows.values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return np.empty(0, np.int32)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT string_agg(int4send(record::int4), '') FROM ({chosen}) AS chosen(record)",
            params,
        )
        return np.frombuffer(cursor.fetchone()[0] or b"", ">i4").astype(np.int32)
