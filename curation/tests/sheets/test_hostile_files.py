"""Files that mean harm, or are none of ours, are refused in a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from curation.models import Submission
from curation.sheets import guard, parsing
from curation.sheets.guard import UnsafeFile, check_file
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.tests.documents import paper

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def rewritten(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A filled workbook whose parts are changed, or that has more of them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook_of(paper()))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for part, data in (more or {}).items():
            new.writestr(part, data)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    return rewritten(lambda _, old: old, {name: data})


def strings(change: Callable[[bytes], bytes]) -> bytes:
    return rewritten(lambda part, old: change(old) if part == "xl/worksheets/sheet2.xml" else old)


LAUGHS = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst>"""
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "a text": (lambda: b"coating,material\n1,al2o3\n", "not an .xlsx"),
    "an old .xls": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old .xls"),
    "half a file": (lambda: workbook_of()[:3000], "damaged"),
    "another zip": (lambda: _zip({"a.txt": b"x"}), "no .xlsx workbook"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "macros"),
    "links": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "links"),
    "a zip bomb": (lambda: with_part("xl/x.xml", bytes(130_000_000)), "far too large"),
    "many parts": (lambda: rewritten(lambda _, o: o, {f"p{n}": b"" for n in range(500)}), "parts"),
    "entities": (lambda: strings(lambda s: LAUGHS + s), "entities"),
    "UTF-16": (lambda: strings(lambda s: s.decode().encode("utf-16")), "UTF-8"),
    "Latin-1": (
        lambda: strings(lambda s: b'<?xml version="1.0" encoding="ISO-8859-1"?>' + s),
        "UTF-8",
    ),
    "broken XML": (lambda: strings(lambda s: s[: len(s) // 2]), "cannot be read"),
}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_it_is_refused_in_a_sentence(kind: str) -> None:
    make, why = FILES[kind]
    with pytest.raises(UnsafeFile, match=why):
        read_workbook(make())


def test_a_file_larger_than_any_paper_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 100)
    with pytest.raises(UnsafeFile, match="larger than"):
        check_file(workbook_of())


@pytest.mark.parametrize("rows", [1_000_000, 25_000])
def test_far_too_many_rows_end_at_a_limit(rows: int) -> None:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
    body = b"".join(row % (n, n) for n in range(2, rows + 2))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>coating</t></is></c></row>'
        + body
        + b"</sheetData></worksheet>"
    )
    data = rewritten(lambda part, old: sheet if part == "xl/worksheets/sheet5.xml" else old)
    if rows > guard.MOST_ROWS:
        with pytest.raises(UnsafeFile, match="more than 210000 rows"):
            read_workbook(data)
        return
    filled = read_workbook(data)
    assert any("at most 20000 rows" in error.expected for error in filled.errors)
    assert len(filled.errors) <= parsing.MOST_ERRORS


def test_a_sheet_that_claims_a_million_rows_is_read_as_long_as_it_is() -> None:
    claim = b'<dimension ref="A1:XFD1048576"/>'
    data = rewritten(lambda _, old: re.sub(rb"<dimension [^>]*/>", claim, old))
    assert read_workbook(data).errors == []


# --- over the web ---------------------------------------------------------------------------------
@pytest.fixture
def web() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user("ann"))
    return client


def test_a_refused_file_keeps_nothing_and_says_why(web: Client) -> None:
    answer = web.post("/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", b"hello")})
    assert answer.status_code == 400
    assert "not an .xlsx workbook" in answer.content.decode()
    assert Submission.objects.count() == 0


def test_a_workbook_is_looked_at_first_and_then_kept(web: Client) -> None:
    answer = web.post(
        "/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", workbook_of(paper()))}
    )
    assert "Every cell can be read" in answer.content.decode()
    assert Submission.objects.count() == 0, "a dry run keeps nothing"
    web.post("/curate/sheet/", {"looked_at": answer.context["looked_at"]})
    draft = Submission.objects.get()
    assert draft.document["coatings"][0]["key"] == "al2o3-on-li"


def test_a_second_workbook_of_the_paper_shows_what_it_changes(web: Client) -> None:
    first = web.post("/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", workbook_of(paper()))})
    web.post("/curate/sheet/", {"looked_at": first.context["looked_at"]})
    document = paper()
    document["coatings"][0]["measurements"][1]["value"] = "250"
    second = web.post(
        "/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", workbook_of(document))}
    )
    changes = [(c["old_words"], c["new_words"]) for c in second.context["changes"]]
    assert changes == [("200", "250")]
    web.post("/curate/sheet/", {"looked_at": second.context["looked_at"]})
    assert Submission.objects.get().revision == 2


def test_changes_that_are_not_shown_are_counted(
    web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = web.post("/curate/sheet/", {"file": SimpleUploadedFile("x.xlsx", workbook_of(paper()))})
    web.post("/curate/sheet/", {"looked_at": first.context["looked_at"]})
    document = paper()
    thick, hot = document["coatings"][0]["measurements"][:2]
    thick["value"], hot["value"] = "21 nm", "250"
    monkeypatch.setattr("curation.sheets.views.SHOWN", 1)
    sent = {"file": SimpleUploadedFile("x.xlsx", workbook_of(document))}
    page = web.post("/curate/sheet/", sent)
    assert len(page.context["values"]) == 1
    assert "And 1 more." in page.content.decode()


def test_what_was_looked_at_cannot_be_forged(web: Client) -> None:
    assert web.post("/curate/sheet/", {"looked_at": "e30:x:y"}).status_code == 400


def test_a_public_paper_and_a_draft_go_down_as_workbooks(web: Client) -> None:
    from documents.publishing import publish_paper

    publish_paper(paper())
    for address in ("/curate/sheet/doe-2020.xlsx", "/curate/sheet/template.xlsx"):
        answer = web.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"PK")
    down = read_workbook(web.get("/curate/sheet/doe-2020.xlsx").content)
    assert down.errors == []


def cells(rows: list[int]) -> bytes:
    """A workbook whose sheet of coatings has this many empty cells in each row."""
    body = b"".join(b"<row>" + b"<c/>" * count + b"</row>" for count in rows)
    sheet = b"<worksheet><sheetData>" + body + b"</sheetData></worksheet>"
    return strings(lambda _: sheet)


@pytest.mark.parametrize(
    ("rows", "why"), [([3_000_000], "cells in a row"), ([1_000] * 2_100, "more than 2000000 cells")]
)
def test_empty_cells_are_counted_before_any_is_built(rows: list[int], why: str) -> None:
    with pytest.raises(UnsafeFile, match=why):
        check_file(cells(rows))


def test_cells_are_counted_also_where_a_tag_is_cut_in_two() -> None:
    for size in (399, 400, 401, 402, 403):
        padding = b"<!--" + b"x" * size + b"-->"
        sheet = b"<worksheet>" + padding + b"<sheetData><row><c/><c r='B1'/></row></sheetData>"
        counted = guard._Counted("sheet")
        for start in range(0, len(sheet), 7):
            counted.more(sheet[start : start + 7])
        assert (counted.rows, counted.cells) == (1, 2)
