"""A submission as its reviewer reads it: section by section, beside what is public."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

from curation.models import FlagAnswer, Mark, ProblemReport
from curation.review.gaps import gaps_of
from curation.review.names import Names, items_by_section
from curation.review.value_lines import AnsweredFlag, Kind, Value, read_values
from documents.places import leaves, section_of, sections
from documents.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from curation.models import Remark, Submission
    from documents.rehearsal import Rehearsal


SECTIONS = 50
"""on one page of a review"""


def _is_spoken_of(value: Value) -> bool:
    spoken = value.remarks or value.flags or value.reports
    return value.kind != "same" or bool(spoken)


def section_anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", name).strip("-")


@dataclass
class Section:
    """One section of the paper under review."""

    name: str
    title: str
    key: str = ""
    twin: bool = False
    """whether another section has the same title: then the key tells them apart"""
    kind: Kind = "same"
    mark: str = Mark.TODO.value
    marked_by: str = ""
    values: list[Value] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    """on the section as a whole, or on a value that is no longer there"""
    flags: list[AnsweredFlag] = field(default_factory=list)
    reports: list[ProblemReport] = field(default_factory=list)
    """what readers reported of the record as a whole"""
    gaps: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return section_anchor(self.name)

    def holds_anchor(self, anchor: str) -> bool:
        """Whether the anchor is on this section: its own, a value's or a remark's."""
        every = [*self.remarks, *(r for v in self.values for r in v.remarks)]
        threads = [one for r in every for one in (r, *getattr(r, "thread", []))]
        return (
            self.anchor == anchor
            or any(v.anchor == anchor for v in self.values)
            or any(f"r-{r.pk}" == anchor for r in threads)
        )

    @property
    def label(self) -> str:
        return f"{self.title} ({self.key})" if self.twin else self.title

    @property
    def differing(self) -> list[Value]:
        """Values to look at: what changed, and what somebody speaks of."""
        return [v for v in self.values if _is_spoken_of(v)]

    @property
    def as_public(self) -> list[Value]:
        return [v for v in self.values if not _is_spoken_of(v)]

    @property
    def every_flag(self) -> list[AnsweredFlag]:
        return [*self.flags, *(f for v in self.values for f in v.flags)]

    @property
    def unanswered(self) -> int:
        return sum(one.answer is None for one in self.every_flag)

    @property
    def asked(self) -> list[Remark]:
        """Questions that nobody settled."""
        every = [*self.remarks, *(r for v in self.values for r in v.remarks)]
        return [r for r in every if r.question and r.settled_at is None]

    @property
    def questions(self) -> int:
        return len(self.asked)

    @property
    def speaks(self) -> bool:
        """Whether a reviewer has to look at it."""
        spoken = self.remarks or any(v.remarks for v in self.values)
        reported = self.reports or any(v.reports for v in self.values)
        return self.kind != "same" or bool(spoken or reported) or self.mark == Mark.ATTENTION


def read_sections(submission: Submission, before: Any, seen: Rehearsal) -> list[Section]:
    """Every section of the draft, then those that are gone from it."""
    names = Names(submission.vocabulary)
    document = submission.document
    values = read_values(before, document, names)
    was, now = items_by_section(before), items_by_section(document)
    found: dict[str, Section] = {}
    for name in dict.fromkeys([*sections(document), *values]):
        own = values.get(name, [])
        found[name] = section = Section(name, "The paper", values=own, kind=_kind(own))
        item = now.get(name) or was.get(name)
        if name != "paper":
            listed, _, key = name.rstrip("]").partition("[")
            section.title = names.record(listed, item) if item else in_words(name)
            section.key = key
        if name in now:
            section.gaps = gaps_of(name, now[name])
    titles = Counter(section.title for section in found.values())
    for section in found.values():
        section.twin = titles[section.title] > 1
    _put_marks(submission, found)
    _put_remarks(submission, found)
    _put_flags(submission, found, seen)
    _put_reports(before, found)
    return list(found.values())


def _kind(values: Iterable[Value]) -> Kind:
    """New, gone or the same where all of it is; else changed."""
    kinds = {value.kind for value in values}
    return kinds.pop() if len(kinds) == 1 else "changed" if kinds else "same"


def _put_marks(submission: Submission, found: dict[str, Section]) -> None:
    for mark in submission.marks.select_related("set_by"):
        if mark.section in found:
            found[mark.section].mark = mark.mark
            found[mark.section].marked_by = str(mark.set_by)


def _put_remarks(submission: Submission, found: dict[str, Section]) -> None:
    """Each remark beside the value it is about; else with its section."""
    threads: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in submission.remarks.select_related("author", "settled_by"):
        threads[remark.answers_id].append(remark)
    for remark in threads[None]:
        remark.thread = threads[remark.pk]  # type: ignore[attr-defined]
        remark.words = in_words(remark.place)  # type: ignore[attr-defined]
        section = found.get(section_of(remark.place), found["paper"])
        value = _value_at(section, remark.place)
        (value or section).remarks.append(remark)


def _put_flags(submission: Submission, found: dict[str, Section], seen: Rehearsal) -> None:
    answers = {
        (answer.section, answer.code, answer.reason): answer
        for answer in FlagAnswer.objects.filter(paper_key=submission.paper_key).select_related(
            "answered_by"
        )
    }
    places = {leaf.path: leaf.place for leaf in leaves(submission.document)}
    for flag in seen.flags:
        answered = AnsweredFlag(flag, answers.get((flag.section, flag.code, flag.reason)))
        section = found[flag.section]
        value = _value_at(section, places.get(flag.path, ""))
        (value or section).flags.append(answered)


def _put_reports(before: Any, found: dict[str, Section]) -> None:
    """What readers reported of the published records, and nobody answered yet."""
    records = {item["id"]: name for name, item in items_by_section(before).items() if "id" in item}
    if isinstance(before, dict) and before.get("id"):
        records[before["id"]] = "paper"
    for report in ProblemReport.objects.open().filter(record__in=records):
        name = records[report.record]
        place = report.place if name == "paper" or not report.place else f"{name}.{report.place}"
        value = _value_at(found[name], place)
        (value or found[name]).reports.append(report)


def _value_at(section: Section, place: str) -> Value | None:
    """The value that a lasting place belongs to: its own, or anything said beside it."""
    if not place:
        return None
    return next((v for v in section.values if v.holds(place)), None)


@dataclass(frozen=True)
class Tally:
    """What a reviewer has before them, in numbers."""

    records: Counter[str]
    values: Counter[str]
    unanswered: int
    asked: list[Remark]
    attention: list[Section]
    passed: int
    to_see: int

    @property
    def questions(self) -> int:
        return len(self.asked)

    @property
    def differing(self) -> int:
        return sum(count for kind, count in self.values.items() if kind != "same")


def tally_of(found: list[Section]) -> Tally:
    speaking = [section for section in found if section.speaks]
    return Tally(
        records=Counter(section.kind for section in found if section.name != "paper"),
        values=Counter(value.kind for section in found for value in section.values),
        unanswered=sum(section.unanswered for section in speaking),
        asked=[remark for section in found for remark in section.asked],
        attention=[section for section in found if section.mark == Mark.ATTENTION],
        passed=sum(section.mark == Mark.PASSED for section in speaking),
        to_see=sum(section.kind != "removed" for section in speaking),
    )


def lost_place(sections: list[Section], asked: Mapping[str, str]) -> str:
    """The anchor that is asked for where nothing has it (any more)."""
    anchor = asked.get("at", "")
    return "" if any(one.holds_anchor(anchor) for one in sections) else anchor[:120]


def page_of(sections: list[Section], asked: Mapping[str, str]) -> Page[Section]:
    """Those on one page, those to be looked at first: on the ``page`` that is asked for, or on that
    of the anchor ``at``."""
    ordered = sorted(sections, key=lambda section: not section.speaks)
    number: str | int | None = asked.get("page")
    if number is None and (anchor := asked.get("at")):
        at = next((n for n, one in enumerate(ordered) if one.holds_anchor(anchor)), 0)
        number = at // SECTIONS + 1
    return Paginator(ordered, SECTIONS).get_page(number)
