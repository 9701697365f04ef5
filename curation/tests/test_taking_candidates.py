"""Confirmed values into a document, and rows of a series into coatings and tests."""

from __future__ import annotations

from typing import Any

from curation.actions.saved import content_of
from curation.candidates.taking import Taken, Target, take
from curation.entry.series_grid import series_of
from curation.entry.series_into import entered
from curation.models import Part

TARGETS = {
    "f": Target("coating", film="Al2O3", on="LiCoO2", name="Al2O3, 2 nm"),
    "c": Target("test", name="coated", coating="f", control="b"),
    "b": Target("test", name="bare", bare=True),
    "p": Target("precursor", name="TMA"),
}


def _taken(*values: Taken, document: dict[str, Any] | None = None) -> Any:
    return take(document or {}, TARGETS, list(values), at="Table 1", extraction="table")


def test_each_value_goes_where_its_property_belongs() -> None:
    done = _taken(
        Taken("f", "thickness", "2 nm", note="TEM"),
        Taken("c", "retention", "91 %", at_cycle="100", conditions={"rate": "2C"}),
        Taken("c", "loading", "9 mg/cm²"),
        Taken("b", "retention", "70 %", at_cycle="100"),
        Taken("p", "source_temperature", "75 °C"),
    )
    place = {"at": "Table 1", "extraction": "table"}
    (film,) = done.document["coatings"]
    coated, bare = done.document["cycling"]
    assert film["measurements"] == [
        {"property": "thickness", "value": "2 nm", **place, "note": "TEM"}
    ]
    assert (film["material"], film["substrate"]) == ("Al2O3", {"material": "LiCoO2"})
    assert coated["results"] == [
        {"retention": "91 %", "at_cycle": "100", **place, "note": "rate: 2C"}
    ]
    assert coated["conditions"] == {"loading": {"value": "9 mg/cm²", **place}}
    assert (coated["coating"], coated["controls"]) == (film["key"], [bare["key"]])
    assert done.document["source_temperatures"] == [{"precursor": "TMA", "value": "75 °C", **place}]
    assert (done.taken, done.left) == (5, [])


def test_the_same_paste_again_changes_nothing() -> None:
    first = _taken(Taken("f", "thickness", "2 nm"), Taken("c", "loading", "9 mg/cm²"))
    key, test = first.keys["f"], first.keys["c"]
    again = {"f": Target("coating", key=key), "c": Target("test", key=test)}
    values = [Taken("f", "thickness", "2 nm"), Taken("c", "loading", "9 mg/cm²")]
    second = take(first.document, again, values, at="Table 1", extraction="table")
    assert second.document == first.document


def test_what_the_draft_says_is_never_overwritten() -> None:
    document = {"cycling": [{"key": "c", "rate": "1C", "conditions": {"loading": "3 mg/cm²"}}]}
    targets = {"c": Target("test", key="c")}
    values = [Taken("c", "rate", "2C"), Taken("c", "loading", "9 mg/cm²")]
    done = take(document, targets, values, at="", extraction="text")
    assert done.document == document
    assert done.left == [
        "2C: the draft says 1C already", "9 mg/cm²: the draft says 3 mg/cm² already",
    ]  # fmt: skip


def test_a_value_is_not_put_where_it_is_not_said_of() -> None:
    done = _taken(Taken("b", "thickness", "2 nm"), Taken("f", "no_such", "1"))
    assert (done.taken, len(done.left)) == (0, 2)


def test_rows_of_a_series_are_named_by_what_varies_and_share_the_rest() -> None:
    said = {
        "vary": "thickness", "film": "Al2O3", "on": "Li", "at": "Table 2", "shared-rate": "1C",
        "shared-deposition_temperature": "150 °C", "cell-type": "half", "col-0": "cycles",
        "col-1": "retention", "at-1": "100", "g-0-v": "0", "g-0-1": "52 ± 4", "g-1-v": "2",
        "g-1-0": "18", "g-1-1": "91", "g-2-v": "5", "g-2-1": "n.d.", "g-3-v": "",
    }  # fmt: skip
    series = series_of(said)
    assert [row.key for row in series.rows] == [
        "bare-on-li", "al2o3-on-li-2nm", "al2o3-on-li-5nm", "al2o3-on-li",
    ]  # fmt: skip
    assert (series.wrong, series.rows[0].cells[1].reading) == (1, "52\u202f±\u202f4\u202f%")
    document = entered({}, series).document
    place = {"at": "Table 2", "extraction": "table"}
    assert [(c["key"], c["material"]) for c in document["coatings"]] == [
        ("al2o3-on-li-2nm", "Al2O3"), ("al2o3-on-li-5nm", "Al2O3"),
    ]  # fmt: skip
    assert document["coatings"][0]["measurements"] == [
        {"property": "deposition_temperature", "value": "150 °C", **place},
        {"property": "thickness", "value": "2 nm", **place},
        {"property": "cycles", "value": "18", **place},
    ]
    bare, coated = document["cycling"]
    assert bare["results"] == [{"retention": "52 ± 4 %", "at_cycle": "100", **place}]
    assert coated["controls"] == ["bare-on-li"]
    assert coated["conditions"] == bare["conditions"] == {"rate": {"value": "1C", **place}}
    assert coated["cell"] == {"type": "half", "electrode": "Li"}


def test_a_series_takes_recipe_and_cell_of_a_record_of_the_draft() -> None:
    document: dict[str, Any] = {
        "coatings": [{"key": "a", "material": "zno", "steps": [{"dose": "dez"}]}],
        "cycling": [{"key": "t", "cell": {"type": "full"}, "rate": "1C", "results": [1]}],
    }  # fmt: skip
    said = {"col-1": "retention", "g-0-v": "20", "g-0-1": "90"}
    recipe = content_of(Part.RECIPE, document["coatings"][0], placed=True)
    cell = content_of(Part.CELL, document["cycling"][0], placed=True)
    done = entered(document, series_of(said), recipe, cell).document
    new, test = done["coatings"][1], done["cycling"][1]
    assert (new["material"], new["steps"]) == ("zno", [{"dose": "dez"}])
    assert (test["cell"], test["rate"], len(test["results"])) == ({"type": "full"}, "1C", 1)
    assert done["coatings"][0] == document["coatings"][0]
