"""What the list pages of this room show: their columns and their panels of filters."""

from __future__ import annotations

from coatings.models import Method
from records.pages import (
    WHERE_FROM,
    Choice,
    Column,
    Group,
    PeriodicTable,
    Search,
    Span,
    Toggle,
    Tree,
    columns_of_properties,
)
from records.pages.panel import Node
from records.read_rows import number_keys, word_keys
from science.properties import PROPERTIES


def method_nodes() -> list[Node]:
    """The tree of methods, each below the method before it in its path."""
    rows = Method.objects.order_by("path").values_list("key", "path")
    return [Node(key, path[-2] if len(path) > 1 else "") for key, path in rows]


_CERTAIN = Toggle("match", "certain", "Only values wholly inside a range")

_SHOWN_ABOVE = {"thickness", "deposition_temperature", "ionic_conductivity", "growth_per_cycle"}
_OTHER_MEASURED = [
    key
    for key, declared in PROPERTIES.items()
    if declared.numeric
    and declared.has_role("measured", "coating")
    and not declared.has_role("derived", "coating")
    and key not in _SHOWN_ABOVE
]
_DERIVED = [
    key
    for key, declared in PROPERTIES.items()
    if declared.numeric and declared.has_role("derived", "coating") and key not in _SHOWN_ABOVE
]
_COLUMNS_OF_MEMBERS = {"thickness", "deposition_temperature", "technique"}
_DERIVED_COLUMNS = [
    key
    for key in number_keys("coating")
    if PROPERTIES[key].has_role("derived", "coating") and key not in _COLUMNS_OF_MEMBERS
]
_WORDED_COLUMNS = [key for key in word_keys("coating") if key not in _COLUMNS_OF_MEMBERS]
_MEASURED_COLUMNS = [
    key for key in number_keys("coating") if key not in {*_DERIVED_COLUMNS, *_COLUMNS_OF_MEMBERS}
]

COATING_COLUMNS = [
    Column("Film", "material", field="material"),
    Column("Technique", "technique", field="technique"),
    Column("Precursors", field="precursors"),
    Column("Substrate", "substrate", field="substrate"),
    Column("Thickness", "thickness", "nm", numeric=True, field="thickness"),
    Column(
        "Deposited at", "deposition_temperature", "°C", numeric=True, field="deposition_temperature"
    ),
    Column("Measured by", field="methods", held_by="method"),
    Column("Performance", field="has"),
    Column("Paper", "paper", field="paper"),
    Column("Purpose", "purpose", field="purpose", extra=True),
    Column("Crystallinity", "crystallinity", field="crystallinity", extra=True),
    Column("Phase", "phase", field="phase", extra=True),
    Column("In air", "air_sensitivity", field="air_sensitivity", extra=True),
    Column("SEI found", field="sei_constituents", extra=True),
    Column("Process", "process", field="process", extra=True),
    Column("Read in", field="via", extra=True),
    Column("Review", field="review_status", extra=True),
    Column("Changed", "updated", field="updated", extra=True),
    Column("Id", "id", field="id", extra=True),
    *columns_of_properties("Derived", [*_WORDED_COLUMNS, *_DERIVED_COLUMNS]),
    *columns_of_properties("Measured", _MEASURED_COLUMNS),
]
FILM_ELEMENTS = PeriodicTable("Elements in the film")
COATING_PANEL = [
    Group("", [Search("film, precursor, electrode, author")]),
    Group(
        "Film",
        [
            Choice("material_class", "Class"),
            Choice("material", "Material"),
            Choice("technique", "Technique"),
            Choice("purpose", "Purpose"),
            Choice("crystallinity", "Crystallinity"),
            Choice("phase", "Phase"),
            Choice("air_sensitivity", "In air"),
            Span("thickness", "Thickness"),
        ],
    ),
    Group(
        "Deposition",
        [
            Choice("precursor", "Grown from"),
            Choice("reactor_type", "Reactor"),
            Span("deposition_temperature", "At"),
        ],
    ),
    Group(
        "Electrode",
        [
            Choice("substrate", "Substrate"),
            Choice("role", "Role"),
            Choice("form", "Form"),
            Choice("sei_constituents", "Natural SEI holds"),
        ],
    ),
    Group(
        "Measured",
        [
            Tree("method", "By method", method_nodes),
            Choice("has", "With a value of", top=5),
            Choice("series_of", "With a series of"),
            Choice("series_against", "Which varies"),
            Span("ionic_conductivity"),
            Span("growth_per_cycle"),
            *(Span(key) for key in _OTHER_MEASURED),
            Toggle("scope", "any", "Also values that are said of a class"),
        ],
        open=False,
    ),
    Group(
        "Derived",
        [
            *(Span(key) for key in _DERIVED),
            Choice("contains_charge_carrier", "Holds the charge carrier"),
            Choice("contains_organic", "Holds an organic part"),
            Choice("contains_carbonate", "Holds carbonate"),
            _CERTAIN,
        ],
        open=False,
    ),
    WHERE_FROM,
]

