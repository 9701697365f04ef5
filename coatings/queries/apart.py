"""What tells films apart that one paper reports on one substrate: they have the same name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatings.models import Measurement
from records.printed_values import Scope
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import CoatingRead

_COLUMNS = ("thickness", "deposition_temperature")
_TELLING = (*_COLUMNS, "cycles", "plasma_power", "anneal_temperature", "anneal_time")
"""in the order in which they are said"""


@dataclass(frozen=True)
class Telling:
    """``words`` say in what a film differs from those it shares its name with, or give its id;
    ``hidden`` where a list that shows precursors, thickness and temperature does not tell."""

    words: str
    hidden: bool


def told_apart(rows: Sequence[CoatingRead]) -> dict[int, Telling]:
    """For each row that shares its name with another; one query where there are any."""
    groups: dict[tuple[str, str, int], list[CoatingRead]] = defaultdict(list)
    for row in rows:
        groups[row.material, row.substrate, row.paper_id].append(row)
    alike = [group for group in groups.values() if len(group) > 1]
    if not alike:
        return {}
    printed = _printed([row.pk for group in alike for row in group])
    return {number: told for group in alike for number, told in _told(group, printed).items()}


def _printed(numbers: list[int]) -> dict[int, dict[str, str]]:
    rows = Measurement.objects.filter(coating__in=numbers, property__in=_TELLING, missing="")
    rows = rows.filter(scope=Scope.RECORD).order_by("coating", "position")
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, key, text in rows.values_list("coating", "property", "printed"):
        found[number][key].append(text)
    return {
        number: {key: ", ".join(dict.fromkeys(texts)) for key, texts in said.items()}
        for number, said in found.items()
    }


def _told(group: list[CoatingRead], printed: dict[int, dict[str, str]]) -> dict[int, Telling]:
    said = {row.pk: printed.get(row.pk, {}) for row in group}
    differing = [key for key in _TELLING if len({said[row.pk].get(key) for row in group}) > 1]
    techniques = {row.technique for row in group}
    words = {}
    for row in group:
        parts = [row.technique] if len(techniques) > 1 and row.technique else []
        parts += [_in_words(key, said[row.pk][key]) for key in differing if key in said[row.pk]]
        words[row.pk] = " · ".join(parts)
    seen = [
        (row.technique, *row.precursors, *(said[row.pk].get(key) for key in _COLUMNS))
        for row in group
    ]
    counts = [*words.values()]
    return {
        row.pk: Telling(
            words[row.pk] if counts.count(words[row.pk]) == 1 and words[row.pk] else str(row),
            hidden=seen.count(seen[place]) > 1,
        )
        for place, row in enumerate(group)
    }


def _in_words(key: str, printed: str) -> str:
    return printed if key in _COLUMNS else f"{PROPERTIES[key].label.lower()} {printed}"
