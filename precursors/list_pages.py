"""What the list page of this room shows: its columns and its panel of filters."""

from __future__ import annotations

from records.pages import Choice, Column, Group, Search, Span

COLUMNS = [
    Column("Precursor", "acronym", field="key"),
    Column("Name", "name", field="name"),
    Column("Formula (Hill)", "formula", field="formula"),
    Column("Kind", "kind", field="kind"),
    Column("Molar mass", "molar_mass", "g/mol", numeric=True, field="molar_mass_g_mol"),
    Column("Source temperatures", "", "°C", numeric=True, field="source_temperatures"),
    Column("Processes", numeric=True),
    Column("Coatings", "used_in", numeric=True, field="used_in"),
]
PANEL = [
    Group("", [Search("names, acronyms, formulas, aliases")]),
    Group(
        "Molecule",
        [
            Choice("kind", "Kind"),
            Choice("state", "State in its source"),
            Choice("air_sensitivity", "In air"),
            Choice("family", "Family"),
            Choice("hazard", "Hazard statements", top=5),
            Span("molar_mass", "Molar mass", unit="g/mol"),
        ],
    ),
    Group(
        "Source",
        [
            Span("source_temperature"),
            Span("vapor_pressure"),
            Choice("has", "On record"),
            Choice("paper", "Temperature reported by", top=5),
        ],
    ),
]
