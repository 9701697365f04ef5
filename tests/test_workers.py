"""Celery for real: a published change is computed by a worker process, and a killed worker or a
lost message costs time, never correctness."""

from __future__ import annotations

import copy
import threading
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from ruamel.yaml import YAML

import coatings.tasks as coating_tasks
import science
from asc_kb.celery import app
from asc_kb.testing.fixtures import Worker
from coatings import derive
from coatings.derive import DERIVATION as COATINGS
from coatings.models import CoatingRead
from coatings.read_row import READ_ROWS
from coatings.tasks import derive_coatings, sweep_coatings
from cycling.derive import DERIVATION as TESTS
from cycling.models import TestRead
from cycling.tasks import derive_tests, sweep_tests
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from records.deriving import MAX_ATTEMPTS, TROUBLE
from records.kinds import record_kind
from records.queueing import BULK
from tests.derived_state import poison, wait_until_fresh

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)


def values() -> dict[str, Any]:
    """Every derived value, the time it was computed at apart."""
    rows = [*CoatingRead.objects.order_by("pk"), *TestRead.objects.order_by("pk")]
    return {
        f"{row} {key}": {name: item for name, item in value.items() if name != "computed_at"}
        for row in rows
        for key, value in row.derived.items()
    }


@pytest.mark.stack
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


@pytest.mark.stack
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
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    heal = poison(monkeypatch)
    report = COATINGS.run([1, 2])
    assert report.computed == [1]
    bad = CoatingRead.objects.get(pk=2)
    assert bad.stale_since is not None
    assert bad.derive_error == "ArithmeticError: poison"
    heal()
    assert COATINGS.waiting(limit=10) == []
    hold_since(2, minutes=2)
    assert COATINGS.waiting(limit=10) == [2]
    COATINGS.run([2])
    healed = CoatingRead.objects.get(pk=2)
    assert (healed.derive_error, healed.attempts, healed.stale_since) == ("", 0, None)


def hold_since(number: int, *, minutes: float) -> None:
    """As if the coating had been marked so long ago."""
    marked = timezone.now() - timedelta(minutes=minutes)
    CoatingRead.objects.filter(pk=number).update(stale_since=marked)


def test_a_record_that_fails_waits_twice_as_long_each_time_and_is_then_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    COATINGS.run([1, 2])
    CoatingRead.objects.filter(pk=1).update(stale_since=timezone.now())
    for attempts, minutes in ((1, 2), (2, 4), (3, 8), (4, 16)):
        CoatingRead.objects.filter(pk=1).update(attempts=attempts)
        hold_since(1, minutes=minutes - 0.5)
        assert COATINGS.waiting(limit=10) == []
        hold_since(1, minutes=minutes)
        assert COATINGS.waiting(limit=10) == [1]
    CoatingRead.objects.filter(pk=1).update(attempts=MAX_ATTEMPTS)
    hold_since(1, minutes=60 * 24 * 365)
    assert COATINGS.waiting(limit=10) == []
    monkeypatch.setattr(science, "recipe_digest", lambda subject: "another")
    assert COATINGS.waiting(limit=10) == [1, 2]


def test_a_record_that_breaks_its_whole_batch_is_found_and_set_aside_alone() -> None:
    publish_vocabulary(VOCABULARY)
    for key in ("a-2020", "b-2020", "c-2020"):
        publish_paper(paper(key))
    ids = list(CoatingRead.objects.order_by("pk").values_list("pk", flat=True))

    def broken(fact: Any, row: Any) -> str:
        if fact.coating.pk == ids[3]:
            raise ValueError("cannot be written")
        return "{}"

    report = replace(COATINGS, read_rows=replace(READ_ROWS, list_json=broken)).run(ids)
    assert report.failed == {ids[3]: "ValueError: cannot be written"}
    assert sorted(report.computed) == [number for number in ids if number != ids[3]]
    bad = CoatingRead.objects.exclude(derive_error="").get()
    assert (bad.pk, bad.attempts, bad.stale_since is None) == (ids[3], 1, False)
    assert CoatingRead.objects.stale().count() == 1


def test_trouble_with_the_database_is_no_fault_of_a_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())

    def cut(ids: Sequence[int]) -> list[Any]:
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(
        derive, "DERIVATION", replace(COATINGS, read_rows=replace(READ_ROWS, read=cut))
    )
    with pytest.raises(OperationalError):
        derive.DERIVATION.run([1, 2])
    assert CoatingRead.objects.filter(attempts=0, derive_error="").count() == 2


