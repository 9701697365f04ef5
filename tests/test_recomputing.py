"""A change recomputes exactly what depends on it, and ``recompute`` does and says what is asked."""

from __future__ import annotations

import copy
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

import science
from coatings.derive import DERIVATION as COATINGS
from coatings.models import CoatingRead
from coatings.reading.listing import LIST_VERSION
from coatings.tasks import derive_coatings, sweep_coatings
from curation.publishing import publish_paper, publish_vocabulary
from curation.tests.documents import VOCABULARY, paper
from cycling.derive import DERIVATION as TESTS
from cycling.models import TestRead
from cycling.tasks import derive_tests, sweep_tests
from literature.deriving import Derivation
from science import plausibility
from tests.derived_state import read_rows, recompute_cleanly

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

MIXTURE = {
    "key": "li3bo3-li2co3",
    "name": "Lithium borate-carbonate",
    "class": "inorganic",
    "structure": "mixture",
    "phases": [{"material": "li3bo3"}, {"material": "li2co3"}],
}
PHASES = [
    {"key": "li3bo3", "name": "Lithium borate", "formula": "Li3BO3", "class": "inorganic"},
    {"key": "li2co3", "name": "Lithium carbonate", "formula": "Li2CO3", "class": "inorganic"},
]


def words() -> dict[str, Any]:
    vocabulary = copy.deepcopy(VOCABULARY)
    vocabulary["materials"] += copy.deepcopy([*PHASES, MIXTURE])
    return vocabulary


