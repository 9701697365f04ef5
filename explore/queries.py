"""What is on record, read across the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from coatings.filters import CoatingFilter
from coatings.models import CoatingRead, Measurement, Process
from coatings.queries.coatings import CoatingLine, coating_lines
from literature.models import Paper, without_examples
from precursors.models import SourceTemperature
from records.data_version import OfVersion
from records.filtering import counts
from records.kinds import record_kinds, term_kinds
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from datetime import datetime

    from science.registry import Property

_SUBJECTS = {
    "coating": "Of a coating",
    "test": "Of a cycling test",
    "precursor": "Of a precursor",
    "step": "Of a step of a process",
    "series": "Of a series of one film",
    "material": "Of a film's material",
    "substrate": "Of an electrode or another substrate",
}


@OfVersion
def record_counts() -> dict[str, int]:
    """How many records of each kind there are."""
    tables = {
        **{term.section: term.model for term in term_kinds()},
        "processes": Process,
        "temperatures": SourceTemperature,
    }
    reported = {
        **{kind.section: (kind.model.objects, "paper__key") for kind in record_kinds()},
        "papers": (Paper.objects, "key"),
        "measurements": (Measurement.objects, "coating__paper__key"),
    }
    return {
        **{name: table._default_manager.count() for name, table in tables.items()},
        **{name: without_examples(*rows).count() for name, rows in reported.items()},
    }


@dataclass(frozen=True)
class Share:
    """How many coatings have this word in a column."""

    word: str
    count: int


def shares(*parameters: str) -> list[list[Share]]:
    """Coatings by each of these facets, most frequent word first."""
    found = counts(CoatingFilter(), parameters, ()).facets
    return [[Share(item["value"], item["count"]) for item in found[name]] for name in parameters]


def latest(most: int = 6) -> list[CoatingLine]:
    """The coatings that came in last: ids are given in the order of first publication."""
    rows = without_examples(CoatingRead.objects.for_lines()).order_by("-pk")
    return coating_lines(list(rows[:most]))


def last_change() -> datetime | None:
    """When a paper was last published."""
    return Paper.objects.aggregate(last=Max("updated"))["last"]


def waiting() -> int:
    """Records whose derived values are being computed."""
    return sum(kind.read_row.objects.stale().count() for kind in record_kinds())


@dataclass(frozen=True)
class Entry:
    """A declared property in the data dictionary, in one of its roles."""

    declared: Property
    kinds: list[str]

    @property
    def is_derived(self) -> bool:
        return self.declared.recipe is not None


def dictionary() -> list[tuple[str, list[Entry]]]:
    """Every declared property once, under the first subject it belongs to."""
    groups: dict[str, list[Entry]] = {subject: [] for subject in _SUBJECTS}
    for declared in PROPERTIES.values():
        kinds = [
            kind if subject == declared.subject else f"{kind} ({_SUBJECTS[subject].lower()})"
            for kind, subject in declared.roles
        ]
        groups[declared.subject].append(Entry(declared, kinds))
    return [(_SUBJECTS[subject], entries) for subject, entries in groups.items() if entries]
