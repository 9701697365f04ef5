"""Candidates that wait beside a draft, unconfirmed, until somebody confirms or rejects them.

This is the one place that decides what becomes of them: they are no part of the document, so that
nothing of them is checked, handed in or published; confirming puts a value through the same door as
the form, and forgets the candidate.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from curation.actions.submissions import lock, save_submission
from curation.candidates.taking import Result, Taken, Target, take
from curation.entry.finishing import finish
from curation.models import DraftCandidate, HeadMemory, Submission
from curation.permissions import check_may
from curation.states import check_step
from records.document.invalid import DocumentInvalid, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_WAITING = 2_000


@transaction.atomic
def keep(
    *, submission: Submission, by: Any, answer: Mapping[str, Any], at: str = ""
) -> list[DraftCandidate]:
    """Put found values beside a draft; those that wait there already are not kept twice.

    Raises :class:`NotAllowed`, :class:`WrongState` and :class:`DocumentInvalid` (too many)."""
    stored = lock(submission)
    check_may(by, "save", stored)
    check_step("save", stored.state)
    records = {record["ref"]: record for record in answer["records"]}
    waiting = [(row.found, row.record, row.at) for row in stored.candidates.all()]
    rows = []
    for found in answer["candidates"]:
        one = (found, records.get(found["record"] or "", {}), at)
        if one in waiting:
            continue
        waiting.append(one)
        rows.append(
            DraftCandidate(submission=stored, found=one[0], record=one[1], at=at, given_by_id=by.pk)
        )
    if len(waiting) > MOST_WAITING:
        message = f"more than {MOST_WAITING} values would wait here: confirm or reject some first"
        raise DocumentInvalid([Problem("candidates", message)])
    return DraftCandidate.objects.bulk_create(rows)


@transaction.atomic
def decide(
    *,
    submission: Submission,
    by: Any,
    confirm: list[dict[str, Any]],
    reject: list[int],
    expected_revision: int | None = None,
) -> Result:
    """Confirm some, changed or as they are, and reject others. Each confirmed one names its ``id``
    and may say ``property``, ``value`` and ``record`` (a key of the draft) anew.

    Raises what saving raises, and :class:`DocumentInvalid` for what cannot be confirmed."""
    stored = submission
    check_may(by, "save", stored)
    check_step("save", stored.state)
    rows = {row.pk: row for row in stored.candidates.all()}
    problems = [
        Problem(f"{name}[{i}]", f"no candidate {number} waits here")
        for name, numbers in (("confirm", [c.get("id") for c in confirm]), ("reject", reject))
        for i, number in enumerate(numbers)
        if number not in rows
    ]
    if problems:
        raise DocumentInvalid(problems)
    targets: dict[str, Target] = {}
    by_place: dict[tuple[str, str], list[Taken]] = {}
    for i, said in enumerate(confirm):
        row = rows[said["id"]]
        ref = str(said.get("record") or row.found.get("record") or "")
        key = str(said.get("property") or row.found.get("property") or "")
        value = str(said.get("value") or row.found.get("value") or "")
        for name, text in (("record", ref), ("property", key), ("value", value)):
            if not text:
                problems.append(Problem(f"confirm[{i}].{name}", "is open: say it"))
        targets.setdefault(ref, target_of(row.record, ref, stored.document))
        taken = Taken(
            ref, key, value, at_cycle=str(row.found.get("at_cycle") or ""),
            conditions=dict(row.found.get("conditions") or {}),
        )  # fmt: skip
        extraction = "table" if row.found.get("cell") else "text"
        by_place.setdefault((row.at, extraction), []).append(taken)
    if problems:
        raise DocumentInvalid(problems)
    result = put(stored, targets, by_place)
    if result.left:
        raise DocumentInvalid([Problem("confirm", text) for text in result.left])
    save(stored, by, result, expected_revision or stored.revision)
    stored.candidates.filter(pk__in=[*reject, *(c["id"] for c in confirm)]).delete()
    return result


def target_of(record: Mapping[str, Any], ref: str, document: Mapping[str, Any]) -> Target:
    """Where values of a named record go: to the record of the draft that is called by ``ref``."""
    for kind, section in (("coating", "coatings"), ("test", "cycling")):
        items = document.get(section)
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and item.get("key") == ref:
                return Target(kind, key=ref)
    said: dict[str, Any] = {
        name: str(record.get(name) or "") for name in ("name", "film", "on", "coating", "control")
    }
    return Target(str(record.get("kind") or "coating"), bare=bool(record.get("bare")), **said)


def put(
    draft: Submission,
    targets: dict[str, Target],
    by_place: Mapping[tuple[str, str], list[Taken]],
) -> Result:
    """The document of the draft with confirmed values, by the place and way they were read."""
    result = Result(draft.document)
    for (at, extraction), values in by_place.items():
        one = take(result.document, targets, values, at=at, extraction=extraction)
        result = Result(one.document, result.taken + one.taken, [*result.left, *one.left])
        for ref, target in targets.items():  # a record that was made is there for the next place
            target.key = one.keys.get(ref, target.key)
    return result


def save(draft: Submission, by: Any, result: Result, expected_revision: int | None) -> Submission:
    """Through the door of the form: words by their keys, keys proposed, a revision kept."""
    others = Submission.objects.under_way().exclude(pk=draft.pk)
    document = finish(
        result.document, draft.vocabulary, taken=list(others.values_list("paper_key", flat=True))
    )
    return save_submission(
        submission=draft, by=by, document=document, vocabulary=None,
        expected_revision=expected_revision,
    )  # fmt: skip


# --- what heads were read as ---------------------------------------------------------------------
def remembered(by: Any, paper_key: str) -> dict[str, str]:
    """Property by head: as last in this paper, else by this curator, else by most of the house."""
    house: dict[str, Counter[str]] = {}
    own: dict[str, str] = {}
    here: dict[str, str] = {}
    for row in HeadMemory.objects.order_by("used"):
        house.setdefault(row.head, Counter())[row.property] += 1
        if row.person_id == by.pk:
            own[row.head] = row.property
            if row.paper_key == paper_key:
                here[row.head] = row.property
    most = {head: counts.most_common(1)[0][0] for head, counts in house.items()}
    return {**most, **own, **here}


def remember(by: Any, paper_key: str, heads: Mapping[str, str]) -> None:
    """Keep what heads were read as, by head."""
    rows = [
        HeadMemory(
            person_id=by.pk, paper_key=paper_key, head=head, property=key, used=timezone.now()
        )
        for head, key in heads.items()
        if head and key and len(head) <= 200
    ]
    HeadMemory.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "paper_key", "head"],
        update_fields=["property", "used"],
    )
