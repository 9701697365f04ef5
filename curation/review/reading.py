"""A submission as its reviewer reads it: section by section, beside what is public."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.document.comparing import Difference, differences
from curation.document.places import section_of, sections
from curation.document.words import in_words
from curation.models import FlagAnswer, Mark
from science.properties import PROPERTIES, property_value
from science.quantities import Quantity, UnreadableValue
from science.quantities.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.checking import DraftFlag, Rehearsal
    from curation.models import Remark, Submission


@dataclass(frozen=True)
class ReadDifference:
    """A difference with the readings of both printed values."""

    difference: Difference
    old_read: str
    new_read: str


@dataclass
class AnsweredFlag:
    flag: DraftFlag
    answer: FlagAnswer | None


@dataclass
class Section:
    """One section of the paper under review."""

    name: str
    words: str
    mark: str = Mark.TODO.value
    marked_by: str = ""
    differences: list[ReadDifference] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    flags: list[AnsweredFlag] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return self.name.replace("[", "-").replace("]", "")

    @property
    def busy(self) -> bool:
        return bool(self.differences or self.remarks or self.flags)


def read_sections(submission: Submission, before: Any, seen: Rehearsal) -> list[Section]:
    """Every section of the draft, then those that are gone from it."""
    found = {name: Section(name, in_words(name)) for name in sections(submission.document)}
    found["paper"].words = "paper"
    for difference in read_differences(differences(before, submission.document)):
        name = difference.difference.section
        found.setdefault(name, Section(name, in_words(name))).differences.append(difference)
    _put_marks(submission, found)
    _put_remarks(submission, found)
    answers = {
        (answer.section, answer.code, answer.reason): answer
        for answer in FlagAnswer.objects.filter(paper_key=submission.paper_key).select_related(
            "answered_by"
        )
    }
    for flag in seen.flags:
        answer = answers.get((flag.section, flag.code, flag.reason))
        found[flag.section].flags.append(AnsweredFlag(flag, answer))
    return list(found.values())


def _put_marks(submission: Submission, found: dict[str, Section]) -> None:
    for mark in submission.marks.select_related("set_by"):
        if mark.section in found:
            found[mark.section].mark = mark.mark
            found[mark.section].marked_by = str(mark.set_by)


def _put_remarks(submission: Submission, found: dict[str, Section]) -> None:
    remarks = submission.remarks.select_related("author", "settled_by")
    threads: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in remarks:
        threads[remark.answers_id].append(remark)
    for remark in threads[None]:
        remark.thread = threads[remark.pk]  # type: ignore[attr-defined]
        name = section_of(remark.place)
        remark.words = in_words(remark.place)  # type: ignore[attr-defined]
        found.get(name, found["paper"]).remarks.append(remark)


def read_differences(changes: Iterable[Difference]) -> list[ReadDifference]:
    return [
        ReadDifference(d, as_read(d.property, d.old), as_read(d.property, d.new)) for d in changes
    ]


def as_read(key: str, printed: Any) -> str:
    """How a printed value is read, in words; empty where it is no value."""
    if not isinstance(printed, str) or key not in PROPERTIES:
        return ""
    try:
        quantity = property_value(key, printed)
    except UnreadableValue as error:
        return f"cannot be read: {error}"
    read = write(quantity) if isinstance(quantity, Quantity) else ""
    return "" if read == printed else read
