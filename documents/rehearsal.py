"""What is wrong or implausible in a draft, without keeping anything of it.

The check reads words and values. The rehearsal goes further: it publishes what of the draft can be
published inside a savepoint, derives there, takes the flags, and rolls everything back. It never
waits long for locks or answers (:mod:`documents.waiting`).
"""

from __future__ import annotations

import copy
import logging
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, transaction

from documents.bounds import too_large
from documents.check import check_paper, check_vocabulary
from documents.doubts import doubts_of
from documents.left_open import left_open
from documents.places import item_names, leaves
from documents.publishing import on_record, publish_paper, publish_vocabulary
from documents.waiting import bound_waiting
from documents.windows import windows
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import record_kinds, term_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from documents.publishing import Published

log = logging.getLogger(__name__)

LARGEST = 60
"""Records that are rehearsed at once: publications wait meanwhile."""
AT_MOST_S = 6.0
"""Seconds after which no further part of a long draft is begun."""
_ROUNDS = 6
_PART = re.compile(r"^(vocabulary\.)?([a-z_]+)\[(\d+)\](?:\.([a-z_]+)\[(\d+)\])?")
_STAND_IN = {"type": "article-journal", "author": [{"literal": "Draft"}], "issued": "2000"}

_LEFT_OUT_ALONE = {"measurements", "results", "controls", "methods"}
"""Lists of a record without one of which the rest can be looked at"""

_OF_CITATION = {"year_against_reference"}
"""Flags that a citation which only stands in for another must not raise"""


@dataclass(frozen=True)
class DraftFlag:
    """Something implausible in a draft, at the path of the document it was seen from."""

    path: str
    section: str
    code: str
    severity: str
    reason: str

    def as_json(self) -> dict[str, str]:
        return {
            "path": self.path,
            "section": self.section,
            "code": self.code,
            "severity": self.severity,
            "reason": self.reason,
        }


@dataclass
class Rehearsal:
    """What publishing the draft would say. ``partial`` names what of the draft was left out
    because it is not valid yet; ``problem`` says why there was no rehearsal at all."""

    flags: list[DraftFlag] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    problem: str = ""
    refused: list[Problem] = field(default_factory=list)
    """what the check cannot see and publishing refuses: an id that is another's"""


def check_draft(document: Any, vocabulary: Mapping[str, Any] | None = None) -> list[Problem]:
    """The problems of a document with the words that it proposes; writes nothing."""
    problems: list[Problem] = []
    known = on_record()
    if vocabulary:
        try:
            proposed = check_vocabulary(vocabulary_document(vocabulary))
        except DocumentInvalid as error:
            problems += [Problem(f"vocabulary.{p.path}", p.message) for p in error.problems]
        else:
            problems += _consistent(vocabulary)
            lists = [term.section for term in term_kinds()]
            known = known.with_terms({n: {e.key for e in getattr(proposed, n)} for n in lists})
    try:
        check_paper(document, known)
    except DocumentInvalid as error:
        problems += error.problems
    return problems


def vocabulary_document(vocabulary: Mapping[str, Any]) -> dict[str, Any]:
    """The proposed words as a vocabulary document that can be checked and published."""
    return {"schema": "asc-vocabulary/1", **vocabulary}


def _consistent(vocabulary: Mapping[str, Any]) -> list[Problem]:
    """What only publishing finds in words: a structure against a formula, a parent that is not."""
    problems = []
    with transaction.atomic():
        bound_waiting()
        try:
            with transaction.atomic():
                publish_vocabulary(vocabulary_document(vocabulary))
                raise _RollBack
        except _RollBack:
            pass
        except DocumentInvalid as error:
            problems = [Problem(f"vocabulary.{p.path}", p.message) for p in error.problems]
        except OperationalError:
            log.info("a vocabulary was not rehearsed: the database is busy")
    return problems


def _path_in_whole(path: str, within: Mapping[str, list[int]]) -> str:
    match = re.match(r"([a-z_]+)\[(\d+)\]", path)
    if match is None or match[1] not in within:
        return path
    return f"{match[1]}[{within[match[1]][int(match[2])]}]{path[match.end() :]}"


class _RollBack(Exception):
    """Ends a savepoint whose rows were only for looking."""


