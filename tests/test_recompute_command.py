"""``manage.py recompute`` does, and says, what is asked."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from coatings.derive import DERIVATION as COATINGS
from coatings.models import CoatingRead
from coatings.tasks import derive_coatings
from cycling.models import TestRead
from cycling.tasks import derive_tests
from records.deriving import Derivation
from tests.derived_state import poison, read_rows, recompute_cleanly
from tests.two_papers import marked, publish_two

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    publish_two()


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
    poison(monkeypatch)
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
    from records.management.commands import recompute as command

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


def test_without_a_worker_recompute_says_so_early_and_that_they_stay_marked() -> None:
    said = StringIO()
    with pytest.raises(CommandError, match="is a worker running"):
        call_command("recompute", "--all", "--timeout", "0.5", stdout=said, stderr=said)
    assert said.getvalue().count("No worker has taken any of them yet") == 1
    assert len(marked()) == CoatingRead.objects.count() + TestRead.objects.count()


def test_records_are_walked_through_without_holding_all_their_numbers() -> None:
    derivation: Derivation[Any] = COATINGS
    steps = list(derivation.walk(step=2))
    assert [len(step) for step in steps] == [2, 2, 1]
    assert [number for step in steps for number in step] == sorted(
        CoatingRead.objects.values_list("pk", flat=True)
    )
    assert list(derivation.walk(step=2, only_waiting=True)) == []
