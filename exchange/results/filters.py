"""Filters of the lists of printed values and of coated–control pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat, LPad

from coatings.filters import vocabularies
from coatings.filters.scope import ScopeFilter
from cycling.models import CellType, Control, CyclingTest
from exchange.results.models import PrintedResult
from literature.paper_words import PaperWords
from records.filtering import (
    AnyOfFilter,
    FixedWords,
    Idents,
    PublicIds,
    Range,
    StrictFilter,
    StrictFilterSet,
    Unreadable,
    WholeNumberFilter,
    WordFilter,
    by,
    value_condition,
)
from records.models import Kind
from records.printed_values import STANDS, Extraction, Missing, Qualifier
from science.cycling.conditions import COMPARABLE
from science.properties import PROPERTIES
from science.verdict import CLAIMED, EVIDENCE, SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PAIR = re.compile(r"ASC-T(\d{6,9})-ASC-T(\d{6,9})")
TESTS = PublicIds(CyclingTest, Kind.TEST)
ROLES = ("measured", "step", "result", "condition")
KINDS = ("coating", "test", "precursor")


def printed_keys() -> list[str]:
    """Keys of the properties that papers print, those of process steps among them."""
    printed = (
        key
        for key, declared in PROPERTIES.items()
        if any(kind != "derived" for kind, _ in declared.roles)
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


def _pairs(ids: Sequence[str]) -> dict[str, Any]:
    asked = {ident: pair_numbers(ident) for ident in ids}
    rows = Control.objects.filter(test__in=[pair[0] for pair in asked.values() if pair])
    held = {(test, control): pk for pk, test, control in rows.values_list("pk", "test", "control")}
    return {ident: held[pair] for ident, pair in asked.items() if pair in held}


def pair_numbers(ident: str) -> tuple[int, int] | None:
    """The numbers of test and control in ``ASC-T000002-ASC-T000001``."""
    match = _PAIR.fullmatch(ident)
    return (int(match[1]), int(match[2])) if match else None


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

    @classmethod
    def properties(cls) -> Iterable[str]:
        return [key for key in printed_keys() if key in PROPERTIES and PROPERTIES[key].numeric]

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if "scope" in self.values else found.filter(**STANDS)

    def range_condition(self, key: str, asked: Range) -> Q:
        """Values of this property that meet the asked interval; other properties do not."""
        return Q(property=key) & value_condition(asked)


class PairFilter(StrictFilterSet):
    """Coated tests beside their controls: by cell, film, verdict and evidence."""

    ORDERINGS = {
        "id": by("pk"),
        "test": by("test"),
        "control": by("control"),
        "paper": by("test__paper__key"),
        "year": by("test__paper__year"),
    }
    DEFAULT_ORDERING = "test,control"

    id = WordFilter("pk", Idents(_pairs), doc="Just these; up to 1,000 at once.")
    coating = AnyOfFilter(
        "test__read__coatings", vocabularies.COATINGS, doc="`ASC-C…` id of a coating in the cell."
    )
    test = WordFilter("test", TESTS, doc="`ASC-T…` id of the coated test.")
    control = WordFilter("control", TESTS, doc="`ASC-T…` id of the control.")
    material = AnyOfFilter(
        "test__read__materials", vocabularies.MATERIALS, doc="Key of a coating's material."
    )
    substrate = WordFilter(
        "test__read__substrate", vocabularies.SUBSTRATES, doc="Key of the electrode under test."
    )
    cell_type = WordFilter("test__cell_type", FixedWords(CellType.values), doc="Kind of cell.")
    paper = WordFilter("test__paper__key", PaperWords(), doc="Paper that reports it: key or id.")
    year_min = WholeNumberFilter(
        "test__paper__year", lookup="gte", doc="Reported in this year or later."
    )
    year_max = WholeNumberFilter(
        "test__paper__year", lookup="lte", doc="Reported in this year or earlier."
    )
    shown = WordFilter("shown", FixedWords(SHOWN), doc="What the numbers of both show.")
    claimed = WordFilter(
        "claimed", FixedWords([word for word in CLAIMED if word]), doc="What the paper claims."
    )
    evidence = WordFilter("evidence", FixedWords(EVIDENCE), doc="Grade of the evidence.")
    comparable = WordFilter(
        "comparable",
        FixedWords(COMPARABLE),
        doc="Whether every condition that matters is known and the same.",
    )

    class Meta:
        model = Control
        fields: list[str] = []

    def default_queryset(self) -> Any:
        """With what was computed of the two; null until it is, and where nothing is said."""
        told = {name: KT(f"verdict__{name}") for name in ("shown", "claimed", "evidence")}
        told["comparable"] = KT("comparison__comparable")
        with_both = Control.objects.annotate(
            verdict=_of_control("$.shown.verdicts"), comparison=_of_control("$.comparable.controls")
        )
        return with_both.annotate(**told)


def _of_control(path: str) -> Func:
    """Of a list among the derived values of the test, the item on this control."""
    control = Concat(Value("ASC-T"), LPad(Cast("control_id", TextField()), 6, Value("0")))
    return Func(
        F("test__read__derived"),
        Value(f"{path}[*] ? (@.control == $control)"),
        Func(Value("control"), control, function="jsonb_build_object"),
        function="jsonb_path_query_first",
        template="%(function)s(%(expressions)s)",
        output_field=JSONField(),
    )
