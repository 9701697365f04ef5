"""Coated tests beside their controls: which pairs are asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat, LPad

from coatings.filters import vocabularies
from cycling.models import CellType, Control, CyclingTest
from literature.filters import author_filter
from literature.models import without_examples
from literature.paper_words import PaperWords
from records.filtering import (
    AnyOfFilter,
    FixedWords,
    Idents,
    PublicIds,
    StrictFilterSet,
    WholeNumberFilter,
    WordFilter,
    by,
)
from records.models import Kind
from science.cycling.conditions import COMPARABLE
from science.verdict import CLAIMED, EVIDENCE, SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIR = re.compile(r"ASC-T(\d{6,9})-ASC-T(\d{6,9})")
TESTS = PublicIds(CyclingTest, Kind.TEST)


def _pairs(ids: Sequence[str]) -> dict[str, Any]:
    asked = {ident: pair_numbers(ident) for ident in ids}
    rows = Control.objects.filter(test__in=[pair[0] for pair in asked.values() if pair])
    held = {(test, control): pk for pk, test, control in rows.values_list("pk", "test", "control")}
    return {ident: held[pair] for ident, pair in asked.items() if pair in held}


def pair_numbers(ident: str) -> tuple[int, int] | None:
    """The numbers of test and control in ``ASC-T000002-ASC-T000001``."""
    match = _PAIR.fullmatch(ident)
    return (int(match[1]), int(match[2])) if match else None


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
    author = author_filter("test__paper__key")
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
        return without_examples(with_both.annotate(**told), "test__paper__key")


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
