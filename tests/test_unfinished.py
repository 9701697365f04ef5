"""A record that takes its process down names nothing; it is found all the same, and set aside."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

import science
from coatings.derive import DERIVATION as COATINGS
from coatings.models import CoatingRead
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from records.models import Kind, UnfinishedBatch
from records.unfinished import ENDS_TO_BLAME, forget_settled, in_hand, left_behind
from science.inputs import CoatingInputs

pytestmark = pytest.mark.django_db(transaction=True)
_fork = multiprocessing.get_context("fork")
_LOCKED_BY_OTHERS = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def papers() -> list[int]:
    """Numbers of the coatings of four papers, two a paper; nothing is computed yet."""
    publish_vocabulary(VOCABULARY)
    for key in ("a-2020", "b-2020", "c-2020", "d-2020"):
        publish_paper(paper(key))
    return list(CoatingRead.objects.order_by("pk").values_list("pk", flat=True))


def compute_in_a_process(ids: list[int], deadly: int) -> int:
    """What a worker does with a message, in a process that record ``deadly`` brings down as the
    kernel does when memory runs out. The exit status of the process."""
    real = science.derive_coating

    def deriving(inputs: CoatingInputs) -> dict[str, science.Result]:
        if inputs.id == f"ASC-C{deadly:06d}":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(inputs)

    def life() -> None:
        connections["default"].connection = None  # the parent's socket is not ours
        connection.ensure_connection()
        science.derive_coating = deriving
        COATINGS.run(ids, only_waiting=True)

    process = _fork.Process(target=life)
    process.start()
    process.join(60)
    until_its_end_is_noticed()
    return process.exitcode or 0


def until_its_end_is_noticed() -> None:
    """A killed process says no goodbye: PostgreSQL finds its session ended a moment later, and
    then gives its locks free."""
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_LOCKED_BY_OTHERS)
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < deadline, "the session of a dead process goes on"
            time.sleep(0.01)


def test_a_record_that_kills_its_process_is_set_aside_and_the_rest_is_computed(
    papers: list[int],
) -> None:
    deadly = papers[3]
    lives = 0
    while compute_in_a_process(papers, deadly) == -signal.SIGKILL:
        lives += 1
        assert lives <= ENDS_TO_BLAME + 1, "it goes on killing"
    assert lives == ENDS_TO_BLAME + 1  # once with its batch, then alone
    bad = CoatingRead.objects.get(pk=deadly)
    assert bad.derive_error == f"{ENDS_TO_BLAME} processes ended while they computed it"
    assert (bad.attempts, bad.stale_since is None) == (1, False)
    assert list(CoatingRead.objects.stale().values_list("pk", flat=True)) == [deadly]
    assert COATINGS.waiting(limit=10) == []  # the sweep leaves it alone for two minutes
    assert not UnfinishedBatch.objects.exists()


def test_a_process_that_was_killed_by_chance_costs_its_records_no_attempt(
    papers: list[int],
) -> None:
    assert compute_in_a_process(papers, papers[0]) == -signal.SIGKILL
    assert [len(note.numbers) for note in UnfinishedBatch.objects.all()] == [len(papers)]
    report = COATINGS.run(papers, only_waiting=True)  # nothing kills it this time
    assert sorted(report.computed) == papers
    assert not CoatingRead.objects.exclude(attempts=0, derive_error="").exists()
    assert not UnfinishedBatch.objects.exists()


def test_what_a_living_process_computes_is_nobody_s_suspect(papers: list[int]) -> None:
    ours, theirs = _fork.Pipe()

    def life() -> None:
        connections["default"].connection = None
        with in_hand(Kind.COATING, papers[:2]):
            theirs.send("in hand")
            time.sleep(30)

    process = _fork.Process(target=life)
    process.start()
    assert ours.poll(30)
    assert left_behind(Kind.COATING, papers) == {}
    process.kill()
    process.join(30)
    until_its_end_is_noticed()
    assert left_behind(Kind.COATING, papers) == dict.fromkeys(papers[:2], 0)
    assert left_behind(Kind.COATING, papers) == {}


def test_a_note_is_kept_as_long_as_one_of_its_records_waits(papers: list[int]) -> None:
    compute_in_a_process(papers, papers[0])
    forget_settled(Kind.COATING, {papers[-1]})
    assert UnfinishedBatch.objects.exists()
    forget_settled(Kind.TEST, set())
    assert UnfinishedBatch.objects.exists()
    forget_settled(Kind.COATING, set())
    assert not UnfinishedBatch.objects.exists()


def test_a_record_set_aside_is_tried_again_after_its_pause_and_heals(papers: list[int]) -> None:
    deadly = papers[3]
    while compute_in_a_process(papers, deadly) == -signal.SIGKILL:
        pass
    marked = timezone.now() - timedelta(minutes=2)
    CoatingRead.objects.filter(pk=deadly).update(stale_since=marked)
    assert COATINGS.waiting(limit=10) == [deadly]
    assert COATINGS.run([deadly]).computed == [deadly]
    healed = CoatingRead.objects.get(pk=deadly)
    assert (healed.derive_error, healed.attempts, healed.stale_since) == ("", 0, None)
