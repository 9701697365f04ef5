"""The database view that :class:`exchange.models.PrintedResult` reads: one row a printed value.

It stands on the tables of the rooms, so there is nothing to keep up to date. Migrations that add to
these tables leave it alone, so that it can be read meanwhile; before one that takes away from them
it is dropped. After them it is made anew where it is missing or another one, in one step.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction

from records.upgrades import contracts

NAME = "exchange_printedresult"


def _public_id(kind: str, number: str) -> str:
    return f"'ASC-{kind}' || lpad({number}::text, 6, '0')"


def _place(row: str, owner: str) -> str:
    """Where it was read, as :func:`records.presentation.place_of` decides it."""
    own = (
        f"({row}.at <> '{{}}' OR {row}.section <> '' OR {row}.extraction <> '' "
        f"OR {row}.via_id IS DISTINCT FROM {owner}.via_id OR {row}.url <> {owner}.url)"
    )
    columns = ("via_id", "at", "section", "extraction", "url", "read_on")
    return ", ".join(f"CASE WHEN {own} THEN {row}.{c} ELSE {owner}.{c} END AS {c}" for c in columns)


_READING = (
    "v.property, v.printed, v.qualifier, v.low, v.high, v.unit, v.uncertainty, v.missing, "
    "v.scope, v.superseded, v.note"
)
_NO_CYCLE = "'' AS at_cycle, NULL::float8 AS at_cycle_low, NULL::float8 AS at_cycle_high"
_NO_TEST = (
    "NULL::int AS test_id, NULL::int AS n, '{}'::text[] AS control, ''::text AS precursor, "
    f"{_NO_CYCLE}"
)
_OF_COATING = (
    f"{_public_id('C', 'c.id')} AS record, 'coating' AS kind, ARRAY[c.id] AS coatings, "
    f"ARRAY[m.key]::text[] AS materials, s.key::text AS substrate, c.paper_id, {_NO_TEST}"
)
_COATING = (
    "JOIN coatings_coating c ON c.id = v.coating_id "
    "JOIN coatings_material m ON m.id = c.material_id "
    "JOIN coatings_substrate s ON s.id = c.substrate_id"
)
_OF_TEST = (
    f"{_public_id('T', 't.id')} AS record, 'test' AS kind, "
    "COALESCE(f.coatings, '{}'::int[]) AS coatings, "
    "COALESCE(f.materials, '{}'::text[]) AS materials, "
    "COALESCE(s.key, '')::text AS substrate, t.paper_id, t.id AS test_id, "
    "t.cells::int AS n, COALESCE(k.control, '{}'::text[]) AS control, "
    "''::text AS precursor"
)
_TEST = f"""JOIN cycling_cyclingtest t ON t.id = v.test_id
LEFT JOIN coatings_substrate s ON s.id = t.electrode_id
LEFT JOIN LATERAL (
    SELECT array_agg(c.id) AS coatings, array_agg(m.key::text) AS materials
    FROM coatings_coating c JOIN coatings_material m ON m.id = c.material_id
    WHERE c.id = t.coating_id
        OR c.id IN (SELECT l.coating_id FROM cycling_testcoating l WHERE l.test_id = t.id)
) f ON true
LEFT JOIN LATERAL (
    SELECT array_agg({_public_id("T", "l.control_id")} ORDER BY l.position) AS control
    FROM cycling_control l WHERE l.test_id = t.id
) k ON true"""
_OF_PRECURSOR = (
    "p.key::text AS record, 'precursor' AS kind, '{}'::int[] AS coatings, "
    "'{}'::text[] AS materials, ''::text AS substrate, v.paper_id, NULL::int AS test_id, "
    "NULL::int AS n, '{}'::text[] AS control, p.key::text AS precursor, "
    f"{_NO_CYCLE}"
)
_PRECURSOR = "JOIN precursors_precursor p ON p.id = v.precursor_id"
_NONE = "'{}'::jsonb"
_OWN_PLACE = "v.via_id, v.at, v.section, v.extraction, v.url, v.read_on"

_PARTS = (
    f"""SELECT {_public_id("C", "c.id")} || '-' || v.position + 1 AS id, {_OF_COATING},
    'measured' AS role, {_READING}, v.conditions, {_place("v", "c")}
    FROM coatings_measurement v {_COATING}""",
    f"""SELECT {_public_id("C", "c.id")} || '-step-' || p.position + 1 || '-' || v.property,
    {_OF_COATING}, 'step', {_READING},
    jsonb_build_object('step', jsonb_build_object('position', p.position + 1, 'action', p.action)),
    {_place("v", "c")}
    FROM coatings_stepvalue v {_COATING} JOIN coatings_processstep p ON p.id = v.step_id""",
    f"""SELECT {_public_id("T", "t.id")} || '-' || v.position + 1, {_OF_TEST},
    v.at_cycle_printed, v.at_cycle_low, v.at_cycle_high, 'result', {_READING}, {_NONE},
    {_place("v", "t")}
    FROM cycling_testresult v {_TEST}""",
    f"""SELECT {_public_id("T", "t.id")} || '-condition-' || v.property, {_OF_TEST},
    {_NO_CYCLE}, 'condition', {_READING}, {_NONE}, {_place("v", "t")}
    FROM cycling_testcondition v {_TEST}""",
    f"""SELECT {_public_id("P", "v.paper_id")} || '-source-' || v.position + 1, {_OF_PRECURSOR},
    'measured', 'source_temperature', {_READING.removeprefix("v.property, ")}, {_NONE}, {_OWN_PLACE}
    FROM precursors_sourcetemperature v {_PRECURSOR}""",
    f"""SELECT {_public_id("P", "v.paper_id")} || '-precursor-' || v.position + 1,
    {_OF_PRECURSOR}, 'measured', {_READING}, v.conditions, {_OWN_PLACE}
    FROM precursors_precursormeasurement v {_PRECURSOR}""",
)
SQL = f"CREATE VIEW {NAME} AS " + "\nUNION ALL\n".join(_PARTS)


def drop(using: str, plan: Any = (), **kwargs: Any) -> None:
    """Before migrations that may take away what it stands on."""
    if contracts(plan):
        with connections[using].cursor() as cursor:
            cursor.execute(f"DROP VIEW IF EXISTS {NAME}")


def make(using: str, **kwargs: Any) -> None:
    """After migrations, once all tables are there: anew where it is missing or another one."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {"cycling_control", "coatings_stepvalue", "precursors_sourcetemperature"} <= tables:
            return
        cursor.execute(
            "SELECT obj_description(oid) FROM pg_class WHERE relname = %s AND relkind = 'v'", [NAME]
        )
        found = cursor.fetchone()
        if found is None or found[0] != SQL:
            with transaction.atomic(using=using):  # who reads it waits for a moment
                cursor.execute(f"DROP VIEW IF EXISTS {NAME}")
                cursor.execute(SQL)
                cursor.execute(f"COMMENT ON VIEW {NAME} IS %s", [SQL])
