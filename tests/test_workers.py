"""Celery for real: a published change is computed by a worker process, and a killed worker or a
lost message costs time, never correctness."""

from __future__ import annotations

import copy
import time
from typing import TYPE_CHECKING, Any

import pytest

from coatings.derive import DERIVATION as COATINGS
from coatings.models import CoatingRead
from coatings.tasks import sweep_coatings
from curation.publishing import publish_paper, publish_vocabulary
from curation.tests.documents import VOCABULARY, paper
from cycling.derive import DERIVATION as TESTS
from cycling.models import TestRead
from cycling.tasks import sweep_tests

if TYPE_CHECKING:
    from asc_kb.testing.fixtures import Worker

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def wait_until_fresh() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while CoatingRead.objects.stale().exists() or TestRead.objects.stale().exists():
        assert time.monotonic() < deadline, "still stale"
        time.sleep(0.05)


def values() -> dict[str, Any]:
    """Every derived value, the time it was computed at apart."""
    rows = [*CoatingRead.objects.order_by("pk"), *TestRead.objects.order_by("pk")]
    return {
        f"{row} {key}": {name: item for name, item in value.items() if name != "computed_at"}
        for row in rows
        for key, value in row.derived.items()
    }


def test_a_worker_computes_what_is_published(worker: Worker) -> None:
    publish_vocabulary(VOCABULARY)
    worker.start()
    publish_paper(paper())
    wait_until_fresh()
    row = CoatingRead.objects.get(coating__key="al2o3-on-li")
    assert (row.technique, row.material_class, row.elements) == ("ALD", "inorganic", ["Al", "O"])
    thickness = row.derived["thickness"]
    assert thickness["low"] == pytest.approx(20.0)  # 200 cycles × 1 Å
    assert {item["what"] for item in thickness["inputs"]} == {"growth_per_cycle", "cycles"}
    resistance = row.derived["area_specific_resistance"]
    assert resistance["low"] == pytest.approx(20e-7 / 5e-8)  # 20 nm over 5×10⁻⁸ S/cm → 40 Ω cm²
    assert row.derived["molar_mass"]["low"] == pytest.approx(101.96, abs=0.01)
    test = TestRead.objects.get(test__key="coated")
    assert test.derived["retention_at_200"]["low"] == 80.0
    assert test.derived["retention_gain"]["low"] == 60.0


def test_with_the_worker_killed_the_mark_stays_and_the_sweep_heals_it(worker: Worker) -> None:
    publish_vocabulary(VOCABULARY)
    worker.start()
    publish_paper(paper())
    wait_until_fresh()
    worker.kill()
    changed = copy.deepcopy(paper())
    changed["coatings"][0]["measurements"][1]["value"] = "400"
    publish_paper(changed)
    assert CoatingRead.objects.stale().count() == 1
    before = CoatingRead.objects.get(coating__key="al2o3-on-li")
    assert before.derived["thickness"]["low"] == pytest.approx(20.0)
    worker.start()
    sweep_coatings()
    sweep_tests()
    wait_until_fresh()
    after = CoatingRead.objects.get(coating__key="al2o3-on-li")
    assert after.derived["thickness"]["low"] == pytest.approx(40.0)
    healed = values()
    COATINGS.run(list(CoatingRead.objects.values_list("pk", flat=True)))
    TESTS.run(list(TestRead.objects.values_list("pk", flat=True)))
    assert values() == healed


def test_a_broker_that_cannot_be_reached_does_not_stop_a_publication(
    monkeypatch: pytest.MonkeyPatch, eager_celery: None
) -> None:
    from coatings import tasks

    def unreachable(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError("no broker")

    publish_vocabulary(VOCABULARY)
    monkeypatch.setattr(tasks.derive_coatings, "apply_async", unreachable)
    publish_paper(paper())
    assert CoatingRead.objects.stale().count() == 2


def test_the_same_message_twice_computes_the_same(eager_celery: None) -> None:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    first = values()
    COATINGS.run(list(CoatingRead.objects.values_list("pk", flat=True)))
    assert values() == first


def test_a_record_that_cannot_be_computed_is_set_aside_and_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import science

    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    real = science.derive_coating

    def poisoned(inputs: science.CoatingInputs) -> dict[str, science.Result]:
        if inputs.material.key == "li-eg":
            raise ArithmeticError("poison")
        return real(inputs)

    monkeypatch.setattr(science, "derive_coating", poisoned)
    report = COATINGS.run([1, 2])
    assert report.computed == [1]
    bad = CoatingRead.objects.get(pk=2)
    assert bad.stale_since is not None
    assert bad.derive_error == "ArithmeticError: poison"
    monkeypatch.setattr(science, "derive_coating", real)
    sweep_waits_for = COATINGS.waiting(limit=10)
    assert sweep_waits_for == [2]
    COATINGS.run(sweep_waits_for)
    assert CoatingRead.objects.get(pk=2).derive_error == ""


def test_a_new_recipe_version_makes_fresh_results_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    import science

    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    COATINGS.run([1, 2])
    assert COATINGS.waiting(limit=10) == []
    monkeypatch.setattr(science, "recipe_digest", lambda subject: "another")
    assert COATINGS.waiting(limit=10) == [1, 2]


def test_a_batch_reads_the_same_number_of_queries_whatever_its_size(
    django_assert_max_num_queries: Any,
) -> None:
    publish_vocabulary(VOCABULARY)
    for key in ("a-2001", "b-2002", "c-2003"):
        publish_paper(paper(key))
    ids = list(CoatingRead.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(40) as one:
        COATINGS.run(ids[:1])
    with django_assert_max_num_queries(len(one.captured_queries)):
        COATINGS.run(ids)
