"""Coatings, and the terms that this room keeps, as the rest of the house meets them."""

from __future__ import annotations

from coatings import dependents
from coatings.api import CoatingView
from coatings.derive import DERIVATION
from coatings.document import check, exporting, publish, schema, terms
from coatings.models import Coating, Material, Measurement, Method, Series, Substrate
from coatings.tasks import derive_coatings
from records.kinds import RecordKind, TermKind, Values


def _about(row: Measurement | Series) -> str:
    """What names a value among those of its coating: ``content C``."""
    return f"{row.property} {row.of}".rstrip()


COATINGS = RecordKind(
    word="coating",
    section="coatings",
    entry=schema.CoatingEntry,
    check=check.coating_problems,
    publish=publish.publish_coatings,
    export=exporting.coating_entries,
    values=(
        Values(Measurement, "coating_id", lambda row: f"measurements[{_about(row)}]"),
        Values(Series, "coating_id", lambda row: f"series[{_about(row)}]"),
    ),
    model=Coating,
    derivation=DERIVATION,
    view=CoatingView,
    titled_by=("material", "substrate"),
    arrays={
        "material elements": "elements",
        "has": "has",
        "about": "about",
        "precursors": "precursors",
        "methods": "methods",
    },
    task=derive_coatings,
    snapshot=dependents.snapshot,
    affected=dependents.affected,
    using=dependents.using,
    affected_by_terms=dependents.affected_by_terms,
)

KINDS = (
    TermKind(
        word="material",
        section="materials",
        model=Material,
        entry=terms.MaterialEntry,
        publish=terms.publish_materials,
        export=terms.material_entries,
    ),
    TermKind(
        word="substrate",
        section="substrates",
        model=Substrate,
        entry=terms.SubstrateEntry,
        publish=terms.publish_substrates,
        export=terms.substrate_entries,
    ),
    TermKind(
        word="method",
        section="methods",
        model=Method,
        entry=terms.MethodEntry,
        publish=terms.publish_methods,
        export=terms.method_entries,
    ),
    COATINGS,
)
