"""Which files the public tests name, and who may have a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from curation.permissions import may_see
from cycling.models import TestCurve
from records.document.invalid import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.models import DraftFile, Submission
    from cyclers.models import RawFile


_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def is_checksum(text: str) -> bool:
    """Whether it can name a file: nothing else is asked of the database."""
    return _CHECKSUM.fullmatch(text) is not None


def named_in_public(checksums: Iterable[str]) -> set[str]:
    """Those that a test which is public now names."""
    wanted = set(checksums)
    rows = TestCurve.objects.filter(sha256__overlap=list(wanted)).only("sha256") if wanted else ()
    return {one for row in rows for one in row.sha256} & wanted


def may_have(user: Any, file: RawFile) -> bool:
    """Anybody once a test with it is public; before that the people of its drafts."""
    if named_in_public({file.sha256}):
        return True
    drafts = file.in_drafts.select_related("submission")
    return any(may_see(user, one.submission) for one in drafts)


def files_said(document: Any) -> list[tuple[str, str]]:
    """(path, checksum) of every file that a draft's document names."""
    found = []
    tests = document.get("cycling") if isinstance(document, dict) else None
    for place, test in enumerate(tests if isinstance(tests, list) else []):
        if not isinstance(test, dict):
            continue
        cells = test.get("replicates")
        replicates = (
            [one for one in cells if isinstance(one, dict)] if isinstance(cells, list) else []
        )
        for where, holder in (
            (f"cycling[{place}].points", test),
            *(
                (f"cycling[{place}].replicates[{n}].points", one)
                for n, one in enumerate(replicates)
            ),
        ):
            points = holder.get("points")
            said = points.get("sha256") if isinstance(points, dict) else None
            listed = said if isinstance(said, list) else [said]
            found += [(f"{where}.sha256", one) for one in listed if isinstance(one, str)]
    return found


def files_told(submission: Submission) -> list[DraftFile]:
    """The files of a draft that go public with it: what each is read as, and whom it names."""
    said = {sha256 for _, sha256 in files_said(submission.document)}
    if not said:
        return []
    return list(submission.files.filter(file__sha256__in=said).select_related("file"))


def file_problems(submission: Submission) -> list[Problem]:
    """What keeps the files that a draft names from being public."""
    said = files_said(submission.document)
    if not said:
        return []
    own = {one.file.sha256: one for one in submission.files.select_related("file")}
    public = named_in_public({sha256 for _, sha256 in said} - own.keys())
    problems = []
    for path, sha256 in said:
        row = own.get(sha256)
        if row is None and sha256 not in public:
            message = f"no file with the checksum {sha256[:12]}… was uploaded with this draft"
            problems.append(Problem(path, message))
        elif row is not None and not row.shared:
            message = f"say that {row.file.name} may be shared under CC BY 4.0"
            problems.append(Problem(path, message))
        elif row is not None and row.state != "read":
            problems.append(Problem(path, f"{row.file.name} has not been read: {row.state}"))
    return problems
