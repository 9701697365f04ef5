"""Everything that is wrong or doubtful in a draft: asked by pages, REST and handing in alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curation.files.named import file_problems
from curation.lookup.same import same_citation, same_papers
from documents.rehearsal import DraftFlag, check_draft, rehearse
from records.document.invalid import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from curation.models import Submission
    from documents.rehearsal import Rehearsal


@dataclass
class Checked:
    """Problems keep a draft from being handed in; what was seen at the rehearsal does not."""

    problems: list[Problem]
    seen: Rehearsal


def problems_of(draft: Submission) -> list[Problem]:
    """What the check says, without publishing anything to see."""
    found = [_said(one) for one in check_draft(draft.document, draft.vocabulary)]
    return [*found, *file_problems(draft), *_another_paper(draft)]


def _said(one: Problem) -> Problem:
    """The key of a paper comes by itself in the form: who has none yet is told from what."""
    if (one.path, one.message) != ("key", "is required"):
        return one
    return Problem(one.path, "comes by itself with the first author and the year; or give one")


def checked(draft: Submission, *, first: Collection[str] = frozenset()) -> Checked:
    """Problems and flags of a draft; nothing is kept, and nothing is raised."""
    return with_rehearsal(draft, rehearse(draft.document, draft.vocabulary, first=first))


def with_rehearsal(draft: Submission, seen: Rehearsal) -> Checked:
    """The same, where the rehearsal was held before."""
    named = {flag.code for flag in seen.flags}
    if "same_paper" not in named:
        seen.flags += _same_paper(draft)
    return Checked([*problems_of(draft), *seen.refused], seen)


def _another_paper(draft: Submission) -> Iterator[Problem]:
    """A key that is another paper's would make a new version of that one."""
    if draft.base is None or draft.document.get("id"):
        return
    public, own = draft.base.document["citation"], draft.document.get("citation")
    if isinstance(own, dict) and own and not same_citation(own, public):
        paper = draft.base.paper
        yield Problem(
            "key",
            f'"{draft.paper_key}" is {paper.public_id}, {paper.short}: take another key, or give '
            f"its `id` where this is that paper",
        )


def _same_paper(draft: Submission) -> Iterator[DraftFlag]:
    citation = draft.document.get("citation")
    if not isinstance(citation, dict):
        return
    for one in same_papers(citation):
        if one.by != "DOI" and one.paper.key != draft.paper_key:
            reason = f"{one.paper.public_id} ({one.paper.citation}) has the same {one.by}"
            yield DraftFlag("citation", "paper", "same_paper", "serious", reason)
