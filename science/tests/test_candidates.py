"""Candidates of pasted texts and tables: on sentences and tables of our own, and on the shared ones
where they are (`ASC_ENTRY_DATA`, or a folder beside the checkout)."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.candidates import (
    Answer,
    Candidate,
    TooLarge,
    Wanted,
    from_csv,
    from_html,
    from_text,
    from_workbook,
)
from science.quantities import Quantity
from science.tests.cases.sentences import SENTENCES
from science.tests.cases.tables import TABLES

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "entry"


def _span(text: str, printed: str) -> tuple[int, int]:
    """Where it stands as a value: not inside a number or a name."""
    start = text.find(printed)
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start = text.find(printed, start + 1)
    return start, start + len(printed)


def _overlaps(one: Candidate, span: tuple[int, int]) -> bool:
    return one.span is not None and one.span[0] < span[1] and span[0] < one.span[1]


class Count:
    """Values found of those expected, and what was offered beside them."""

    def __init__(self) -> None:
        self.expected = self.found = self.sure = self.sure_right = self.offered = 0
        self.wrong: list[str] = []

    def value(self, left: list[Candidate], refs: dict[str, str], ref: str, fits: Any) -> None:
        self.expected += 1
        for one in left:
            known = refs.get(ref)
            same = known == one.record if known else one.record not in refs.values()
            if fits(one) and same:
                refs[ref] = one.record
                left.remove(one)
                self.found += 1
                self.offered += 1
                self.sure += one.confidence == "sure"
                self.sure_right += one.confidence == "sure"
                return
        self.wrong.append(f"not found: {ref}")

    def rest(self, left: list[Candidate]) -> None:
        for one in left:
            if one.property:
                self.offered += 1
                self.sure += one.confidence == "sure"
                self.wrong.append(f"offered: {one.property} {one.printed}")


# --- sentences of our own ------------------------------------------------------------------------
def test_values_of_our_sentences_are_found_with_property_record_and_cycle() -> None:
    count = Count()
    for _, text, values, _, _ in SENTENCES:
        left = list(from_text(text).candidates)
        refs: dict[str, str] = {}
        for ref, key, printed, *cycle in values:
            span = _span(text, printed)
            count.value(
                left,
                refs,
                ref,
                lambda c, key=key, span=span, cycle=cycle: (
                    c.property == key and c.span == span and (not cycle or c.at_cycle == cycle[0])
                ),
            )
        count.rest(left)
    assert count.found >= 0.98 * count.expected, count.wrong
    assert count.sure_right >= 0.98 * count.sure, count.wrong
    assert count.found >= 0.95 * count.offered, count.wrong


@pytest.mark.parametrize(("name", "text"), [(s[0], s[1]) for s in SENTENCES])
def test_what_is_asked_has_no_property_and_what_is_no_value_is_not_shown(
    name: str, text: str
) -> None:
    asked, never = next((s[3], s[4]) for s in SENTENCES if s[0] == name)
    found = from_text(text).candidates
    for printed in asked:
        span = _span(text, printed)
        assert not [c for c in found if _overlaps(c, span) and c.property], printed
    for printed in never:
        span = _span(text, printed)
        assert not [c for c in found if c.span == span], printed


@pytest.mark.parametrize(
    ("text", "confirm_as"),
    [
        ("The conductivity is 10−9 S/cm.", "10⁻⁹ S/cm"),
        ("An electronic conductivity below 10−12 S/cm was found.", "below 10⁻¹² S/cm"),
    ],
)
def test_a_lost_exponent_is_offered_for_confirmation_only(text: str, confirm_as: str) -> None:
    (found,) = from_text(text).candidates
    assert (found.property, found.confidence, found.confirm_as) == ("", "ask", confirm_as)


def test_a_value_in_two_units_counts_once() -> None:
    found = from_text("The activation energy is 0.52 eV (50 kJ mol−1).").candidates
    assert [c.printed for c in found] == ["0.52 eV"]


def test_shared_conditions_go_to_all_tests_and_those_behind_a_semicolon_do_not() -> None:
    text = "At 1C the coated cell kept 90 % after 50 cycles; the bare cell failed after 40 cycles."
    rates = [c.record for c in from_text(text).candidates if c.property == "rate"]
    assert rates == ["coated"]
    text = "At 1C the coated cell kept 90 % after 50 cycles, while the bare one kept 60 %."
    rates = [c.record for c in from_text(text).candidates if c.property == "rate"]
    assert rates == ["coated", "bare"]


# --- tables of our own ---
def _read(source: str, html: bool, **said: Any) -> Answer:
    return from_html(source, **said) if html else from_csv(source, **said)


@pytest.mark.parametrize("name", TABLES)
def test_values_of_our_tables_are_found_at_their_cells(name: str) -> None:
    source, html, orientation, expected = TABLES[name]
    answer = _read(source, html)
    assert answer.orientation == orientation
    found = {c.cell: c for c in answer.candidates if c.property}
    said = {
        cell: (c.property, c.value, *([c.at_cycle] if c.at_cycle else []))
        for cell, c in found.items()
    }
    assert said == expected


def test_a_bare_row_is_the_control_of_its_group() -> None:
    source, html, *_ = TABLES["two levels of heads, groups of rows, units in cells"]
    tests = {r.ref: r for r in _read(source, html).records if r.kind == "test"}
    assert [(r.ref, r.bare, r.control) for r in tests.values()] == [
        ("t3", True, ""), ("t4", False, "t3"), ("t6", True, ""), ("t7", False, "t6"),
    ]  # fmt: skip


def test_the_name_of_a_row_says_film_substrate_and_thickness() -> None:
    answer = from_csv("Sample;Q1 (mAh/g)\nPristine LNMO;131\nLNMO@5 nm AlF3;132")
    said = [(r.film, r.on, r.thickness, r.bare) for r in answer.records]
    assert said == [("", "LNMO", "", True), ("AlF3", "LNMO", "5 nm", False)]


def test_what_a_curator_says_goes_before_what_is_read() -> None:
    table = "Sample\tT (°C)\tx (nm)\nTiO2\t120\t5\nZnO\t150\t6"
    assert not [c for c in from_csv(table).candidates if c.property]
    mapped = from_csv(table, wanted=Wanted(mapping={1: "deposition_temperature", 2: "thickness"}))
    assert [(c.property, c.value, c.confidence) for c in mapped.candidates] == [
        ("deposition_temperature", "120 °C", "sure"), ("thickness", "5 nm", "sure"),
        ("deposition_temperature", "150 °C", "sure"), ("thickness", "6 nm", "sure"),
    ]  # fmt: skip
    key = mapped.heads[1]["key"]
    again = from_csv(table, wanted=Wanted(memory={str(key): "deposition_temperature"}))
    assert again.heads[1]["remembered"]
    turned = from_csv(table, wanted=Wanted(orientation="columns"))
    assert turned.orientation == "columns"


def test_a_narrow_column_is_repaired_from_the_plain_text() -> None:
    html = "<table><tr><td>Film</td><td>d (nm)</td></tr><tr><td>ZnO</td><td>#####</td></tr></table>"
    (found,) = from_html(html, "Film\td (nm)\nZnO\t12.5").candidates
    assert found.value == "12.5 nm"
    assert not [c for c in from_html(html).candidates if c.property]


def test_raised_letters_are_footnote_marks_and_raised_digits_exponents() -> None:
    html = (
        "<table><tr><td>Film</td><td>d (nm)<sup>a</sup></td><td>σe (S cm<sup>–1</sup>)</td></tr>"
        "<tr><td>ZnO</td><td>5.4<sup>b</sup></td><td>4 × 10<sup>–13</sup></td></tr></table>"
    )
    answer = from_html(html)
    assert answer.grid[1] == ["ZnO", "5.4^b", "4 × 10⁻¹³"]
    assert [(c.value, c.footnote) for c in answer.candidates] == [
        ("5.4 nm", "b"), ("4 × 10⁻¹³ S cm⁻¹", ""),
    ]  # fmt: skip


def test_a_footnote_is_found_whatever_its_first_letter_is() -> None:
    rows = ["<td>Sample</td><td>Retention (%)</td>", "<td>ZnO</td><td>91<sup>b</sup></td>",
            "<td>TiO2</td><td>88<sup>a</sup></td>",
            "<td colspan=2><sup>a</sup> at 1C; <sup>b</sup> second cell</td>"]  # fmt: skip
    source = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    assert _read(source, html=True).footnotes == {"a": "at 1C", "b": "second cell"}


def test_dashes_ask_which_kind_of_missing_and_blanks_say_nothing() -> None:
    answer = from_csv("Film\td (nm)\tEa (eV)\nZnO\t–\t\nTiO2\tn.d.\t0.5")
    assert [(c.cell, c.missing) for c in answer.candidates] == [
        ((1, 1), True), ((2, 1), True), ((2, 2), False),
    ]  # fmt: skip


def _ods(cells: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_an_ods_workbook_is_read() -> None:
    def row(*texts: str) -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>'
            for t in texts
        )
        return f"<table:table-row>{cells}</table:table-row>"

    answer = from_workbook(_ods(row("Film", "d (nm)") + row("ZnO", "5.5") + row("TiO2", "7")))
    assert [(c.property, c.value) for c in answer.candidates] == [
        ("thickness", "5.5 nm"), ("thickness", "7 nm"),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"PK", b"nothing", _ods("<table:table-row")])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"workbook|sheet"):
        from_workbook(data)


# --- bounds --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td colspan=99999 rowspan=99999>1</td></tr></table>" * 3,
        "<table>" + "<tr><td>1</td></tr>" * 30_000 + "</table>",
        "<table>" * 400 + "<tr><td>1</td></tr>",
        "<table><tr><td>" + "<b>" * 5_000 + "1</td><td>2</td></tr></table>",
        "<table><tr><td>\x00</td></tr></table>",
        "no table",
        "",
    ],
)
def test_markup_that_is_too_much_or_none_is_refused_or_read(source: str) -> None:
    try:
        answer = from_html(source)
    except (TooLarge, ValueError):
        return
    assert answer.kind == "table"


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        from_text("x" * 100_000)
    with pytest.raises(TooLarge):
        from_html("<table>" + " " * 2_000_000)
    with pytest.raises(TooLarge):
        from_csv("1\t2\n" * 20_000)


@settings(max_examples=60)
@given(st.text(alphabet="0123456789.,-–−±×°µÅΩ%C/() \tnmAhgVSce;:⁻⁸@<>~abf\n", max_size=200))
def test_any_text_gives_candidates_whose_print_stands_where_they_say(text: str) -> None:
    for one in from_text(text).candidates:
        assert one.span is not None
        assert text[slice(*one.span)] == one.printed
        assert bool(one.property) == (one.confidence != "ask")
        assert one.reading is None or isinstance(one.reading, Quantity)


@settings(max_examples=60)
@given(st.text(alphabet="0123456789.,-–±×°µ% \tnmAhg;\n<>abTd()", max_size=200))
def test_any_table_gives_candidates_at_cells_of_its_grid(text: str) -> None:
    try:
        answer = from_csv(text)
    except (TooLarge, ValueError):
        return
    for one in answer.candidates:
        assert one.cell is not None
        assert answer.grid[one.cell[0]][one.cell[1]] == one.printed


# --- the shared data ---
def _data(name: str) -> Path:
    folder = Path(os.environ.get("ASC_ENTRY_DATA", BESIDE))
    if not (folder / name).is_file():
        pytest.skip(f"left out: {name} is neither in ASC_ENTRY_DATA nor beside the checkout")
    return folder / name


def _reads(expected: dict[str, Any], found: Quantity | None) -> bool:
    if found is None:
        return False
    numbers = [(expected[name], getattr(found, name)) for name in ("low", "high", "uncertainty")]
    alike = all(
        (a is None and b is None)
        or (a is not None and b is not None and abs(a - b) <= 1e-9 * max(abs(a), abs(b)))
        for a, b in numbers
    )
    return alike and (found.qualifier, found.unit) == (expected["qualifier"], expected["unit"])


def test_the_shared_sentences_are_read() -> None:
    count = Count()
    for case in json.loads(_data("sentences.json").read_text()):
        found = from_text(case["text"]).candidates
        left = list(found)
        refs: dict[str, str] = {}
        for value in case["values"]:
            count.value(
                left,
                refs,
                value["record"],
                lambda c, v=value: (
                    c.property == v["property"]
                    and c.span == tuple(v["span"])
                    and c.value == v["value"]
                    and _reads(v["reading"], c.reading)
                    and c.at_cycle == v.get("at_cycle", "")
                    and c.conditions == v.get("conditions", {})
                ),
            )
        count.rest(left)
        for entry in case["ask"]:
            here = [c for c in found if _overlaps(c, tuple(entry["span"]))]
            assert not [c for c in here if c.property], entry
        for entry in case["never"]:
            assert not [c for c in found if c.span == tuple(entry["span"])], entry
    assert count.found >= 0.9 * count.expected, count.wrong
    assert count.sure_right >= 0.98 * count.sure, count.wrong


@pytest.mark.parametrize("kind", ["html", "csv", "xlsx"])
def test_the_shared_tables_are_read(kind: str) -> None:
    count = Count()
    for case in json.loads(_data("tables.json").read_text()):
        files, down = case["files"], 0
        if kind == "html" and "html" in files:
            plain = _data(files["tsv"]).read_text() if "tsv" in files else ""
            answer = from_html(_data(files["html"]).read_text(), plain)
        elif kind == "csv" and "csv" in files:
            answer = from_csv(_data(files["csv"]).read_text())
        elif kind == "xlsx" and case.get("xlsx"):
            answer, down = from_workbook(_data(case["xlsx"]).read_bytes()), 1
        else:
            continue
        left = list(answer.candidates)
        refs: dict[str, str] = {}
        for value in case["values"]:
            cell = (value["cell"][0] + down, value["cell"][1])
            count.value(
                left,
                refs,
                value["record"],
                lambda c, v=value, cell=cell: (
                    c.property == v["property"]
                    and c.cell == cell
                    and _reads(v["reading"], c.reading)
                    and c.at_cycle == v.get("at_cycle", "")
                    and c.conditions == v.get("conditions", {})
                ),
            )
        count.rest(left)
        asked = {(a["cell"][0] + down, a["cell"][1]) for a in case["ask"]}
        assert not [c for c in answer.candidates if c.cell in asked and c.property]
        controls = {refs[k]: refs[v] for k, v in case.get("controls", {}).items()}
        said = {r.ref: r.control for r in answer.records if r.control}
        assert controls == {k: v for k, v in said.items() if k in controls}
    assert count.found >= 0.98 * count.expected, count.wrong
    assert count.sure_right >= 0.98 * count.sure, count.wrong
    assert count.expected