def compute() -> None:
    for derivation in (COATINGS, TESTS):
        derivation.run(derivation.waiting(limit=1000))


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Two papers, one of which grows a mixture too; everything computed."""
    publish_vocabulary(words())
    publish_paper(paper("one-2020"))
    publish_paper(second())
    compute()


def second() -> dict[str, Any]:
    document = copy.deepcopy(paper("two-2020"))
    del document["source_temperatures"]
    mixed = copy.deepcopy(document["coatings"][0])
    document["coatings"].append({**mixed, "key": "mixed", "material": "li3bo3-li2co3"})
    for test in document["cycling"]:
        test["cell"] = {"type": "full", "electrode": "si-wafer"}
    return document


def marked() -> set[str]:
    """What waits, as ``paper/key``."""
    coatings = CoatingRead.objects.stale().values_list("paper", "coating__key")
    tests = TestRead.objects.stale().values_list("paper", "test__key")
    return {f"{paper_key}/{key}" for paper_key, key in [*coatings, *tests]}


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
    # 20 nm over 3.6 to 5 × 10⁻⁸ S/cm is 40 to 55.6 Ω cm², at 2 mA/cm²
    assert (one["low"], one["high"]) == (pytest.approx(80.0), pytest.approx(111.11, abs=0.01))
    change("one-2020", lambda d: put(d, current, "1 mA cm⁻²"))
    compute()
    assert drop()["low"] == pytest.approx(40.0)


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


# -- manage.py recompute ----------------------------------------------------------------------
def recompute(*arguments: str) -> str:
    said = StringIO()
    call_command("recompute", *arguments, stdout=said, stderr=said)
    return said.getvalue()


def forget(keys: set[str]) -> None:
    """As if these coatings had been computed wrongly."""
    for row in CoatingRead.objects.filter(coating__key__in=keys, paper="two-2020"):
        row.derived["thickness"] = {"missing": "forgotten"}
        row.flags = [{"code": "invented"}]
        row.save(update_fields=["derived", "flags"])


def test_check_names_what_would_change_and_writes_nothing() -> None:
    forget({"mixed"})
    number = CoatingRead.objects.get(coating__key="mixed").coating.public_id
    before = read_rows()
    said = recompute("--all", "--check")
    total = CoatingRead.objects.count() + TestRead.objects.count()
    assert said == (
        f"{number}: thickness, flags\n1 of {total} records would change; nothing was written\n"
    )
    assert read_rows() == before
    assert "0 of 0 records" in recompute("--check")


def test_stale_computes_what_waits_and_leaves_the_rest() -> None:
    forget({"mixed", "al2o3-on-li"})
    CoatingRead.objects.filter(coating__key="mixed").update(stale_since=timezone.now(), attempts=9)
    assert recompute("--stale", "--here") == "1 computed\n"
    thickness = {
        row.coating.key: row.derived["thickness"]
        for row in CoatingRead.objects.filter(paper="two-2020").select_related("coating")
    }
    assert thickness["mixed"]["low"] == pytest.approx(20.0)
    assert thickness["al2o3-on-li"] == {"missing": "forgotten"}


def test_all_computes_everything_to_the_same_values() -> None:
    before = read_rows()
    forget({"mixed", "al2o3-on-li"})
    assert recompute("--all", "--here") == f"{len(before)} computed\n"
    assert read_rows() == before
    recompute_cleanly()
    assert read_rows() == before


def test_single_records_are_computed_by_their_ids_and_strangers_refused() -> None:
    forget({"mixed", "al2o3-on-li"})
    row = CoatingRead.objects.get(coating__key="mixed")
    assert recompute(row.coating.public_id, "--here") == "1 computed\n"
    with pytest.raises(CommandError, match="no such coating or test: ASC-C999999"):
        recompute("ASC-C999999", "--here")


def test_recompute_tells_which_records_cannot_be_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = science.derive_coating

    def poisoned(inputs: science.CoatingInputs) -> dict[str, science.Result]:
        if inputs.material.key == "li-eg":
            raise ArithmeticError("poison")
        return real(inputs)

    monkeypatch.setattr(science, "derive_coating", poisoned)
    said = StringIO()
    with pytest.raises(CommandError, match="2 cannot be computed"):
        call_command("recompute", "--all", "--check", stdout=said, stderr=said)
    assert not CoatingRead.objects.exclude(derive_error="").exists()
    total = len(read_rows())
    with pytest.raises(CommandError, match=f"{total - 2} computed, 2 set aside"):
        call_command("recompute", "--all", "--here", stdout=said, stderr=said)
    assert said.getvalue().count("ArithmeticError: poison") == 4


@pytest.mark.django_db(transaction=True)
def test_through_the_workers_everything_is_marked_in_parts_and_computed(
    eager_celery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cycling.management.commands import recompute as command

    monkeypatch.setattr(command, "MARKED_AT_ONCE", 2)
    sizes: list[int] = []
    for task in (derive_coatings, derive_tests):
        monkeypatch.setattr(task, "apply_async", counted(task.apply_async, sizes))
    before = read_rows()
    forget({"mixed", "al2o3-on-li"})
    assert recompute("--all", "--timeout", "5") == f"{len(before)} computed\n"
    assert (max(sizes), sum(sizes)) == (2, len(before))
    assert read_rows() == before


def counted(send: Any, sizes: list[int]) -> Any:
    def sending(args: list[list[int]], queue: str) -> Any:
        assert queue == "bulk"
        sizes.append(len(args[0]))
        return send(args=args, queue=queue)

    return sending


def test_without_a_worker_recompute_says_that_they_stay_marked() -> None:
    with pytest.raises(CommandError, match="is a worker running"):
        recompute("--all", "--timeout", "0.1")
    assert len(marked()) == CoatingRead.objects.count() + TestRead.objects.count()


def test_records_are_walked_through_without_holding_all_their_numbers() -> None:
    derivation: Derivation[Any] = COATINGS
    steps = list(derivation.walk(step=2))
    assert [len(step) for step in steps] == [2, 2, 1]
    assert [number for step in steps for number in step] == sorted(
        CoatingRead.objects.values_list("pk", flat=True)
    )
    assert list(derivation.walk(step=2, only_waiting=True)) == []
