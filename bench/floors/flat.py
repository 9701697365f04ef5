"""The answers of the list and facets of coatings by bare SQL over the read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from bench.questions import PAGE_SIZE

if TYPE_CHECKING:
    import psycopg

    from bench.questions import Question

    Connection = psycopg.Connection[Any]

_LINKS = (
    '{{"id":"ASC-C{0:06d}","url":"http://127.0.0.1/api/v1/coatings/ASC-C{0:06d}/",'
    '"page":"http://127.0.0.1/coatings/ASC-C{0:06d}/",{1}'
)
# parameter: (column, whether it is an array, whether a word asked for in it widens the set)
_FACETS = {
    "material": ("material", False, True),
    "material_class": ("material_class", False, True),
    "element": ("elements", True, False),
    "technique": ("technique", False, True),
    "purpose": ("purpose", False, True),
    "precursor": ("precursors", True, False),
    "substrate": ("substrate", False, True),
    "role": ("role", False, True),
    "method": ("method_closure", True, False),
    "paper": ("paper", False, True),
    "via": ("via", True, True),
    "year": ("year", False, True),
    "review_status": ("review_status", False, True),
    "has": ("has", True, False),
    **{
        name: (name, False, True)
        for name in ("form", "crystallinity", "phase", "air_sensitivity", "reactor_type")
    },
    "sei_constituents": ("sei_constituents", True, False),
}


def condition(question: Question, without: str = "") -> tuple[str, dict[str, Any]]:
    """The WHERE clause, or an empty text; ``without`` leaves one parameter out."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if question.element and without != "element":
        parts.append("elements @> ARRAY[%(element)s]::varchar[]")
        values["element"] = question.element
    if question.role and without != "role":
        parts.append("role = %(role)s")
        values["role"] = question.role
    if question.method and without != "method":
        parts.append("method_closure @> ARRAY[%(method)s]::varchar[]")
        values["method"] = question.method
    if question.deposition_temperature_max is not None:
        parts.append("deposition_temperature_low <= %(hottest)s")
        values["hottest"] = question.deposition_temperature_max
    if question.words:
        parts.append("' ' || search_text LIKE ALL(%(words)s)")
        values["words"] = [f"% {word}%" for word in question.words]
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), values


def count(connection: Connection, question: Question) -> int:
    where, values = condition(question)
    sql = f"SELECT count(*) FROM coatings_coatingread {where}"
    row = connection.execute(sql.encode(), values).fetchone()
    assert row is not None
    return int(row[0])


def listed(connection: Connection, question: Question) -> dict[str, Any]:
    """The envelope of the list, with one page of ready-made coatings."""
    where, values = condition(question)
    if question.after is not None:
        where = f"{where} {'AND' if where else 'WHERE'} coating_id > {question.after}"
    sql = (
        f"SELECT coating_id, list_json FROM coatings_coatingread {where} "
        f"ORDER BY coating_id LIMIT {PAGE_SIZE} OFFSET {question.offset}"
    )
    rows = connection.execute(sql.encode(), values).fetchall()
    results = [orjson.Fragment(_LINKS.format(number, body[1:])) for number, body in rows]
    # a cursor holds the count of its beginning
    total = None if question.after else count(connection, question)
    return {"count": total, "next": None, "previous": None, "results": results}


def facets(connection: Connection, question: Question) -> dict[str, Any]:
    """Counts of every facet."""
    found = {}
    for parameter, (column, array, widens) in _FACETS.items():
        where, values = condition(question, parameter if widens else "")
        value = f"unnest({column})" if array else column
        sql = (
            f"SELECT {value}, count(*) FROM coatings_coatingread {where} "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        rows = connection.execute(sql.encode(), values).fetchall()
        found[parameter] = [{"value": word, "count": number} for word, number in rows if word]
    return {"count": count(connection, question), "facets": found}
