"""Papers as words of a filter: named by key or public id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from literature.models import Paper
from records.filtering.vocabularies import Words
from records.merged import merged_papers
from records.models import Kind, parse_public_id, public_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class PaperWords(Words):
    """Papers, named by key or by ``ASC-P…`` id; the columns hold the key."""

    def known(self, values: Sequence[str]) -> dict[str, str]:
        numbers = {value: parse_public_id(value, Kind.PAPER) for value in values}
        wanted = [number for number in numbers.values() if number is not None]
        keys = [value for value, number in numbers.items() if number is None]
        by_number = dict(Paper.objects.filter(pk__in=wanted).values_list("pk", "key"))
        found = {key: key for key in Paper.objects.with_keys(keys)} if keys else {}
        for value, number in numbers.items():
            if number in by_number:
                found[value] = by_number[number]
        if missing := set(values) - set(found):
            found |= self._merged(missing)
        return found

    def _merged(self, values: Iterable[str]) -> dict[str, str]:
        """Papers that were merged stand for the one they were merged into."""
        leading = merged_papers(values)
        keys = {paper.public_id: paper.key for paper in self._with_ids(leading.values())}
        return {value: keys[into] for value, into in leading.items() if into in keys}

    def _with_ids(self, ids: Iterable[str]) -> Iterable[Paper]:
        return Paper.objects.filter(pk__in=[parse_public_id(one, Kind.PAPER) for one in ids])

    def spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, key in Paper.objects.order_by().values_list("pk", "key"):
            found[key] = key
            found[public_id(Kind.PAPER, number)] = public_id(Kind.PAPER, number)
        return found

    def options(self) -> list[tuple[str, str]]:
        return list(Paper.objects.order_by("key").values_list("key", "citation"))

    def labels(self, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        numbers = {value: parse_public_id(value, Kind.PAPER) for value in values}
        wanted = [number for number in numbers.values() if number is not None]
        found: dict[str, tuple[str, str]] = {}
        for paper in Paper.objects.filter(Q(key__in=values) | Q(pk__in=wanted)):
            shown = paper.short, paper.citation
            found |= {paper.key: shown, paper.public_id: shown}
        return found
