"""Proposed words go down and up in a workbook, and every error of it is told at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.tests.people import person
from curation import actions
from curation.models import Submission
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

WORDS: dict[str, Any] = {
    "precursors": [{"key": "dmai", "name": "Dimethylaluminium isopropoxide", "kind": "metal",
                    "formula": "C5H13AlO", "smiles": "CC(C)O[Al](C)C",
                    "aliases": ["DMAI", "AlMe2OiPr"]}],
    "substrates": [{"key": "licoo2", "name": "LCO", "formula": "LiCoO2", "role": "cathode"}],
}  # fmt: skip


def on_licoo2() -> dict[str, Any]:
    document = paper()
    document["coatings"][0]["substrate"] = {"material": "licoo2"}
    document["coatings"][0]["steps"][0]["dose"] = "dmai"
    return document


def test_a_draft_with_words_of_its_own_comes_back_as_it_went() -> None:
    filled = read_workbook(workbook_of(on_licoo2(), WORDS))
    assert filled.errors == []
    assert filled.vocabulary == WORDS
    assert filled.document["coatings"][0]["substrate"]["material"] == "licoo2"


def test_words_of_a_workbook_are_kept_with_its_draft() -> None:
    client = Client()
    client.force_login(person("ada"))
    file = SimpleUploadedFile("paper.xlsx", workbook_of(on_licoo2(), WORDS))
    shown = client.post("/curate/sheet/", {"file": file})
    looked_at = shown.context["looked_at"]
    client.post("/curate/sheet/", {"looked_at": looked_at})
    draft = Submission.objects.get()
    assert draft.vocabulary == WORDS
    again = client.get(f"/curate/{draft.pk}/sheet.xlsx").content
    assert read_workbook(again).vocabulary == WORDS
    actions.submit(submission=draft, by=draft.author)


def test_what_is_wrong_with_a_word_is_told_at_its_row() -> None:
    wrong = {"substrates": [{**WORDS["substrates"][0], "formula": "Li(", "role": "cathod"}]}
    errors = read_workbook(workbook_of(on_licoo2(), wrong)).errors
    assert {(e.sheet, e.row, e.column) for e in errors if e.sheet == "new words"} == {
        ("new words", 2, "formula"), ("new words", 2, "role"),
    }  # fmt: skip


def test_every_error_is_told_at_once_keys_named_twice_among_them() -> None:
    document = paper()
    document["coatings"][1]["key"] = document["coatings"][0]["key"]
    document["coatings"][0]["measurements"][0]["value"] = "one"
    document["cycling"][0]["cell"]["type"] = "whole"
    document["citation"]["issued"] = "20x7"
    book = load_workbook(io.BytesIO(workbook_of(document)))
    book["results"]["B2"] = "not a result"
    out = io.BytesIO()
    book.save(out)
    found = {(e.sheet, e.column) for e in read_workbook(out.getvalue()).errors}
    assert {("paper", "citation issued"), ("coatings", "key"), ("measurements", "value"),
            ("tests", "cell type")} <= found  # fmt: skip
