"""REST of this room: precursors with every source temperature on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from pydantic import Field

from literature.api import updated
from literature.citation_files import CitedRecordsView
from precursors.filters import PrecursorFilter
from precursors.linked_data import molecule
from precursors.models import Precursor
from precursors.queries import coating_counts
from records.document.reference import reference_json
from records.presentation import value_json
from records.rest import FacetedView, KeyedRecordsView, described
from records.rest.shapes import MissingValue, ReferenceValue, Shape, Value

if TYPE_CHECKING:
    from collections.abc import Sequence


class PrecursorItem(Shape):
    """A precursor."""

    key: str
    url: str
    page: str
    name: str
    acronym: str | None
    formula: str | None = Field(description="In Hill order.")
    printed: str | None = Field(description="The formula as the source prints it.")
    kind: Literal["metal", "organic", "co-reactant"]
    elements: list[str]
    smiles: str | None
    inchikey: str | None
    cas: str | None
    molar_mass_g_mol: float | None
    state: Literal["solid", "liquid", "gas", "plasma"] | None
    air_sensitivity: Literal["pyrophoric", "air-sensitive", "stable in air"] | None
    aliases: list[str]
    families: list[str]
    source_temperatures: list[Value | MissingValue]
    hazards: list[str] = Field(description="Hazard statements (GHS) that pages give.")
    reference: list[ReferenceValue]
    used_in: int = Field(description="How many coatings are grown with it.")
    updated: str


class MeasuredValue(Value):
    """A printed property of a precursor."""

    property: str


class MissingMeasured(MissingValue):
    """A property of a precursor that a paper does not give."""

    property: str


class PrecursorRecord(PrecursorItem):
    """A precursor with everything known about it."""

    measurements: list[MeasuredValue | MissingMeasured]
    via: str | None = Field(description="Key of the paper the entry was read in.")
    at: str
    notes: list[str]
    coatings_url: str = Field(description="Address of the list of coatings grown with it.")
    json_ld: dict[str, Any]


def _item(row: Precursor, links: dict[str, Any], coatings: int) -> dict[str, Any]:
    return {
        "key": row.key,
        **links,
        "name": row.name,
        "acronym": row.acronym or None,
        "formula": row.formula or None,
        "printed": row.formula_printed or None,
        "kind": row.kind,
        "elements": row.elements,
        "smiles": row.smiles or None,
        "inchikey": row.inchikey or None,
        "cas": row.cas or None,
        "molar_mass_g_mol": row.molar_mass_g_mol,
        "state": row.state or None,
        "air_sensitivity": row.air_sensitivity or None,
        "aliases": row.aliases,
        "families": row.families,
        "source_temperatures": [
            value_json(value, value, value.paper_id) for value in row.source_temperatures.all()
        ],
        "hazards": row.hazards,
        "reference": reference_json(row.reference),
        "used_in": coatings,
        "updated": updated(row),
    }


@described
class PrecursorView(CitedRecordsView, FacetedView, KeyedRecordsView):
    """Precursors: what is dosed."""

    plural = "precursors"
    what = "precursor"
    model = Precursor
    reported_through = (
        "source_temperatures__precursor",
        "precursor_measurements__precursor",
        "coatings__process__steps__choices__precursor",
    )
    filterset_class = PrecursorFilter
    item_shape = PrecursorItem
    shape = PrecursorRecord

    def rows(self, queryset: Any) -> Any:
        return queryset.prefetch_related("source_temperatures")

    def queryset(self) -> Any:
        return Precursor.objects.prefetch_related("source_temperatures", "measurements")

    def items(self, rows: Sequence[Precursor]) -> list[dict[str, Any]]:
        counts = coating_counts([row.pk for row in rows])
        return [_item(row, self.links(row.key), counts[row.pk]) for row in rows]

    def record(self, ident: str) -> dict[str, Any]:
        row = self.row(ident)
        return {
            **_item(row, self.links(row.key), coating_counts([row.pk])[row.pk]),
            "measurements": [
                {
                    "property": value.property,
                    **value_json(value, value, value.paper_id, value.conditions),
                }
                for value in row.measurements.all()
            ],
            "via": row.via or None,
            "at": "; ".join(row.at),
            "notes": [row.note] if row.note else [],
            "coatings_url": f"{settings.PUBLIC_URL}/api/v1/coatings/?precursor={row.key}",
            "json_ld": molecule(row),
        }


LISTS = (PrecursorView,)
