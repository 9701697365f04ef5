"""The page of the evidence, and its files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from explore.charting import csv_response, problem_text
from explore.evidence.forest import FIELDS, Forest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from explore.evidence.rows import Row


def evidence(request: HttpRequest) -> HttpResponse:
    forest = Forest(request.GET)
    asked = forest.asked
    names = [field.name for field in FIELDS]
    query = asked.query()
    context = {
        "forest": forest,
        "asked": asked,
        "problems": asked.problems,
        "filter_fields": asked.fields(FIELDS),
        "hidden": asked.hidden(names),
        "tail": f"?{query}" if query else "",
        "all_rows": asked.query(rows="all"),
        "rest": f"{reverse('api-root')}pairs/?{asked.filter_query}",
    }
    return render(request, "explore/evidence.html", context, status=400 if asked.problems else 200)


_HEADER = [
    *("pair", "films", "electrode", "cell", "paper", "year", "measure", "effect", "low", "high"),
    *("spread", "ratio alone", "evidence", "claimed", "shown", "comparable", "known", "of"),
    *("differ", "in the summary", "left out because"),
]


def _members(forest: Forest, row: Row) -> dict[str, Any]:
    """A pair as files give it."""
    size = row.size or {}
    values = [
        *(f"{row.test}-{row.control}", " + ".join(row.materials), row.electrode_key, row.label),
        *(row.paper_id, row.year, forest.measure),
        *(size.get(name) for name in ("effect", "low", "high", "spread")),
        *(None if row.alone is None else row.alone[0], row.grade or None, row.claimed or None),
        *(row.shown or None, row.comparable or None, row.known, len(row.conditions)),
        *("; ".join(row.differing), bool(row.size) and not row.left_out, row.left_out),
    ]
    return dict(zip(_HEADER, values, strict=True))


def evidence_csv(request: HttpRequest) -> HttpResponseBase:
    """A line for each pair drawn."""
    forest = Forest(request.GET)
    if forest.asked.problems:
        return problem_text(forest.asked.problems)
    rows = (list(_members(forest, row).values()) for row in forest.rows)
    return csv_response(_HEADER, rows, "evidence.csv")


def evidence_json(request: HttpRequest) -> HttpResponse:
    """What is drawn: the pairs and, where there is one, the summary on the scale of differences."""
    forest = Forest(request.GET)
    if forest.asked.problems:
        return problem_text(forest.asked.problems)
    together = forest.summary
    return JsonResponse(
        {
            "measure": forest.measure,
            "scale": "natural logarithm of the ratio" if forest.ratio else "difference in points",
            "model": forest.model,
            "summary": asdict(together) if together else None,
            "why_no_summary": None if together else forest.why_no_summary,
            "pairs": [_members(forest, row) for row in forest.rows],
        },
        json_dumps_params={"ensure_ascii": False},
    )
