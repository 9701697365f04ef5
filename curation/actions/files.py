"""Cycler files of drafts: taken in, read, found again after a worker died, forgotten."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from accounts.permissions import NotAllowed
from curation.files.named import named_in_public
from curation.files.preview import preview_of
from curation.models import Submission
from curation.models.files import DraftFile, FileState
from curation.permissions import may_save
from curation.states import OPEN, check_step
from cyclers.actions import Source, forget_files, keep_file, note_reading, remember_mapping
from cyclers.models import RawFile
from cyclers.queries import reading_of, reading_of_all, remembered
from cyclers.reading.answers import answers_of
from cyclers.reading.trouble import Asked, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AT_ONCE = 3_000_000
"""Bytes of a file that is read within its request."""
MOST_IN_DRAFT = 60
MOST_READING = 5
MOST_BYTES_EACH = 2_000_000_000
"""What one person's files in open drafts may hold together."""
ATTEMPTS = 3
SILENT_S = 480
GRACE = timedelta(hours=1)
"""How long a file that nothing names is kept: a draft may be saved without it for a while."""
_RUNNING = Q(state__in=(FileState.WAITING, FileState.READING))


class TooMuch(ValueError):
    """One file, or some bytes, more than a person or a draft may have."""


@transaction.atomic
def take_file(
    *,
    submission: Submission,
    by: Any,
    source: Source,
    name: str,
    answers: dict[str, Any],
    shared: bool,
    tell: Callable[[int], None],
    goes_on_in: Sequence[str] = (),
) -> DraftFile:
    """Keep a file with a draft; a large one is read by a worker, told of it after commit.

    Raises :class:`NotAllowed`, :class:`~curation.states.WrongState`, :class:`TooMuch`, or
    :class:`Unreadable` for a file that is empty or too large, or answers that mean nothing.
    """
    if not may_save(by, submission):
        raise NotAllowed("files are for those who write this draft")
    check_step("save", submission.state)
    answers_of(answers)
    _check_others(submission, goes_on_in)
    # one after another for one person, so that no two find room for the last megabyte
    get_user_model().objects.select_for_update().get(pk=by.pk)
    file = keep_file(source=source, name=name)
    _check_room(submission, by, file)
    row, _ = DraftFile.objects.update_or_create(
        submission=submission,
        file=file,
        defaults={
            "added_by": by,
            "answers": answers,
            "goes_on_in": list(goes_on_in),
            "state": FileState.WAITING,
            "attempts": 0,
            "found": {},
            "refused": "",
            "questions": [],
            "touched": timezone.now(),
            **({"shared": True} if shared else {}),
        },
    )
    if takes_long(row):
        transaction.on_commit(lambda: tell(row.pk))
    return row


def takes_long(row: DraftFile) -> bool:
    """Whether it is read by a worker, not within its request."""
    files = RawFile.objects.filter(sha256__in=row.checksums)
    return bool((files.aggregate(size=Sum("size"))["size"] or 0) > AT_ONCE)


def _check_others(submission: Submission, named: Sequence[str], own: str = "") -> None:
    known = set(submission.files.values_list("file__sha256", flat=True)) - {own}
    if unknown := [one for one in named if one not in known]:
        raise Unreadable(f"goes_on_in: this draft has no other file {unknown[0][:12]}.")
    if len(set(named)) < len(named):
        raise Unreadable("goes_on_in: a file is named twice.")


def _check_room(submission: Submission, by: Any, file: RawFile) -> None:
    own = DraftFile.objects.filter(added_by=by, submission__state__in=OPEN)
    if submission.files.exclude(file=file).count() >= MOST_IN_DRAFT:
        raise TooMuch(f"A draft has at most {MOST_IN_DRAFT} files.")
    if own.filter(_RUNNING).exclude(file=file).count() >= MOST_READING:
        raise TooMuch(f"{MOST_READING} of your files are being read: wait for one of them.")
    kept = own.exclude(file=file).aggregate(size=Sum("file__size"))["size"] or 0
    if kept + file.size > MOST_BYTES_EACH:
        most = MOST_BYTES_EACH // 1_000_000
        raise TooMuch(f"Files of your open drafts may hold {most} MB together.")


def read_draft_file(*, number: int) -> None:
    """Read one file and keep what it says. A second reader of the same does no harm."""
    rows = DraftFile.objects.filter(pk=number)
    begun = rows.filter(_RUNNING, attempts__lt=ATTEMPTS)
    if not begun.update(
        state=FileState.READING, attempts=F("attempts") + 1, touched=timezone.now()
    ):
        return
    row = rows.select_related("file", "added_by").get()
    began = time.monotonic()

    def told(_: float) -> None:
        rows.update(seconds=time.monotonic() - began, touched=timezone.now())

    try:
        _end(rows, FileState.READ, **_read(row, told))
    except Asked as error:
        asked = [one.as_json() for one in error.questions]
        _end(rows, FileState.ASKS, refused=str(error), questions=asked)
    except Unreadable as error:
        _end(rows, FileState.REFUSED, refused=str(error))
    except SoftTimeLimitExceeded:
        _end(rows, FileState.REFUSED, refused="Reading it takes too long.")


