"""Cycling tests as OPTIMADE entries: declared properties over the columns of their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField

from cycling.models import CellType, TestRead
from exchange.optimade.entries import public_id_text
from exchange.optimade.of_papers import OfPaper, exactly, numbers, of_paper, texts, words
from exchange.optimade.properties import PREFIX, Described, Type, by_name, common
from records.models import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = f"{PREFIX}tests"


def _coating_ids() -> Func:
    return Func(
        F("coatings"),
        template="ARRAY(SELECT 'ASC-C' || lpad(one::text, greatest(6, length(one::text)), '0') "
        "FROM unnest(%(expressions)s) AS one)",
        output_field=ArrayField(TextField()),
    )


_DECLARED = by_name(
    *common(NAME, public_id_text(Kind.TEST, F("pk")), "updated"),
    Described(
        f"{PREFIX}coatings",
        Type.LIST,
        "Coatings in the cell",
        "Ids of entries of `_asc_coatings`; empty for an uncoated cell.",
        _coating_ids(),
        required=True,
    ),
    texts("materials", "materials", "Materials of the films", "Keys; empty for an uncoated cell."),
    words("substrate", "substrate", "Electrode", "Key of the electrode under test."),
    words("cell_type", "cell_type", "Type of cell", "As stated.", CellType.values, required=True),
    words(
        "comparable",
        "comparable",
        "Comparable with its control",
        "Whether every condition that matters is known and the same: `yes`, `no` or "
        "`cannot be told`; null without a control.",
    ),
    words("shown", "shown", "Shown", "What the numbers show against the control, if anything."),
    words("claimed", "claimed", "Claimed", "What the paper says of it against the control."),
    words("evidence", "evidence", "Evidence", "What the verdict rests on."),
    texts("has", "has", "What is known", "Properties with a value."),
    texts("about", "about", "Approximate", "Properties whose value is about so much."),
    *of_paper("test"),
    *numbers("test"),
)


class CyclingTests(OfPaper):
    """The type ``_asc_tests``."""

    name = NAME
    kind = Kind.TEST
    plural = "cycling"
    model = TestRead
    description = (
        "Cells with coated and uncoated electrodes, cycled under stated conditions, each as one "
        "paper reports it."
    )
    properties = _DECLARED
    exact = exactly(Kind.TEST)

    def relationships(self, row: Mapping[str, Any]) -> dict[str, Any]:
        films = [{"type": f"{PREFIX}coatings", "id": one} for one in row[f"{PREFIX}coatings"]]
        found = super().relationships(row)
        return {**found, f"{PREFIX}coatings": {"data": films}} if films else found


TESTS = CyclingTests()
