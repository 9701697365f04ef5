"""Histograms of measured properties by plain SQL over normalised tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.floors.normalised import condition
from bench.questions import HISTOGRAMS
from records.filtering.bins import Edges, edges_of

if TYPE_CHECKING:
    import psycopg

    from bench.questions import Question

    Connection = psycopg.Connection[Any]

# (low, high) of every value, null for an open side
_VALUES = """
SELECT c.id AS record, x.low, x.high FROM coatings_measurement x
JOIN coatings_coating c ON c.id = x.coating_id JOIN coatings_material m ON m.id = c.material_id
{where} x.property = '{key}' AND x.missing = ''"""
_YEARS = """
SELECT c.id AS record, p.year AS low, p.year AS high FROM literature_paper p
JOIN coatings_coating c ON c.paper_id = p.id JOIN coatings_material m ON m.id = c.material_id
{where} p.year IS NOT NULL"""
_PLACE = "least(greatest(width_bucket({0}::float8, %(edges)s::float8[]), 1), %(bins)s)"


def histograms(connection: Connection, question: Question) -> dict[str, Any]:
    """Coatings by bin: each counts once in every bin that one of its values may lie in."""
    where, values = condition(question)
    found = {}
    for key in HISTOGRAMS:
        edges = _edges(connection, key)
        template = _YEARS if key == "year" else _VALUES
        chosen = template.format(where=f"{where} AND" if where else "WHERE", key=key)
        low = f"COALESCE({_PLACE.format('low')}, 1)"
        high = f"COALESCE({_PLACE.format('high')}, %(bins)s)"
        sql = (
            f"WITH v AS ({chosen}) SELECT place, count(DISTINCT record) FROM v, "
            f"generate_series({low}, {high}) AS place GROUP BY place "
            "UNION ALL SELECT 0, count(DISTINCT record) FROM v"
        )
        given = {**values, "edges": list(edges.edges), "bins": edges.number}
        counts = dict(connection.execute(sql.encode(), given).fetchall())
        found[key] = {
            "count": counts[0],
            "bins": [
                {"low": low, "high": high, "count": counts.get(place, 0)}
                for place, (low, high) in enumerate(edges.spans(), start=1)
            ],
        }
    return {"histograms": found}


def _edges(connection: Connection, key: str) -> Edges:
    """The product's own round bins between the least and the greatest of all values."""
    sql = (
        "SELECT min(p.year), max(p.year) FROM literature_paper p WHERE EXISTS "
        "(SELECT 1 FROM coatings_coating c WHERE c.paper_id = p.id)"
        if key == "year"
        else "SELECT least(min(low), min(high)), greatest(max(low), max(high)) "
        f"FROM coatings_measurement WHERE property = '{key}' AND missing = ''"
    )
    row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return edges_of(row[0], row[1], whole=key == "year")