def _read(row: DraftFile, told: Callable[[float], None]) -> dict[str, Any]:
    """What the file says; where it asks, with what was said of such a table before."""
    answers, as_before = row.answers, False
    named = {file.sha256: file for file in RawFile.objects.filter(sha256__in=row.checksums)}
    files = [named[one] for one in row.checksums if one in named]
    try:
        reading = reading_of_all(files, answers, told=told)
    except Asked as error:
        before, _ = remembered(row.added_by, _signature(error))
        if not before or before.items() <= answers.items():
            raise
        answers, as_before = {**before, **answers}, True
        reading = reading_of_all(files, answers, told=told)
    else:
        if row.answers.get("columns") or row.answers.get("units") or row.answers.get("current"):
            _remember(row)
    note_reading(file=row.file, reading=reading, answers=answers)
    found = reading.as_json() | {"preview": preview_of(reading)}
    if as_before:
        found["warnings"].insert(0, "Columns and units are taken as they were said last time.")
    return {"found": _storable(found), "answers": answers}


def _remember(row: DraftFile) -> None:
    """Once the answers made a file readable: they are for the question that it asks without."""
    cell = {k: v for k, v in row.answers.items() if k in {"cell", "starts", "sheet", "test"}}
    try:
        reading_of(row.file, cell)
    except Asked as error:
        remember_mapping(owner=row.added_by, signature=_signature(error), answers=row.answers)
    except Unreadable:
        return


def _signature(error: Asked) -> str:
    """A checksum of what is asked, which names the headers that ask for it."""
    asked = sorted([one.key, *one.choices] for one in error.questions)
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _storable(found: dict[str, Any]) -> dict[str, Any]:
    """Without the one character that PostgreSQL does not keep in JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(found).replace("\\u0000", ""))
    return plain


def _end(rows: Any, state: FileState, **columns: Any) -> None:
    rows.filter(_RUNNING).update(state=state, touched=timezone.now(), **columns)


@transaction.atomic
def tell_again(
    *,
    row: DraftFile,
    by: Any,
    answers: dict[str, Any],
    tell: Callable[[int], None],
    goes_on_in: Sequence[str] = (),
) -> None:
    """Have a file of a draft read anew, with other answers. Raises what :func:`take_file` does."""
    if not may_save(by, row.submission):
        raise NotAllowed("files are for those who write this draft")
    check_step("save", row.submission.state)
    answers_of(answers)
    _check_others(row.submission, goes_on_in, own=row.file.sha256)
    row.goes_on_in = list(goes_on_in)
    row.answers, row.state, row.attempts = answers, FileState.WAITING, 0
    row.found, row.refused, row.questions, row.touched = {}, "", [], timezone.now()
    row.save()
    if takes_long(row):
        transaction.on_commit(lambda: tell(row.pk))


@transaction.atomic
def say_shared(*, row: DraftFile, by: Any) -> None:
    """The word that a file may be shared under CC BY 4.0."""
    if not may_save(by, row.submission):
        raise NotAllowed("files are for those who write this draft")
    check_step("save", row.submission.state)
    row.shared = True
    row.save(update_fields=["shared"])


@transaction.atomic
def drop_file(*, submission: Submission, by: Any, sha256: str) -> bool:
    """Take a file out of a draft; its bytes go with the sweep where nothing else names them."""
    if not may_save(by, submission):
        raise NotAllowed("files are for those who write this draft")
    check_step("save", submission.state)
    gone, _ = submission.files.filter(file__sha256=sha256).delete()
    return bool(gone)


@transaction.atomic
def sweep_files(*, tell: Callable[[int], None]) -> int:
    """Send again what nobody reads, refuse what ends its readers, forget what nothing names."""
    now = timezone.now()
    silent = DraftFile.objects.filter(_RUNNING, touched__lt=now - timedelta(seconds=SILENT_S))
    _end(
        silent.filter(attempts__gte=ATTEMPTS),
        FileState.REFUSED,
        refused=f"Reading it ended {ATTEMPTS} times without a result.",
    )
    numbers = list(silent.values_list("pk", flat=True))
    for number in numbers:
        transaction.on_commit(lambda number=number: tell(number))  # type: ignore[misc]
    DraftFile.objects.exclude(submission__state__in=OPEN).filter(touched__lt=now - GRACE).delete()
    loose = RawFile.objects.filter(in_drafts=None, kept_at__lt=now - GRACE)
    public = named_in_public(set(loose.values_list("sha256", flat=True)))
    forget_files(numbers=loose.exclude(sha256__in=public).values_list("pk", flat=True))
    return len(numbers)
