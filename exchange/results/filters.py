"""Filters of the list of printed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.filters import vocabularies
from coatings.filters.scope import ScopeFilter
from cycling.sidebyside.pairs import TESTS
from exchange.results.models import PrintedResult
from literature.models import without_examples
from literature.paper_words import PaperWords
from records.filtering import (
    AnyOfFilter,
    FixedWords,
    Idents,
    Range,
    StrictFilter,
    StrictFilterSet,
    Unreadable,
    WholeNumberFilter,
    WordFilter,
    by,
    value_condition,
)
from records.printed_values import STANDS, Extraction, Missing, Qualifier
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROLES = ("measured", "step", "result", "condition")
KINDS = ("coating", "test", "precursor")


def printed_keys() -> list[str]:
    """Keys of the properties that papers print, those of process steps among them."""
    printed = (
        key
        for key, declared in PROPERTIES.items()
        if any(kind not in ("derived", "reference") for kind, _ in declared.roles)
    )
    return sorted({*printed, "time", "temperature"})


class GivenFilter(StrictFilter):
    """``true``: an array column has something in it; ``false``: it is empty."""

    WORDS = ("true", "false")

    def read(self, raw: Sequence[str]) -> bool:
        if raw[0] not in self.WORDS:
            raise Unreadable(f"expected 'true' or 'false', not {raw[0]!r}")
        return raw[0] == "true"

    def condition(self, value: bool) -> Q:  # the value read, not an option
        empty = Q(**{self.field_name or "": []})
        return ~empty if value else empty

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.WORDS)}


def _results(ids: Sequence[str]) -> dict[str, Any]:
    found = PrintedResult.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return {ident: ident for ident in found}


class PrintedResultFilter(StrictFilterSet):
    """Printed values: by what they are of, by property, value and provenance."""

    ORDERINGS = {
        "id": by("pk"),
        "record": by("record"),
        "property": by("property"),
        "low": by("low"),
        "high": by("high"),
        "paper": by("paper__key"),
        "year": by("paper__year"),
    }
    DEFAULT_ORDERING = "id"

    id = WordFilter("pk", Idents(_results), doc="Just these; up to 1,000 at once.")
    kind = WordFilter("kind", FixedWords(KINDS), doc="What the value is of.")
    role = WordFilter(
        "role",
        FixedWords(ROLES),
        doc="`measured`: of a film or a precursor; `step`: time or temperature of a process step; "
        "`result` and `condition`: of a cycling test.",
    )
    property = WordFilter("property", FixedWords(printed_keys), doc="Key of the property.")
    coating = AnyOfFilter(
        "coatings", vocabularies.COATINGS, doc="`ASC-C…` id: its values and those of its tests."
    )
    test = WordFilter("test_id", TESTS, doc="`ASC-T…` id of the cycling test.")
    precursor = WordFilter("precursor", vocabularies.PRECURSORS, doc="Key of the precursor.")
    material = AnyOfFilter("materials", vocabularies.MATERIALS, doc="Key of the film's material.")
    substrate = WordFilter(
        "substrate", vocabularies.SUBSTRATES, doc="Key of what is coated, or of the electrode."
    )
    paper = WordFilter("paper__key", PaperWords(), doc="Paper that reports it: key or id.")
    via = WordFilter("via__key", PaperWords(), doc="Review or compilation it was read in.")
    year_min = WholeNumberFilter("paper__year", lookup="gte", doc="Reported in this year or later.")
    year_max = WholeNumberFilter(
        "paper__year", lookup="lte", doc="Reported in this year or earlier."
    )
    scope = ScopeFilter(
        doc="Said of the film or cell itself (`record`), or of a material, a process or a group of "
        "papers (`class`); `any` gives both."
    )
    has_control = GivenFilter("control", doc="Whether its test has a control on record.")
    qualifier = WordFilter("qualifier", FixedWords(Qualifier.values), doc="How exact.")
    extraction = WordFilter(
        "extraction", FixedWords(Extraction.values), doc="How it was taken from the paper."
    )
    missing = WordFilter("missing", FixedWords(Missing.values), doc="Kind of missing.")

    class Meta:
        model = PrintedResult
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return without_examples(PrintedResult.objects.all(), "paper__key")

    @classmethod
    def properties(cls) -> Iterable[str]:
        return [key for key in printed_keys() if key in PROPERTIES and PROPERTIES[key].numeric]

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if "scope" in self.values else found.filter(**STANDS)

    def range_condition(self, key: str, asked: Range) -> Q:
        """Values of this property that meet the asked interval; other properties do not."""
        return Q(property=key) & value_condition(asked)
