"""The answers of the list, facets and record of coatings by plain SQL over normalised tables.

What only science computes (derived values in ``has``, a thickness from cycles) is left out, which
makes this floor a little lower than the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson

from bench.questions import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import psycopg

    from bench.questions import Question

    Connection = psycopg.Connection[Any]

_FROM = """
FROM coatings_coating c
JOIN coatings_material m ON m.id = c.material_id
JOIN coatings_substrate s ON s.id = c.substrate_id
JOIN literature_paper p ON p.id = c.paper_id
LEFT JOIN literature_paper v ON v.id = c.via_id
LEFT JOIN coatings_process pr ON pr.id = c.process_id
"""
_SAID_OF_GROWTH = (
    *("pretreatment", "reactor_type", "reactor", "carrier_gas", "saturated", "not_saturated"),
    "anneal_atmosphere",
)
_COLUMNS = (
    *("c.id", "m.key", "m.name", "m.formula", "c.material_printed", "m.formula_printed"),
    *("m.material_class", "m.elements", "c.purpose", "s.key", "s.name", "c.role"),
    *("c.preparation", "pr.key", "p.id", "p.key", "p.year", "p.doi", "p.citation"),
    *("v.id", "v.key", "c.via_number", "c.at", "c.updated", "c.process_id", "c.note"),
    *("c.review_status", "c.form", "c.crystallinity", "c.phase", "c.air_sensitivity"),
    "c.sei_constituents",
    *(f"c.{name}" for name in _SAID_OF_GROWTH),
)
_NAMES = (
    *("id", "material", "material_name", "formula", "printed", "formula_printed"),
    *("material_class", "elements", "purpose", "substrate", "substrate_name", "role"),
    *("preparation", "process", "paper_id", "paper", "year", "doi", "citation"),
    *("via_id", "via", "via_number", "at", "updated", "process_id", "note"),
    *("review_status", "form", "crystallinity", "phase", "air_sensitivity", "sei_constituents"),
    *_SAID_OF_GROWTH,
)
_HEADLINES = ("thickness", "deposition_temperature")
_PLAIN = frozenset({"C", "H", "N", "O"})
_WORD = """(
c.material_id IN (SELECT id FROM coatings_material WHERE search_text ~ %(w{0})s)
OR c.substrate_id IN (SELECT id FROM coatings_substrate WHERE search_text ~ %(w{0})s)
OR c.paper_id IN (SELECT id FROM literature_paper WHERE search_text ~ %(w{0})s)
OR c.process_id IN (
  SELECT st.process_id FROM coatings_processstep st
  JOIN coatings_stepprecursor sp ON sp.step_id = st.id
  JOIN precursors_precursor x ON x.id = sp.precursor_id WHERE x.search_text ~ %(w{0})s)
OR c.id IN (
  SELECT cm.coating_id FROM coatings_coatingmethod cm
  JOIN coatings_method x ON x.id = cm.method_id WHERE lower(x.key) ~ %(w{0})s)
OR lower(c.preparation) ~ %(w{0})s OR lower(c.purpose) ~ %(w{0})s)"""


def condition(question: Question, without: str = "") -> tuple[str, dict[str, Any]]:
    """The WHERE clause, or an empty text; ``without`` leaves one parameter out."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if question.element and without != "element":
        parts.append("m.elements @> ARRAY[%(element)s]::varchar[]")
        values["element"] = question.element
    if question.role and without != "role":
        parts.append("c.role = %(role)s")
        values["role"] = question.role
    if question.method and without != "method":
        parts.append(
            "EXISTS (SELECT 1 FROM coatings_coatingmethod cm JOIN coatings_method x"
            " ON x.id = cm.method_id WHERE cm.coating_id = c.id"
            " AND x.path @> ARRAY[%(method)s]::varchar[])"
        )
        values["method"] = question.method
    if question.deposition_temperature_max is not None:
        parts.append(
            "EXISTS (SELECT 1 FROM coatings_measurement x WHERE x.coating_id = c.id"
            " AND x.property = 'deposition_temperature' AND x.missing = ''"
            " AND (x.low <= %(hottest)s OR x.low IS NULL))"
        )
        values["hottest"] = question.deposition_temperature_max
    for i, word in enumerate(question.words):
        parts.append(_WORD.format(i))
        values[f"w{i}"] = rf"\m{word}"
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), values