def rehearse(
    document: Any,
    vocabulary: Mapping[str, Any] | None = None,
    *,
    first: Collection[str] = frozenset(),
) -> Rehearsal:
    """Flags of a draft as they would stand on its records; nothing is kept. A long one is looked
    at in parts, records with a key in ``first`` before the others.

    What is not valid yet is left out, and named in ``partial``.
    """
    if not isinstance(document, dict):
        return Rehearsal(problem="the draft is not a document")
    if too_large(document)[1]:
        return Rehearsal(problem="the draft holds too much to be looked at")
    lists = [document.get(kind.section) for kind in record_kinds()]
    records = sum(len(items) for items in lists if isinstance(items, list))
    found = (
        _in_parts(document, vocabulary, records, first)
        if records > LARGEST
        else _rehearse(document, vocabulary)
    )
    found.flags += [
        DraftFlag(path, section, code, "warning", reason)
        for path, section, code, reason in doubts_of(document)
    ]
    return found


def _in_parts(
    document: dict[str, Any],
    vocabulary: Mapping[str, Any] | None,
    records: int,
    first: Collection[str],
) -> Rehearsal:
    """A long draft part by part, as far as time allows; what is left is said."""
    found: dict[DraftFlag, None] = {}
    whole = Rehearsal()
    checked: set[tuple[str, int]] = set()
    end = time.monotonic() + AT_MOST_S
    for window in windows(document, LARGEST, first):
        part = _rehearse(window.document, vocabulary, window.places)
        if part.problem:
            whole.problem = part.problem
        whole.refused += [
            Problem(_path_in_whole(one.path, window.places), one.message) for one in part.refused
        ]
        found |= dict.fromkeys(part.flags)
        whole.partial += [path for path in part.partial if path not in whole.partial]
        checked |= {(name, i) for name, numbers in window.places.items() for i in numbers}
        if time.monotonic() > end:
            break
    whole.flags = list(found)
    if not whole.problem:
        left = records - len(checked)
        whole.problem = "records far apart are not compared with one another before publication"
        if left:
            unseen = f"{left} of {records} records are not checked for plausibility yet"
            whole.problem = f"{unseen}; {whole.problem}"
    return whole


def _rehearse(
    document: dict[str, Any],
    vocabulary: Mapping[str, Any] | None,
    within: Mapping[str, list[int]] | None = None,
) -> Rehearsal:
    """``within`` are the numbers that the items have in the draft that this is a part of."""
    kept, places, left_out = _valid_part(document, vocabulary)
    if within is not None:
        for name, numbers in within.items():
            places[name] = [numbers[i] for i in places.get(name, [])]
        left_out = [_path_in_whole(path, within) for path in left_out]
    if kept is None:
        return Rehearsal(partial=left_out, problem="nothing of the draft can be computed yet")
    rehearsal = Rehearsal(partial=left_out)
    try:
        with transaction.atomic():
            bound_waiting()
            rehearsal.flags = _flags_of(kept, vocabulary, places)
    except OperationalError:
        rehearsal.problem = "the database is busy; flags are shown at the next save"
    except DocumentInvalid as error:
        if not left_out:  # else what is missing may be what it complains of
            rehearsal.refused = error.problems
    except Exception as error:
        log.exception("a draft could not be rehearsed")
        message = f"it cannot be published: a fault of ours ({type(error).__name__}), please report"
        rehearsal.refused = [Problem("", message)]
    return rehearsal


def _flags_of(
    document: dict[str, Any], vocabulary: Mapping[str, Any] | None, places: dict[str, list[int]]
) -> list[DraftFlag]:
    found: list[DraftFlag] = []
    try:
        with transaction.atomic():
            if vocabulary:
                publish_vocabulary(vocabulary_document(vocabulary))
            done = publish_paper(document)
            found = list(_derived_flags(document, done, places))
            raise _RollBack
    except _RollBack:
        pass
    return found


def _derived_flags(
    document: dict[str, Any], done: Published, places: dict[str, list[int]]
) -> Iterable[DraftFlag]:
    published = _numbers(done)
    called = _as_the_draft_calls(document, published)
    for kind in record_kinds():
        name, numbers = kind.section, published[kind.section]
        items = document.get(name, [])
        written = kind.derivation.would_write(sorted(numbers.values()))
        for index, (label, item) in enumerate(zip(item_names(items), items, strict=True)):
            number = numbers[item["key"]]
            at = places[name][index]
            for flag in written[number].flags:
                if document["citation"] == _STAND_IN and flag["code"] in _OF_CITATION:
                    continue
                yield DraftFlag(
                    path=_path_of_flag(flag, kind.public_id(number), item, f"{name}[{at}]"),
                    section=f"{name}[{label}]",
                    code=flag["code"],
                    severity=flag["severity"],
                    reason=_OWN_ID.sub(lambda m: called.get(m[0], m[0]), flag["reason"]),
                )
            entry = kind.entry.model_validate(item)
            for path, code, asked in left_open(entry, document, written[number].values):
                place = f"{name}[{at}].{path}"
                yield DraftFlag(place, f"{name}[{label}]", code, "notice", asked)