def test_every_task_that_computes_tries_again_with_growing_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def cut(ids: Sequence[int], **options: object) -> None:
        calls.append(ids)
        if len(calls) < 3:
            raise OperationalError("the database system is starting up")

    for task in (derive_coatings, derive_tests, sweep_coatings, sweep_tests):
        assert set(task.autoretry_for) == set(TROUBLE)
        assert (task.retry_backoff, task.retry_jitter, task.max_retries) == (1, True, 6)
    monkeypatch.setattr(coating_tasks, "DERIVATION", SimpleNamespace(run=cut))
    derive_coatings.apply(args=[[1]]).get()
    assert calls == [[1], [1], [1]]


def test_a_row_in_other_hands_is_left_to_them_by_a_message_and_awaited_when_asked_for_all() -> None:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    holding, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(CoatingRead.objects.select_for_update().filter(pk=1))
            holding.set()
            let_go.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert holding.wait(30)
    report = COATINGS.run([1, 2], only_waiting=True)
    assert report.computed == [2]
    assert CoatingRead.objects.stale().count() == 1
    threading.Timer(0.3, let_go.set).start()
    assert sorted(COATINGS.run([1, 2]).computed) == [1, 2]
    assert let_go.is_set()
    other.join()


def test_a_new_recipe_version_makes_fresh_results_wait(monkeypatch: pytest.MonkeyPatch) -> None:
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
    with django_assert_max_num_queries(48) as one:
        COATINGS.run(ids[:1])
    with django_assert_max_num_queries(len(one.captured_queries)):
        COATINGS.run(ids)


def sent_messages(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Queue and number of ids of every message that is sent from now on."""
    sent: list[tuple[str, int]] = []

    def keep(args: list[list[int]], queue: str) -> None:
        sent.append((queue, len(args[0])))

    monkeypatch.setattr(derive_coatings, "apply_async", keep)
    return sent


def test_edits_and_bulk_jobs_go_to_queues_of_their_own_in_messages_of_bounded_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = sent_messages(monkeypatch)
    record_kind("coatings").enqueue(range(1, BULK + 1))
    record_kind("coatings").enqueue(range(1, 2 * BULK + 2))
    record_kind("coatings").enqueue([7], bulk=True)
    record_kind("coatings").enqueue([])
    assert sent == [("edits", BULK), ("bulk", BULK), ("bulk", BULK), ("bulk", 1), ("bulk", 1)]


def test_whoever_publishes_looks_for_a_lost_broker_once_not_once_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = []

    def unreachable(**options: object) -> None:
        looks.append(options)
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(derive_coatings, "apply_async", unreachable)
    record_kind("coatings").enqueue(range(1, 10 * BULK))
    assert len(looks) == 1


def test_every_queue_has_a_worker_of_its_own_here_and_in_the_containers() -> None:
    queues = {queue.name for queue in app.conf.task_queues}
    stack = (settings.BASE_DIR / "asc_kb" / "embedded" / "stack.py").read_text()
    compose = YAML(typ="safe", pure=True).load(
        (settings.BASE_DIR / "docker-compose.yml").read_text()
    )
    commands = [service.get("command", []) for service in compose["services"].values()]
    workers = [command for command in commands if "worker" in command]
    assert len(workers) == len(queues)
    for queue in queues:
        assert stack.count(f'"--queues={queue}"') == 1
        assert sum(f"--queues={queue}" in command for command in workers) == 1


@pytest.mark.stack
def test_an_edit_is_visible_while_a_full_recompute_goes_on(worker: Worker, tmp_path: Path) -> None:
    publish_vocabulary(VOCABULARY)
    for number in range(20):
        publish_paper(paper(f"paper-{number:03d}"))
    CoatingRead.objects.update(stale_since=None)
    TestRead.objects.update(stale_since=None)
    worker.queues = "edits"
    bulk = Worker(tmp_path, name="bulk", queues="bulk")
    worker.start()
    bulk.start()
    try:
        publish_paper(edited(19, "300"))
        wait_until_fresh()
        waited: list[int] = []
        for round_ in range(8):
            full_recompute()
            publish_paper(edited(19, str(400 + round_)))
            row = CoatingRead.objects.get(paper="paper-019", material="al2o3")
            while row.stale_since is not None:
                time.sleep(0.01)
                row.refresh_from_db()
            waited.append(CoatingRead.objects.stale().count())
            assert row.derived["thickness"]["low"] == pytest.approx((400 + round_) / 10)
            wait_until_fresh()
            if waited[-1] > 5:
                break
        assert waited[-1] > 5, f"the full recompute was over each time: {waited} still stale"
    finally:
        bulk.kill()


def edited(number: int, cycles: str) -> dict[str, Any]:
    document = copy.deepcopy(paper(f"paper-{number:03d}"))
    document["coatings"][0]["measurements"][1]["value"] = cycles
    return document


def full_recompute() -> None:
    """Every coating marked, and asked for one by one, which takes longest."""
    CoatingRead.objects.update(stale_since=timezone.now())
    for number in CoatingRead.objects.order_by("pk").values_list("pk", flat=True):
        record_kind("coatings").enqueue([number], bulk=True)
