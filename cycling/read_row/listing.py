"""A cycling test as lists give it, ready-made as text; links are put in when served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from literature.presentation import paper_json
from records.models import Kind, public_id
from records.presentation import place_of, quantity_json, source_json, value_json, via_json
from science.cycling.protocol import segment_value

if TYPE_CHECKING:
    from coatings.models import Coating
    from cycling.models import Outcome, TestRead, TestResult
    from cycling.read_row.published import TestFacts

LIST_VERSION = 6
"""Raised with every change to the shape of ``list_json``: the sweep then writes the read rows of
earlier code anew, as it does for old recipes."""


def list_json(fact: TestFacts, row: TestRead) -> str:
    """The test without ``id``, ``url`` and ``page``."""
    test = fact.test
    body = {
        "key": test.key,
        "label": test.label,
        "coating": _coating_json(test.coating) if test.coating else None,
        "also_coated": [_coating_json(coating) for coating in fact.also_coated],
        "control": "coated" if row.coated else "bare",
        "cell": {
            "type": test.cell_type,
            "electrode": test.electrode.key if test.electrode else None,
            "counter": test.counter or None,
            "electrolyte": test.electrolyte or None,
            "cells": test.cells,
            "format": test.cell_format or None,
            "composition": test.composition or None,
            "counter_coating": _coating_json(fact.counter) if fact.counter else None,
            "reference": test.reference or None,
            "separator": test.separator or None,
            "electrolyte_parts": test.electrolyte_parts or None,
        },
        "segments": [_segment_json(segment) for segment in test.segments],
        "conditions": {
            condition.property: value_json(condition, place_of(condition, test), test.paper_id)
            for condition in fact.conditions
        },
        "controls": [public_id(Kind.TEST, control) for control in fact.controls],
        "results": [_result_json(result, test.paper_id) for result in fact.results],
        "outcomes": [_outcome_json(outcome, fact, row) for outcome in fact.outcomes],
        "comparison": _comparison_json(row),
        "has": row.has,
        "about": row.about,
        "paper": paper_json(test.paper),
        "via": via_json(test),
        "note": test.note,
        "review_status": test.review_status,
        "updated": test.updated.isoformat().replace("+00:00", "Z"),
    }
    return orjson.dumps(body).decode()


def _comparison_json(row: TestRead) -> dict[str, Any]:
    """What is claimed, what the numbers show, on which evidence, and how far the cells are known
    to be alike; null until it is computed, and where there is nothing to compare."""
    return {
        "claimed": row.claimed or None,
        "shown": row.shown or None,
        "evidence": row.evidence or None,
        "comparable": row.comparable or None,
        "conditions": _conditions_json(row.derived.get("comparable", {}).get("conditions")),
    }


def _conditions_json(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """In the order of the contract: the database keeps none."""
    return told and {name: told[name] for name in ("known", "of", "same", "differ", "unknown")}


def _segment_json(segment: dict[str, Any]) -> dict[str, Any]:
    """A run of cycles, its settings as printed and as read."""
    settings: dict[str, Any] = {}
    for key in ("charge", "discharge", "window", "temperature"):
        if key in segment:
            name, quantity = segment_value(key, segment[key])
            settings[key] = {"property": name, **quantity_json(quantity)}
    first, last = segment["cycles"]
    return {
        "kind": segment["kind"],
        "first_cycle": first,
        "last_cycle": last,
        **settings,
        "cv": segment.get("cv"),
        "at": "; ".join(one_or_more(segment.get("at"))),
        "note": segment.get("note", ""),
    }


def one_or_more(stated: str | list[str] | None) -> list[str]:
    """A place or several, as documents name them."""
    return [stated] if isinstance(stated, str) else stated or []


def _coating_json(coating: Coating) -> dict[str, Any]:
    return {
        "id": coating.public_id,
        "material": coating.material.key,
        "substrate": coating.substrate.key,
    }


def _result_json(result: TestResult, paper_id: int) -> dict[str, Any]:
    cycle = None
    if result.at_cycle_printed:
        cycle = {
            "printed": result.at_cycle_printed,
            "low": result.at_cycle_low,
            "high": result.at_cycle_high,
        }
    value = value_json(result, result, paper_id)
    return {"property": result.property, "at_cycle": cycle, **value}


def _outcome_json(outcome: Outcome, fact: TestFacts, row: TestRead) -> dict[str, Any]:
    """With the verdict on the control that it names, else on the only one; where there are
    several, on none of them."""
    than = public_id(Kind.TEST, outcome.than_id) if outcome.than_id else None
    only = public_id(Kind.TEST, fact.controls[0]) if len(fact.controls) == 1 else None
    told = row.verdict_on(than or only) or {}
    return {
        "outcome": outcome.outcome,
        "than": than,
        "claimed": outcome.outcome,
        "shown": told.get("shown"),
        "evidence": told.get("evidence"),
        "aspect": outcome.aspect,
        "statement": outcome.statement,
        "source": source_json(outcome, fact.test.paper_id),
        "scope": outcome.scope,
        "note": outcome.note,
    }