_OWN_ID = re.compile(rf"ASC-[{''.join(kind.kind for kind in record_kinds())}]\d{{6,9}}")


def _numbers(done: Published) -> dict[str, dict[str, int]]:
    """The numbers of the records that were published, by section and key."""
    return {
        kind.section: dict(kind.model.objects.filter(paper=done.paper).values_list("key", "pk"))
        for kind in record_kinds()
    }


def _as_the_draft_calls(
    document: dict[str, Any], numbers: Mapping[str, Mapping[str, int]]
) -> dict[str, str]:
    """Ids that the records of the draft have for as long as it is rehearsed → their names in it."""
    return {
        kind.public_id(numbers[kind.section][item["key"]]): f'"{item["key"]}"'
        for kind in record_kinds()
        for item in document.get(kind.section, [])
        if "id" not in item
    }


def _path_of_flag(flag: dict[str, Any], record: str, item: dict[str, Any], at: str) -> str:
    """The value of the record that the flag was seen from; the record where there are several."""
    own = {i["what"] for i in flag["inputs"] if i["id"] == record}
    for leaf in leaves(item):
        for what in own:
            if leaf.place in {f"measurements[{what}].value", f"results[{what}].{what}"}:
                return f"{at}.{leaf.path}"
    return at


def _valid_part(
    document: dict[str, Any], vocabulary: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, list[int]], list[str]]:
    """The largest part that passes the check, found by leaving out what does not; beside it, for
    each list, the numbers that its items had in the draft, and the paths left out."""
    kept = copy.deepcopy(document)
    places = {n: list(range(len(v))) for n, v in kept.items() if isinstance(v, list)}
    left_out: list[str] = []
    for _ in range(_ROUNDS):
        problems = check_draft(kept, vocabulary)
        if not problems:
            return kept, places, left_out
        if any(p.path.startswith("vocabulary.") for p in problems):
            break
        for path in _drop(kept, places, problems):
            if path not in left_out:
                left_out.append(path)
    return None, places, left_out


def _drop(
    kept: dict[str, Any], places: dict[str, list[int]], problems: list[Problem]
) -> Iterable[str]:
    items: set[tuple[str, int]] = set()
    inner: set[tuple[str, int, str, int]] = set()
    for problem in problems:
        match = _PART.match(problem.path)
        if match is None or not _item_stands(kept, match):
            yield from _drop_head(kept, problem)
        elif match[4] in _LEFT_OUT_ALONE and _part_stands(kept, match):
            inner.add((match[2], int(match[3]), match[4], int(match[5])))
        else:
            items.add((match[2], int(match[3])))
    inner = {place for place in inner if place[0] in kept}  # else the whole list went
    items = {place for place in items if place[0] in kept}
    for name, i, part, j in sorted(inner, reverse=True):
        if (name, i) not in items:
            yield f"{name}[{places[name][i]}].{part}[{j}]"
            del kept[name][i][part][j]
    for name, i in sorted(items, reverse=True):
        yield f"{name}[{places[name].pop(i)}]"
        del kept[name][i]


def _item_stands(kept: dict[str, Any], match: re.Match[str]) -> bool:
    """Whether the item of a path is there: an unknown name may only look like one."""
    items: Any = kept.get(match[2])
    return isinstance(items, list) and int(match[3]) < len(items)


def _part_stands(kept: dict[str, Any], match: re.Match[str]) -> bool:
    """Whether the part of the item is a list that has this entry: a text has places, too."""
    item = kept[match[2]][int(match[3])]
    part = item.get(match[4]) if isinstance(item, dict) else None
    return isinstance(part, list) and int(match[5]) < len(part)


def _drop_head(kept: dict[str, Any], problem: Problem) -> Iterable[str]:
    """A paper without a readable citation or key still has coatings worth looking at."""
    name = re.split(r"[.\[]", problem.path)[0]
    if name == "citation":
        _drop_of_citation(kept, problem)
    elif name == "key":
        kept["key"] = "draft-in-rehearsal"
    elif name in kept:
        del kept[name]
    if name:
        yield name


def _drop_of_citation(kept: dict[str, Any], problem: Problem) -> None:
    """Only the wrong field, where a citation can do without it: its year is compared."""
    field = re.match(r"citation\.([A-Za-z-]+)", problem.path)
    citation = kept["citation"] if isinstance(kept.get("citation"), dict) else {}
    if field and field[1] in citation and field[1] not in {"issued", "type"}:
        kept["citation"] = {name: value for name, value in citation.items() if name != field[1]}
    else:
        kept["citation"] = _STAND_IN
