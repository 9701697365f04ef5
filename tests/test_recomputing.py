"""A change recomputes exactly what depends on it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

import science
from coatings.models import CoatingRead
from coatings.tasks import sweep_coatings
from cycling.models import TestRead
from cycling.read_row.listing import LIST_VERSION
from cycling.tasks import sweep_tests
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import paper
from science import plausibility
from tests.two_papers import compute, marked, publish_two, second, words

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    publish_two()


def change(key: str, edit: Callable[[dict[str, Any]], None]) -> set[str]:
    document = copy.deepcopy(paper("one-2020") if key == "one-2020" else second())
    edit(document)
    publish_paper(document)
    return marked()


def change_words(edit: Callable[[dict[str, Any]], None]) -> set[str]:
    vocabulary = words()
    edit(vocabulary)
    assert publish_vocabulary(vocabulary).changed
    return marked()


def put(entry: Any, path: list[Any], value: Any) -> None:
    for step in path[:-1]:
        entry = entry[step]
    entry[path[-1]] = value


# -- what a paper says ------------------------------------------------------------------------
def test_a_coating_takes_its_tests_along_and_nothing_else() -> None:
    found = change("one-2020", lambda d: put(d, ["coatings", 0, "measurements", 1, "value"], "300"))
    assert found == {"one-2020/al2o3-on-li", "one-2020/coated", "one-2020/recorded"}


def test_a_coating_without_tests_is_alone() -> None:
    found = change(
        "one-2020", lambda d: put(d, ["coatings", 1, "measurements", 0, "value"], "<4 nm")
    )
    assert found == {"one-2020/li-eg-on-si"}


def test_a_control_takes_along_the_tests_that_are_compared_with_it_but_no_coating() -> None:
    found = change("one-2020", lambda d: put(d, ["cycling", 0, "results", 0, "retention"], "30 %"))
    assert found == {"one-2020/bare", "one-2020/coated"}


def test_a_result_of_a_coated_test_does_not_touch_its_coating() -> None:
    found = change("one-2020", lambda d: put(d, ["cycling", 1, "results", 0, "retention"], "70 %"))
    assert found == {"one-2020/coated"}


def test_a_current_density_changes_the_ohmic_drop_of_the_coating_in_that_cell() -> None:
    def drop() -> dict[str, Any]:
        row = CoatingRead.objects.get(paper="one-2020", coating__key="al2o3-on-li")
        return dict(row.derived["ohmic_drop_in_cell"])

    assert drop() == {"missing": "current density is not reported"}
    current = ["cycling", 1, "conditions", "current_density"]
    found = change("one-2020", lambda d: put(d, current, "2 mA cm⁻²"))
    assert found == {"one-2020/coated", "one-2020/al2o3-on-li"}
    compute()
    one = drop()
    assert {(i["what"], i["value"]) for i in one["inputs"]} >= {("current_density", "2 mA cm⁻²")}
    # 20 nm over 3.6 to 5 × 10⁻⁸ S/cm is at most 55.6 Ω cm² of film, at 2 mA/cm² of electrode; a
    # rough electrode has more film than that, so this is no more than a bound
    assert (one["low"], one["high"]) == (None, pytest.approx(111.11, abs=0.01))
    change("one-2020", lambda d: put(d, current, "1 mA cm⁻²"))
    compute()
    assert drop()["high"] == pytest.approx(55.56, abs=0.01)


def test_a_coating_that_is_no_longer_cycled_is_told() -> None:
    def other(document: dict[str, Any]) -> None:
        for test in document["cycling"][1:]:
            test["coating"] = "li-eg-on-si"

    found = change("one-2020", other)
    assert found >= {"one-2020/al2o3-on-li", "one-2020/li-eg-on-si"}
    compute()
    cycled = CoatingRead.objects.filter(paper="one-2020", has__contains=["cycling"])
    assert [row.material for row in cycled] == ["li-eg"]


def test_a_withdrawn_test_takes_cycling_from_its_coating() -> None:
    def withdraw(document: dict[str, Any]) -> None:
        gone = document["cycling"][1:]
        document["cycling"] = document["cycling"][:1]
        document["withdrawn"] = [
            {"kind": "test", "key": test["key"], "reason": "entered by mistake"} for test in gone
        ]

    assert change("one-2020", withdraw) == {"one-2020/al2o3-on-li"}
    compute()
    assert not CoatingRead.objects.filter(paper="one-2020", has__contains=["cycling"])


def test_the_ion_of_the_cell_decides_which_carrier_counts() -> None:
    row = CoatingRead.objects.get(paper="one-2020", material="al2o3")
    used = {i["what"]: i["value"] for i in row.derived["contains_charge_carrier"]["inputs"]}
    assert used["cell_ion"] == "Li"  # its cells have an electrode of lithium metal
    two = CoatingRead.objects.get(paper="two-2020", material="al2o3")
    told = {i["what"] for i in two.derived["contains_charge_carrier"]["inputs"]}
    assert "cell_ion" not in told  # silicon does not say
    salt = ["cycling", 1, "cell", "electrolyte"]
    found = change("two-2020", lambda d: put(d, salt, "1 M NaPF6 in EC/DMC"))
    assert found == {"two-2020/coated", "two-2020/al2o3-on-li"}


# -- source temperatures ----------------------------------------------------------------------
def test_a_source_temperature_touches_its_paper_and_papers_that_give_none_of_their_own() -> None:
    found = change("one-2020", lambda d: put(d, ["source_temperatures", 0, "value"], "150 °C"))
    assert found == {"one-2020/li-eg-on-si", "two-2020/li-eg-on-si"}


def test_a_source_temperature_of_another_paper_does_not_touch_those_with_their_own() -> None:
    own = {"precursor": "liotbu", "value": "120 °C"}
    found = change("two-2020", lambda d: put(d, ["source_temperatures"], [own]))
    assert found == {"two-2020/li-eg-on-si"}


def test_the_window_is_computed_with_the_papers_own_source_temperature() -> None:
    grown = {"property": "deposition_temperature", "value": "200 °C"}

    def measured(document: dict[str, Any]) -> None:
        document["coatings"][1]["measurements"].append(grown)

    change("one-2020", measured)
    change("two-2020", measured)
    compute()
    assert windows() == {"one-2020": 60.0, "two-2020": 60.0}

    def own(document: dict[str, Any]) -> None:
        measured(document)
        document["source_temperatures"] = [{"precursor": "liotbu", "value": "120 °C"}]

    change("two-2020", own)
    compute()
    assert windows() == {"one-2020": 60.0, "two-2020": 80.0}


def windows() -> dict[str, float]:
    rows = CoatingRead.objects.filter(material="li-eg")
    return {row.paper: row.derived["source_window"]["low"] for row in rows}


# -- words ------------------------------------------------------------------------------------
def test_a_precursors_formula_touches_the_coatings_that_it_builds() -> None:
    def other(vocabulary: dict[str, Any]) -> None:
        vocabulary["precursors"][5] |= {"name": "Carbon monoxide", "formula": "CO"}
        vocabulary["precursors"][5]["smiles"] = "[C-]#[O+]"

    assert change_words(other) == {"one-2020/li-eg-on-si", "two-2020/li-eg-on-si"}


def test_a_phase_touches_the_coatings_of_the_mixture() -> None:
    found = change_words(lambda v: put(v, ["materials", 2, "formula"], "Li3BO4"))
    assert found == {"two-2020/mixed"}
    compute()
    row = CoatingRead.objects.get(coating__key="mixed")
    assert row.elements == ["C", "B", "Li", "O"]


def test_another_phase_of_a_mixture_touches_its_coatings() -> None:
    found = change_words(lambda v: put(v, ["materials", 4, "phases"], [{"material": "li3bo3"}]))
    assert found == {"two-2020/mixed"}


def test_an_electrode_touches_its_tests_and_the_coatings_in_their_cells() -> None:
    found = change_words(lambda v: put(v, ["substrates", 1, "aliases"], ["silicon"]))
    on_silicon = {"one-2020/li-eg-on-si", "two-2020/li-eg-on-si"}
    in_cells = {"two-2020/bare", "two-2020/coated", "two-2020/recorded", "two-2020/al2o3-on-li"}
    assert found == on_silicon | in_cells


# -- recipes ----------------------------------------------------------------------------------
@pytest.mark.usefixtures("eager_celery")
@pytest.mark.django_db(transaction=True)
def test_a_new_recipe_version_changes_all_its_results_through_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = science.recipe_digest
    monkeypatch.setattr(science, "recipe_digest", lambda of: "new" if of == "test" else real(of))
    assert not marked()
    sweep_coatings()
    sweep_tests()
    digests = set(TestRead.objects.values_list("recipe_digest", flat=True))
    assert digests == {f"new-{plausibility.RULES_VERSION}-{LIST_VERSION}"}
    assert not CoatingRead.objects.filter(recipe_digest__startswith="new").exists()


# -- flags that rest on several records -------------------------------------------------------
def codes(key: str) -> list[str]:
    row: Any = CoatingRead.objects.filter(coating__key=key, paper="two-2020").first()
    row = row or TestRead.objects.get(test__key=key, paper="two-2020")
    return [flag["code"] for flag in row.flags]


def test_an_experiment_entered_twice_is_flagged_on_both_until_one_is_changed() -> None:
    def twice(document: dict[str, Any]) -> None:
        document["coatings"].append({**document["coatings"][0], "key": "again"})
        document["cycling"].append({**document["cycling"][1], "key": "coated-again"})

    found = change("two-2020", twice)
    assert found == {
        *("two-2020/again", "two-2020/al2o3-on-li"),
        *("two-2020/coated-again", "two-2020/coated"),
    }
    compute()
    for key in ("again", "al2o3-on-li", "coated", "coated-again"):
        assert "entered_twice" in codes(key)
    assert "entered_twice" not in codes("mixed")

    def another(document: dict[str, Any]) -> None:
        twice(document)
        document["coatings"][3]["measurements"] = [{"property": "cycles", "value": "77"}]
        document["cycling"][3]["results"] = [{"retention": "77 %", "at_cycle": "200"}]

    found = change("two-2020", another)
    assert found >= {"two-2020/al2o3-on-li", "two-2020/coated"}
    compute()
    for key in ("again", "al2o3-on-li", "coated", "coated-again"):
        assert "entered_twice" not in codes(key)


def test_a_year_that_is_not_the_one_of_its_key_is_flagged_on_the_papers_records() -> None:
    assert "year_against_reference" not in codes("mixed")
    change("two-2020", lambda d: put(d, ["citation", "issued"], 2019))
    compute()
    assert "year_against_reference" in codes("mixed")
    assert "year_against_reference" in codes("coated")


def test_a_precursor_whose_name_and_formula_disagree_is_flagged_where_it_is_used() -> None:
    change_words(lambda v: put(v, ["precursors", 3, "name"], "Lithium water"))
    compute()
    assert "name_against_formula" in codes("mixed")
    assert "name_against_formula" not in codes("li-eg-on-si")
