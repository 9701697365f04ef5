"""REST of the words that coatings are described with: materials, substrates, methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, F, Func, Q, TextField

from coatings.api.shapes import (
    MaterialItem,
    MaterialRecord,
    MethodItem,
    MethodRecord,
    SubstrateItem,
    SubstrateRecord,
)
from coatings.filters import MaterialFilter, MethodFilter, SubstrateFilter
from coatings.linked_data import coated, substance, technique
from coatings.models import Material, Method, Substrate
from coatings.queries.coatings import of_the_literature
from literature.api import updated
from literature.citation_files import CitedRecordsView
from literature.models import SYNTHETIC
from records.document.reference import reference_json
from records.rest import FacetedView, KeyedRecordsView, described

if TYPE_CHECKING:
    from collections.abc import Sequence


def list_url(name: str, parameter: str, key: str) -> str:
    """The absolute address of a list with one filter."""
    return f"{settings.PUBLIC_URL}/api/v1/{name}/?{parameter}={key}"


def coatings_by(column: str, keys: Sequence[str]) -> dict[str, int]:
    """How many coatings there are for each key in a word column of their read rows."""
    rows = of_the_literature().filter(**{f"{column}__in": keys}).order_by()
    return dict(rows.values(column).annotate(n=Count("pk")).values_list(column, "n"))


def coatings_by_method(keys: Sequence[str]) -> dict[str, int]:
    """How many coatings each method, or one below it in the tree, was used on."""
    rows = of_the_literature().filter(method_closure__overlap=list(keys)).order_by()
    each = Func(F("method_closure"), function="unnest", output_field=TextField())
    return dict(
        rows.annotate(key=each).values("key").annotate(n=Count("pk")).values_list("key", "n")
    )


@described
class MaterialView(CitedRecordsView, FacetedView, KeyedRecordsView):
    """Materials of films."""

    plural = "materials"
    what = "material"
    model = Material
    reported_through = ("coatings__material",)
    filterset_class = MaterialFilter
    item_shape = MaterialItem
    shape = MaterialRecord

    def rows(self, queryset: Any) -> Any:
        return queryset.prefetch_related("phase_links__phase")

    def queryset(self) -> Any:
        return self.rows(Material.objects.all())

    def items(self, rows: Sequence[Material]) -> list[dict[str, Any]]:
        counts = coatings_by("material", [row.key for row in rows])
        return [self._item(row, counts) for row in rows]

    def _item(self, row: Material, counts: dict[str, int]) -> dict[str, Any]:
        return {
            "key": row.key,
            **self.links(row.key),
            "name": row.name,
            "formula": row.formula or None,
            "printed": row.formula_printed or None,
            "smiles": row.smiles or None,
            "class": row.material_class,
            "elements": row.elements,
            "variable": row.variable,
            "charge_carrier": row.charge_carrier or None,
            "structure": row.structure,
            "air_sensitivity": row.air_sensitivity or None,
            "in_natural_sei": row.in_natural_sei,
            "phases": [
                {"key": link.phase.key, "formula": link.phase.formula or None}
                for link in row.phase_links.all()
            ],
            "molar_mass_g_mol": row.molar_mass_g_mol,
            "reference": reference_json(row.reference),
            "aliases": row.aliases,
            "used_in": counts.get(row.key, 0),
            "updated": updated(row),
        }

    def record(self, ident: str) -> dict[str, Any]:
        row: Material = self.row(ident)
        holding = Material.objects.filter(phase_links__phase=row).order_by("key")
        return {
            **self.items([row])[0],
            "processes": list(row.processes.order_by("key").values_list("key", flat=True)),
            "phase_of": list(holding.values_list("key", flat=True)),
            "notes": [row.note] if row.note else [],
            "coatings_url": list_url("coatings", "material", row.key),
            "json_ld": substance(row, [link.phase for link in row.phase_links.all()]),
        }


@described
class SubstrateView(CitedRecordsView, FacetedView, KeyedRecordsView):
    """Substrates: what is coated."""

    plural = "substrates"
    what = "substrate"
    model = Substrate
    reported_through = ("coatings__substrate", "cycling_tests__electrode")
    filterset_class = SubstrateFilter
    item_shape = SubstrateItem
    shape = SubstrateRecord

    def items(self, rows: Sequence[Substrate]) -> list[dict[str, Any]]:
        counts = coatings_by("substrate", [row.key for row in rows])
        # the room of the tests stands above this one: counted through the reverse relation
        counted = Substrate.objects.filter(pk__in=[row.pk for row in rows]).order_by()
        tests = dict(
            counted.annotate(
                n=Count("cycling_tests", filter=~Q(cycling_tests__paper__key=SYNTHETIC))
            ).values_list("pk", "n")
        )
        return [
            {
                "key": row.key,
                **self.links(row.key),
                "name": row.name,
                "formula": row.formula or None,
                "role": row.role,
                "reference": reference_json(row.reference),
                "aliases": row.aliases,
                "used_in": counts.get(row.key, 0),
                "cycled_in": tests[row.pk],
                "updated": updated(row),
            }
            for row in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        row: Substrate = self.row(ident)
        return {
            **self.items([row])[0],
            "notes": [row.note] if row.note else [],
            "coatings_url": list_url("coatings", "substrate", row.key),
            "cycling_url": list_url("cycling", "substrate", row.key),
            "json_ld": coated(row),
        }


@described
class MethodView(CitedRecordsView, FacetedView, KeyedRecordsView):
    """Characterization methods, as a tree."""

    plural = "methods"
    what = "method"
    model = Method
    reported_through = ("coatings__read",)
    filterset_class = MethodFilter
    item_shape = MethodItem
    shape = MethodRecord

    def rows(self, queryset: Any) -> Any:
        return queryset.select_related("parent").prefetch_related("children")

    def queryset(self) -> Any:
        return self.rows(Method.objects.all())

    def papers(self, rows: Any) -> Any:
        """The papers that report a coating these methods, or those below them, were used on."""
        keys = list(rows.values_list("key", flat=True))
        return super().papers(of_the_literature().filter(method_closure__overlap=keys))

    def items(self, rows: Sequence[Method]) -> list[dict[str, Any]]:
        counts = coatings_by_method([row.key for row in rows])
        return [
            {
                "key": row.key,
                **self.links(row.key),
                "name": row.name,
                "parent": row.parent.key if row.parent else None,
                "path": row.path,
                "children": [child.key for child in row.children.all()],
                "aliases": row.aliases,
                "used_in": counts.get(row.key, 0),
                "updated": updated(row),
            }
            for row in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        row: Method = self.row(ident)
        return {
            **self.items([row])[0],
            "notes": [row.note] if row.note else [],
            "coatings_url": list_url("coatings", "method", row.key),
            "json_ld": technique(row),
        }