def count(connection: Connection, question: Question) -> int:
    where, values = condition(question)
    joined = "JOIN coatings_material m ON m.id = c.material_id" if question.element else ""
    sql = f"SELECT count(*) FROM coatings_coating c {joined} {where}"
    row = connection.execute(sql.encode(), values).fetchone()
    assert row is not None
    return int(row[0])


def listed(connection: Connection, question: Question) -> dict[str, Any]:
    """The envelope of the list, with one page of coatings."""
    where, values = condition(question)
    if question.after is not None:
        where = f"{where} {'AND' if where else 'WHERE'} c.id > {question.after}"
    sql = (
        f"SELECT {', '.join(_COLUMNS)} {_FROM} {where} "
        f"ORDER BY c.id LIMIT {PAGE_SIZE} OFFSET {question.offset}"
    )
    rows = connection.execute(sql.encode(), values).fetchall()
    found = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    return {
        # a cursor holds the count of its beginning
        "count": None if question.after else count(connection, question),
        "next": None,
        "previous": None,
        "results": items(connection, found),
    }


def items(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Coatings as lists give them, with what hangs on them read a page at a time."""
    ids = [row["id"] for row in rows]
    methods = _grouped(
        connection,
        "SELECT cm.coating_id, x.key FROM coatings_coatingmethod cm"
        " JOIN coatings_method x ON x.id = cm.method_id"
        " WHERE cm.coating_id = ANY(%s) ORDER BY cm.coating_id, cm.position",
        ids,
    )
    precursors = _grouped(
        connection,
        "SELECT st.process_id, x.key, x.kind, x.elements FROM coatings_processstep st"
        " JOIN coatings_stepprecursor sp ON sp.step_id = st.id"
        " JOIN precursors_precursor x ON x.id = sp.precursor_id"
        " WHERE st.process_id = ANY(%s) ORDER BY st.process_id, st.position, sp.position",
        list({row["process_id"] for row in rows if row["process_id"]}),
    )
    values = _grouped(
        connection,
        "SELECT coating_id, property, printed, qualifier, low, high, unit, uncertainty, missing,"
        " conditions::text, via_id, at, section, extraction, url, read_on::text, note, scope,"
        " superseded FROM coatings_measurement"
        " WHERE coating_id = ANY(%s) ORDER BY coating_id, position",
        ids,
    )
    tests = cycled(connection, ids)
    return [
        _item(
            row,
            [key for (key,) in methods[row["id"]]],
            precursors[row["process_id"]],
            values[row["id"]],
            cycled=bool(tests[row["id"]]),
        )
        for row in rows
    ]


def cycled(connection: Connection, ids: list[int]) -> dict[int, list[Any]]:
    """Tests of cells that hold these coatings."""
    sql = (
        "SELECT coating_id, id FROM cycling_cyclingtest WHERE coating_id = ANY(%(ids)s) UNION"
        " SELECT coating_id, test_id FROM cycling_testcoating WHERE coating_id = ANY(%(ids)s)"
        " ORDER BY 1, 2"
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for coating, test in connection.execute(sql, {"ids": ids}):
        found[coating].append(test)
    return found


def _grouped(connection: Connection, sql: str, ids: list[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for owner, *rest in connection.execute(sql.encode(), [ids]):
        found[owner].append(rest)
    return found


def _item(
    row: dict[str, Any],
    methods: list[str],
    precursors: list[Any],
    values: list[Any],
    *,
    cycled: bool,
) -> dict[str, Any]:
    has = {value[0] for value in values if not value[7]} | ({"cycling"} if cycled else set())
    headlines = {key: [v for v in values if v[0] == key] for key in _HEADLINES}
    return {
        "id": f"ASC-C{row['id']:06d}",
        "url": f"http://127.0.0.1/api/v1/coatings/ASC-C{row['id']:06d}/",
        "page": f"http://127.0.0.1/coatings/ASC-C{row['id']:06d}/",
        "material": {
            "key": row["material"],
            "name": row["material_name"],
            "formula": row["formula"] or None,
            "printed": row["printed"] or row["formula_printed"],
            "class": row["material_class"],
            "elements": row["elements"],
        },
        "technique": _technique(precursors),
        "precursors": list(dict.fromkeys(key for key, _, _ in precursors)),
        "purpose": row["purpose"],
        "substrate": {
            "key": row["substrate"],
            "name": row["substrate_name"],
            "role": row["role"],
            "form": row["form"] or None,
            "preparation": row["preparation"] or None,
        },
        **{key: row[key] or None for key in ("crystallinity", "phase", "air_sensitivity")},
        "sei_constituents": row["sei_constituents"],
        "process": row["process"],
        "methods": methods,
        "deposition": {
            key: row[key] if key.endswith("saturated") else row[key] or None
            for key in _SAID_OF_GROWTH
        },
        **{
            key: value_json(found[0], row["paper_id"]) if len(found) == 1 else None
            for key, found in headlines.items()
        },
        "has": sorted(has),
        "about": sorted({value[0] for value in values if value[2] == "about"}),
        "paper": {
            "id": f"ASC-P{row['paper_id']:06d}",
            "key": row["paper"],
            "year": row["year"],
            "doi": row["doi"],
            "citation": row["citation"],
        },
        "via": {
            "id": f"ASC-P{row['via_id']:06d}",
            "key": row["via"],
            "number": row["via_number"],
            "at": "; ".join(row["at"]),
        }
        if row["via_id"]
        else None,
        "review_status": row["review_status"],
        "updated": row["updated"].isoformat().replace("+00:00", "Z"),
    }


def value_json(value: Sequence[Any], paper_id: int) -> dict[str, Any]:
    (_, printed, qualifier, low, high, unit, uncertainty, missing, conditions, *source) = value
    via_id, at, section, extraction, url, read_on, note, scope, superseded = source
    origin = {
        "paper": f"ASC-P{paper_id:06d}",
        "via": f"ASC-P{via_id:06d}" if via_id else None,
        "at": "; ".join(at),
        "section": section,
        "extraction": extraction,
        "url": url or None,
        "read_on": read_on,
    }
    said = {"source": origin, "scope": scope, "superseded": superseded, "note": note}
    if missing:
        return {"missing": missing, **said}
    return {
        "printed": printed,
        "qualifier": qualifier,
        "low": low,
        "high": high,
        "unit": unit,
        "uncertainty": uncertainty,
        "conditions": orjson.Fragment(conditions),
        **said,
    }


def _technique(precursors: Iterable[tuple[str, str, list[str]]]) -> str | None:
    parts = {
        "organic" if kind == "organic" else "inorganic"
        for _, kind, elements in precursors
        if kind in {"organic", "metal"} or not set(elements) <= _PLAIN
    }
    if not precursors:
        return None
    if "organic" not in parts:
        return "ALD"
    return "ALD/MLD" if "inorganic" in parts else "MLD"


# --- facets -----------------------------------------------------------------------------------
_TECHNIQUES = """(
SELECT st.process_id, CASE
  WHEN NOT bool_or(x.kind = 'organic') THEN 'ALD'
  WHEN bool_or(x.kind = 'metal' OR x.kind <> 'organic'
    AND NOT x.elements <@ ARRAY['C','H','N','O']::varchar[]) THEN 'ALD/MLD'
  ELSE 'MLD' END AS technique
FROM coatings_processstep st JOIN coatings_stepprecursor sp ON sp.step_id = st.id
JOIN precursors_precursor x ON x.id = sp.precursor_id GROUP BY st.process_id)"""
# parameter: (value, more tables, whether a word asked for in it widens the set)
_FACETS = {
    "material": ("m.key", "", True),
    "material_class": ("m.material_class", "", True),
    "element": ("e", "CROSS JOIN unnest(m.elements) e", False),
    "technique": ("t.technique", f"JOIN {_TECHNIQUES} t ON t.process_id = c.process_id", True),
    "purpose": ("c.purpose", "", True),
    "precursor": (
        "e",
        "JOIN coatings_process pr ON pr.id = c.process_id CROSS JOIN unnest(pr.precursor_keys) e",
        False,
    ),
    "substrate": ("s.key", "JOIN coatings_substrate s ON s.id = c.substrate_id", True),
    "role": ("c.role", "", True),
    "method": (
        "e",
        "JOIN coatings_coatingmethod k ON k.coating_id = c.id"
        " JOIN coatings_method y ON y.id = k.method_id CROSS JOIN unnest(y.path) e",
        False,
    ),
    "paper": ("p.key", "JOIN literature_paper p ON p.id = c.paper_id", True),
    "via": ("v.key", "JOIN literature_paper v ON v.id = c.via_id", True),
    "year": ("p.year", "JOIN literature_paper p ON p.id = c.paper_id", True),
    "review_status": ("c.review_status", "", True),
    "has": ("k.property", "JOIN coatings_measurement k ON k.coating_id = c.id", False),
    **{
        name: (f"c.{name}", "", True)
        for name in ("form", "crystallinity", "phase", "air_sensitivity", "reactor_type")
    },
    "sei_constituents": ("e", "CROSS JOIN unnest(c.sei_constituents) e", False),
}
_SEVERAL = {"method", "has"}  # one coating can have the same word by two rows


def facets(connection: Connection, question: Question) -> dict[str, Any]:
    """Counts of every facet; ``has`` tells of measured properties alone."""
    found = {}
    for parameter, (value, tables, widens) in _FACETS.items():
        where, values = condition(question, parameter if widens else "")
        if parameter == "has":
            where = f"{where} AND k.missing = ''" if where else "WHERE k.missing = ''"
        number = "count(DISTINCT c.id)" if parameter in _SEVERAL else "count(*)"
        sql = (
            f"SELECT {value}, {number} FROM coatings_coating c"
            f" JOIN coatings_material m ON m.id = c.material_id {tables} {where}"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        rows = connection.execute(sql.encode(), values).fetchall()
        found[parameter] = [{"value": word, "count": number} for word, number in rows if word]
    return {"count": count(connection, question), "facets": found}


# --- record -----------------------------------------------------------------------------------
def record(connection: Connection, number: int) -> dict[str, Any]:
    """One coating with its steps, measurements, tests and derived values."""
    sql = f"SELECT {', '.join(_COLUMNS)} {_FROM} WHERE c.id = %s"
    row = connection.execute(sql.encode(), [number]).fetchone()
    assert row is not None, f"no coating {number}"
    coating = dict(zip(_NAMES, row, strict=True))
    item = items(connection, [coating])[0]
    derived = connection.execute(
        "SELECT derived::text FROM coatings_coatingread WHERE coating_id = %s", [number]
    ).fetchone()
    values = connection.execute(
        "SELECT property, printed, qualifier, low, high, unit, uncertainty, missing,"
        " conditions::text, via_id, at, section, extraction, url, read_on::text, note, scope,"
        " superseded FROM coatings_measurement"
        " WHERE coating_id = %s ORDER BY position",
        [number],
    ).fetchall()
    tests = cycled(connection, [number])[number]
    return {
        **item,
        "process": {"key": coating["process"], "steps": _steps(connection, coating)},
        "measurements": [
            {"property": value[0], **value_json(value, coating["paper_id"])} for value in values
        ],
        "cycling": [f"ASC-T{test:06d}" for test in tests],
        "derived": orjson.Fragment(derived[0]) if derived else {},
        "notes": [coating["note"]] if coating["note"] else [],
    }


def _steps(connection: Connection, coating: dict[str, Any]) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT st.id, st.parent_id, st.action, st.every, st.repeat,"
        " array(SELECT x.key FROM coatings_stepprecursor sp JOIN precursors_precursor x"
        "  ON x.id = sp.precursor_id WHERE sp.step_id = st.id ORDER BY sp.position)"
        " FROM coatings_processstep st WHERE st.process_id = %s ORDER BY st.position",
        [coating["process_id"]],
    ).fetchall()
    stated: dict[int, dict[str, Any]] = defaultdict(dict)
    for step, key, printed, qualifier, low, high, unit in connection.execute(
        "SELECT step_id, property, printed, qualifier, low, high, unit FROM coatings_stepvalue"
        " WHERE coating_id = %s",
        [coating["id"]],
    ):
        reading = {"printed": printed, "qualifier": qualifier, "low": low, "high": high}
        stated[step][key] = reading | {"unit": unit}
    below: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for number, parent, action, every, repeat, keys in rows:
        step = {"action": action, "precursor": keys[0] if keys else None, "alternatives": keys[1:]}
        step |= {"time": None, "temperature": None} | stated[number]
        below[parent].append(step | {"every": every, "repeat": repeat, "steps": below[number]})
    return below[None]
