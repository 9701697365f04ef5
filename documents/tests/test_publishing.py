"""Publishing: ids for ever, nothing half-written, exactly what changed is touched."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from coatings.models import Coating, CoatingRead, Material, Measurement, Process
from cycling.models import CyclingTest, TestRead
from documents.exporting import export_paper
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from documents.rehearsal import check_draft
from documents.tests.documents import VOCABULARY, paper
from literature.models import Paper
from precursors.models import Precursor, SourceTemperature
from records.document.invalid import DocumentInvalid, Problem
from records.models import Kind, PublicId

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def problems_of(data: Any) -> dict[str, str]:
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper(data)
    return {problem.path: problem.message for problem in caught.value.problems}


def test_a_published_paper_is_there_with_everything_it_says() -> None:
    done = publish_paper(paper())
    assert done.changed
    assert Paper.objects.get().citation.startswith("J. Doe and R. Roe, J. Test. Films, 2020, 5")
    coating = Coating.objects.get(key="al2o3-on-li")
    assert coating.role == "anode"
    assert [m.key for m in coating.methods.order_by("coating_links__position")] == ["Cyc", "FE-SEM"]
    conductivity = coating.measurements.get(property="ionic_conductivity")
    assert (conductivity.low, conductivity.high, conductivity.unit) == (3.6e-8, 5e-8, "S/cm")
    assert conductivity.printed == "3.6–5 × 10⁻⁸ S cm⁻¹"
    assert conductivity.conditions["temperature"] == {
        "printed": "RT",
        "qualifier": "range",
        "low": 20.0,
        "high": 25.0,
        "unit": "°C",
        "uncertainty": None,
    }
    below = Measurement.objects.get(property="thickness")
    assert (below.qualifier, below.low, below.high) == ("below", None, 3.0)
    times = coating.step_values.filter(property="time").order_by("step__position")
    assert [value.high for value in times] == [0.1, 10.0]
    assert SourceTemperature.objects.get().low == 140.0
    test = CyclingTest.objects.get(key="coated")
    assert list(test.controls.values_list("key", flat=True)) == ["bare"]
    assert CyclingTest.objects.get(key="recorded").curves.get().length == 2


def test_alternatives_subcycles_and_every_nth_cycle_are_kept() -> None:
    publish_paper(paper())
    process = Process.objects.get(material__key="li-eg")
    steps = list(process.steps.all())
    assert [step.action for step in steps] == ["subcycle", "dose", "dose", "dose"]
    assert (steps[0].repeat, steps[3].every) == (3, 4)
    assert [c.precursor.key for c in steps[1].choices.all()] == ["liotbu", "li-hmds"]
    assert process.key == "li-eg-liotbu-li-hmds-eg-co2"


def test_publishing_the_same_again_changes_nothing() -> None:
    publish_paper(paper())
    before = Coating.objects.values_list("updated", flat=True)[0]
    again = publish_paper(paper())
    assert not again.changed
    assert PaperVersion.objects.count() == 1
    assert Coating.objects.values_list("updated", flat=True)[0] == before


def test_an_export_says_the_same_as_the_document_and_loads_to_no_change() -> None:
    publish_paper(paper())
    exported = export_paper(Paper.objects.get())
    assert exported == PaperVersion.objects.get().document
    assert exported["coatings"][1]["steps"] == paper()["coatings"][1]["steps"]
    assert not publish_paper(exported).changed


def test_only_what_changed_is_written_and_marked_stale() -> None:
    publish_paper(paper())
    CoatingRead.objects.update(stale_since=None)
    TestRead.objects.update(stale_since=None)
    changed = copy.deepcopy(paper())
    changed["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    done = publish_paper(changed)
    assert len(done.records["coatings"]) == 1
    assert not done.records["cycling"]
    assert list(CoatingRead.objects.stale().values_list("coating__key", flat=True)) == [
        "li-eg-on-si"
    ]
    assert not TestRead.objects.stale()
    assert PaperVersion.objects.count() == 2


def test_a_changed_control_marks_the_tests_that_use_it() -> None:
    publish_paper(paper())
    TestRead.objects.update(stale_since=None)
    changed = copy.deepcopy(paper())
    changed["cycling"][0]["results"][0]["retention"] = "25 %"
    publish_paper(changed)
    stale = TestRead.objects.stale().values_list("test__key", flat=True)
    assert set(stale) == {"bare", "coated"}


def test_a_changed_precursor_marks_the_coatings_it_builds() -> None:
    publish_paper(paper())
    CoatingRead.objects.update(stale_since=None)
    words = copy.deepcopy(VOCABULARY)
    words["precursors"][0]["aliases"].append("Al(CH3)3")
    assert publish_vocabulary(words).keys["precursors"] == ["tma"]
    stale = CoatingRead.objects.stale().values_list("coating__key", flat=True)
    assert list(stale) == ["al2o3-on-li"]


def test_a_process_is_found_by_the_names_its_precursor_has_now() -> None:
    publish_paper(paper())
    (process,) = Process.objects.filter(precursor_keys__contains=["tma"])
    assert "aluminane" not in process.search_text
    words = copy.deepcopy(VOCABULARY)
    words["precursors"][0]["name"] = "Trimethylaluminane"
    publish_vocabulary(words)
    process.refresh_from_db()
    assert "trimethylaluminane" in process.search_text
    before = process.updated
    publish_vocabulary(words)
    process.refresh_from_db()
    assert process.updated == before


def test_a_document_with_one_bad_value_writes_nothing() -> None:
    document = copy.deepcopy(paper())
    document["coatings"][1]["measurements"][0]["value"] = "thin"
    assert "coatings[1].measurements[0].value" in problems_of(document)
    assert not Paper.objects.exists()
    assert not Coating.objects.exists()
    assert not PublicId.objects.exists()


def test_ids_are_given_once_and_kept_when_the_document_moves_to_an_empty_database() -> None:
    publish_paper(paper("first-2019", id="ASC-P000007"))
    exported = export_paper(Paper.objects.get())
    ids = [entry["id"] for entry in exported["coatings"]]
    assert ids == ["ASC-C000001", "ASC-C000002"]
    taken = paper("second-2020")
    taken["coatings"][0]["id"] = "ASC-C000002"
    assert "belongs to first-2019 li-eg-on-si" in problems_of(taken)["coatings[0].id"]
    moved = paper("second-2020")
    moved["coatings"][1]["id"] = "ASC-C000003"
    publish_paper(moved)
    numbers = Coating.objects.filter(paper__key="second-2020").order_by("position")
    assert list(numbers.values_list("pk", flat=True)) == [4, 3]


def test_a_record_that_disappears_must_be_withdrawn_with_a_reason() -> None:
    publish_paper(paper())
    shorter = copy.deepcopy(paper())
    del shorter["coatings"][1]
    assert "withdrawn" in problems_of(shorter)["coatings"]
    shorter["withdrawn"] = [{"kind": "coating", "key": "li-eg-on-si", "reason": "entered twice"}]
    done = publish_paper(shorter)
    assert done.withdrawn == ["ASC-C000002"]
    tombstone = PublicId.objects.tombstone(Kind.COATING, 2)
    assert tombstone is not None
    assert tombstone.reason == "entered twice"
    exported = export_paper(Paper.objects.get())
    assert exported["withdrawn"][0]["key"] == "li-eg-on-si"
    assert not publish_paper(exported).changed


def test_a_withdrawn_id_is_never_given_again() -> None:
    publish_paper(paper())
    shorter = copy.deepcopy(paper())
    del shorter["coatings"][1]
    shorter["withdrawn"] = [{"kind": "coating", "key": "li-eg-on-si", "reason": "a mistake"}]
    publish_paper(shorter)
    publish_paper(paper("later-2021"))
    assert sorted(Coating.objects.values_list("pk", flat=True)) == [1, 3, 4]


def test_a_bulk_update_leaves_a_trace() -> None:
    publish_paper(paper())
    before = Measurement.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    touched = Measurement.objects.filter(missing="").update(note="checked")
    events = Measurement.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    assert touched > 1
    assert events.count() == before + touched
    assert events.filter(pgh_label="update", note="checked").count() == touched


def test_history_cannot_be_rewritten() -> None:
    publish_paper(paper())
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        Measurement.pgh_event_model.objects.update(note="never")  # type: ignore[attr-defined]


def test_the_database_refuses_a_reading_that_does_not_fit_its_qualifier() -> None:
    publish_paper(paper())
    with pytest.raises(IntegrityError, match="reading_fits_qualifier"), transaction.atomic():
        Measurement.objects.filter(property="thickness").update(qualifier="exact")
    with pytest.raises(IntegrityError, match="reading_fits_qualifier"), transaction.atomic():
        Measurement.objects.filter(property="thickness").update(high=None)


def test_formula_mass_and_inchikey_come_from_the_structure() -> None:
    tma = Precursor.objects.get(key="tma")
    assert tma.formula == "C3H9Al"
    assert tma.molar_mass_g_mol == pytest.approx(72.086, abs=0.01)
    assert tma.inchikey == "JLTRXTDYQLMHGR-UHFFFAOYSA-N"
    assert sorted(tma.elements) == ["Al", "C", "H"]


def test_a_structure_that_contradicts_its_formula_is_refused() -> None:
    words = copy.deepcopy(VOCABULARY)
    words["precursors"][0]["formula"] = "C2H6Al"
    with pytest.raises(DocumentInvalid) as caught:
        publish_vocabulary(words)
    assert caught.value.problems[0].path == "precursors[0].formula"


def test_the_read_row_is_the_same_bytes_when_it_is_built_anew() -> None:
    publish_paper(paper())
    from coatings.kind import COATINGS

    before = dict(CoatingRead.objects.values_list("pk", "list_json"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coatings_coatingread")
    COATINGS.refresh(sorted(before), stale=True)
    assert dict(CoatingRead.objects.values_list("pk", "list_json")) == before


def _film(key: str, *phases: str) -> dict[str, Any]:
    made_of = {"structure": "laminate", "phases": [{"material": phase} for phase in phases]}
    return {"key": key, "name": key, "class": "inorganic", **(made_of if phases else {})}


def _vocabulary_file(folder: Path, name: str, *films: dict[str, Any]) -> None:
    document = {"schema": "asc-vocabulary/1", "materials": list(films)}
    (folder / name).write_text(json.dumps(document), encoding="utf-8")


def test_the_phases_of_a_laminate_may_stand_in_a_file_that_is_named_later(tmp_path: Path) -> None:
    _vocabulary_file(tmp_path, "1.json", _film("lam-ab", "film-b", "film-a"))
    _vocabulary_file(tmp_path, "2.json", _film("film-a"))
    _vocabulary_file(tmp_path, "3.json", _film("film-b"))
    call_command("load_papers", tmp_path, verbosity=0)
    links = Material.objects.get(key="lam-ab").phase_links.order_by("position")
    assert list(links.values_list("phase__key", flat=True)) == ["film-b", "film-a"]


def test_files_whose_laminates_need_one_another_are_refused_by_name(tmp_path: Path) -> None:
    _vocabulary_file(tmp_path, "1.json", _film("film-a"), _film("lam-ab", "film-a", "film-b"))
    _vocabulary_file(tmp_path, "2.json", _film("film-b"), _film("lam-ba", "film-b", "film-a"))
    with pytest.raises(CommandError, match=r"nothing was loaded: phases: .*1\.json"):
        call_command("load_papers", tmp_path, verbosity=0)


def test_a_phase_that_is_nowhere_is_an_error_that_names_the_field() -> None:
    words = {"schema": "asc-vocabulary/1", "materials": [_film("lam-ab", "al2o3", "al2o33")]}
    with pytest.raises(DocumentInvalid) as caught:
        publish_vocabulary(words)
    problem = Problem(
        "materials[0].phases[1].material", 'no material "al2o33" (did you mean "al2o3"?)'
    )
    assert caught.value.problems == [problem]
    assert not Material.objects.filter(key="lam-ab").exists()


@pytest.mark.usefixtures("vocabulary")
def test_publishing_asks_the_database_no_more_for_many_records_than_for_few() -> None:
    _queries_of_publishing(2)  # what is asked once in a process
    counted = {few: _queries_of_publishing(few) for few in (3, 60)}
    assert counted[3] == counted[60]


def _queries_of_publishing(count: int) -> int:
    """Queries of a first publication, with as many coatings and tests, unlike one another."""
    whole = paper(f"of-{count}")
    film, cell = whole["coatings"][0], whole["cycling"][1]
    for n in range(count):
        again = copy.deepcopy({**film, "key": f"film-{n}"})
        again["measurements"][1]["value"] = str(100 + n)
        again["steps"] = [{**again["steps"][0], "every": n + 2}, *again["steps"][1:]]
        test = {**copy.deepcopy(cell), "key": f"cell-{n}", "coating": f"film-{n}"}
        whole["coatings"].append(again)
        whole["cycling"].append(test)
    with CaptureQueriesContext(connection) as queries:
        publish_paper(whole)
    return len(queries)


def test_a_check_asks_for_coatings_of_the_papers_that_it_names_alone() -> None:
    publish_paper(paper())
    document = {**paper("later-2024"), "source_temperatures": []}
    with CaptureQueriesContext(connection) as asked:
        assert check_draft(document) == []
    assert not [one for one in asked if '"coatings_coating"' in one["sql"]]
    elsewhere = {"paper": "doe-2020", "coating": "al2o3-on-li"}
    document["cycling"].append({"key": "again", "coating": elsewhere})
    with CaptureQueriesContext(connection) as asked:
        assert check_draft(document) == []
    assert len([one for one in asked if '"coatings_coating"' in one["sql"]]) == 1
    document["cycling"][-1]["coating"] = {**elsewhere, "coating": "al2o3-on-lix"}
    assert 'did you mean "al2o3-on-li"?' in str(check_draft(document)[0])