MATERIAL_COLUMNS = [
    Column("Material", "key", field="key"),
    Column("Name", "name", field="name"),
    Column("Class", field="class"),
    Column("Holds", field="elements"),
    Column("Carrier", field="charge_carrier"),
    Column("Molar mass", "molar_mass", "g/mol", numeric=True, field="molar_mass_g_mol"),
    Column("Coatings", "used_in", numeric=True, field="used_in"),
]
MATERIAL_ELEMENTS = PeriodicTable("Elements")
MATERIAL_PANEL = [
    Group("", [Search("name, formula or alias")]),
    Group(
        "Composition",
        [
            Choice("material_class", "Class"),
            Choice("charge_carrier", "Charge carrier"),
            Choice("structure", "Structure"),
            Choice("variable", "Variable stoichiometry"),
            Choice("air_sensitivity", "In air"),
            Choice("in_natural_sei", "Found in a natural SEI"),
            Choice("phase", "With the phase"),
            Span("molar_mass", "Molar mass", unit="g/mol"),
            Choice("has", "On record"),
        ],
    ),
    Group(
        "Grown",
        [
            Choice("technique", "Technique"),
            Choice("purpose", "Purpose"),
            Choice("substrate", "Substrate", top=5),
        ],
    ),
]

PROCESS_COLUMNS = [
    Column("Film", "material", field="material"),
    Column("Precursors, in the order dosed", field="precursors"),
    Column("Coatings", "used_in", numeric=True, field="used_in"),
    Column("Process", "key", field="key"),
]
PROCESS_ELEMENTS = PeriodicTable("Elements in the film", has_not="")
PROCESS_PANEL = [
    Group("", [Search("material or precursors")]),
    Group(
        "Film",
        [
            Choice("material_class", "Class"),
            Choice("material", "Material"),
            Choice("technique", "Technique"),
        ],
    ),
    Group("Deposition", [Choice("precursor", "Doses", top=8)]),
    Group("Used", [Choice("substrate", "Grown on"), Choice("paper", "Paper")], open=False),
]

SUBSTRATE_COLUMNS = [
    Column("Substrate", "name", field="name"),
    Column("Formula", field="formula"),
    Column("Role", "role", field="role"),
    Column("Coatings", "used_in", numeric=True, field="used_in"),
]
SUBSTRATE_PANEL = [
    Group("", [Search("name, formula or alias")]),
    Group("Cell", [Choice("role", "Role"), Choice("has", "On record")]),
    Group(
        "Coated",
        [
            Choice("material_class", "Class of the film"),
            Choice("material", "Film", top=5),
            Choice("technique", "Technique"),
            Choice("purpose", "Purpose"),
        ],
    ),
]

METHOD_COLUMNS = [
    Column("Method", "path", field="key"),
    Column("Name", "name", field="name"),
    Column("Coatings", numeric=True),
    Column("With those below it", numeric=True, field="used_in"),
]
METHOD_PANEL = [
    Group("", [Search("acronym, name or alias")]),
    Group("Tree", [Tree("method", "This method and below", method_nodes)]),
]
