"""The reference data that ship are plausible, and agree with what doubts films."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from documents.vocabulary import VocabularyDocument
from records.document.reference import reference_column
from science.limits import keeps_to
from science.plausibility.melting import melting_point
from science.properties import PROPERTIES, property_value


def _shipped() -> list[tuple[str, Any]]:
    folder = settings.BASE_DIR / "fixtures" / "vocabulary"
    documents = [
        VocabularyDocument.model_validate(YAML(typ="safe").load(path))
        for path in sorted(folder.glob("*.yaml"))
    ]
    return [
        (kind, entry)
        for document in documents
        for kind in ("precursors", "materials", "substrates")
        for entry in getattr(document, kind)
        if entry.reference
    ]


def test_what_ships_is_plausible() -> None:
    doubted = [
        (entry.key, value["property"], value["printed"])
        for _, entry in _shipped()
        for value in reference_column(entry.reference)
        if (limits := PROPERTIES[value["property"]].plausible) is not None
        and not keeps_to(property_value(value["property"], value["printed"]), limits)
    ]
    assert doubted == []


def test_melting_points_that_ship_agree_with_the_table_that_doubts_films() -> None:
    compared = 0
    for kind, entry in _shipped():
        known = melting_point(entry.formula, entry.name) if kind == "substrates" else None
        for value in reference_column(entry.reference) if known else ():
            if known and value["property"] == "melting_point":
                assert value["low"] == pytest.approx(known[1], abs=0.2), entry.key
                compared += 1
    assert compared >= 3  # lithium, sodium and zinc at least
