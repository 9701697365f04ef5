"""Merging a paper that was entered twice: what the one that goes reports belongs to the other.

Coatings and tests keep their permanent ids; the id and the key of the paper lead to the other for
ever. Its row stays, met nowhere, because its versions hang on it: they are its history.
"""

from __future__ import annotations

import copy
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from curation.actions import telling
from curation.models import FlagAnswer, ProblemReport, Submission
from documents.comparing import differences
from documents.models import PaperVersion
from documents.places import replaced_at
from documents.publishing.known import PublishedKeys
from documents.publishing.merging_terms import CannotMerge, Merged, Rewritten, republish
from documents.publishing.naming import latest_naming
from documents.publishing.publish import merged_keys, publish_paper
from documents.publishing.vocabulary import publish_vocabulary
from documents.renaming import moved_key, renamed
from documents.schema import REPORTED
from documents.vocabulary import export_vocabulary
from literature.actions import retire_paper
from literature.models import Paper
from records.actions import bury, hold_publishing_lock
from records.kinds import (
    RecordKind,
    Values,
    record_kind,
    record_kind_or_none,
    record_kinds,
    sections,
)
from records.models import Kind, PublicId

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 120


@transaction.atomic
def merge_papers(*, kept: str, gone: str, reason: str, by: Any) -> Merged:
    """Merge the paper ``gone`` into ``kept`` (keys or ids).

    Raises :class:`CannotMerge`, :class:`DocumentInvalid`; then nothing is written.
    """
    hold_publishing_lock()
    one, other = _version(kept), _version(gone)
    _check_apart(one, other)
    keys = _moved_keys(one.document, other.document)
    naming = [v for v in latest_naming(other.paper.key) if v.paper not in (one.paper, other.paper)]
    done = Merged(kind="paper", kept=one.paper.public_id, gone=other.paper.public_id)
    done.moved = [(other.paper.public_id, one.paper.public_id)]
    done.taken = _taken(one.document, other.document)
    done.dropped = _dropped(one.document["citation"], other.document["citation"])
    said = f"{other.paper.public_id} ({other.paper.key}) is this paper: {reason}"
    _move_records(one.paper, other.paper, keys)
    retire_paper(paper=other.paper)
    bury(
        kind=Kind.PAPER,
        number=other.paper.pk,
        reason=reason,
        successor=one.paper.public_id,
        merged=True,
    )
    _read_in(other.paper.key, one.paper.key)
    document = _together(one, other, keys, reason)
    try:
        with transaction.atomic():
            published = publish_paper(document, by=by, reason=said, keep_review=True)
            done.papers = republish(naming, by=by, reason=said)
    except IntegrityError as error:
        raise CannotMerge(f"both stand at one place of something else: {error}") from error
    found = differences(one.document, document)
    first = Rewritten(published.paper, found, published.records)
    done.papers.insert(0, first)
    words = f"{done.gone} into {done.kept}: {reason}"
    keys_of_both = [one.paper.key, other.paper.key]
    telling.of_merge(words, keys_of_both, by, one.paper.get_absolute_url())
    return done


def _version(text: str) -> PaperVersion:
    paper = Paper.objects.by_public_id(text).first()
    version = paper and PaperVersion.objects.filter(paper=paper).order_by("-number").first()
    if not version:
        raise CannotMerge(f"there is no paper {text!r}")
    return version


def _check_apart(one: PaperVersion, other: PaperVersion) -> None:
    if one.paper == other.paper:
        raise CannotMerge("a paper cannot be merged with itself")
    for first, second in ((one, other), (other, one)):
        if (first.document.get("via") or {}).get("paper") == second.paper.key:
            raise CannotMerge(f"{first.paper.key} was read in {second.paper.key}: they are two")
    drafts = Submission.objects.under_way().filter(paper_key=other.paper.key)
    if numbers := ", ".join(str(draft.pk) for draft in drafts):
        raise CannotMerge(f"{other.paper.key} is being edited (draft {numbers}): finish that first")


def _moved_keys(kept: dict[str, Any], gone: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The keys that coatings and tests of the paper that goes have in the other."""
    found: dict[str, dict[str, str]] = {}
    for kind in record_kinds():
        name = kind.section
        there = PublicId.objects.filter(kind=kind.kind, paper_key=kept["key"])
        taken = set(there.values_list("item_key", flat=True))
        own = PublicId.objects.filter(kind=kind.kind, paper_key=gone["key"])
        found[name] = {
            key: moved_key(key, gone["key"], taken)
            for key in own.values_list("item_key", flat=True)
        }
        for new in found[name].values():
            if len(new) > _LONGEST or (new in taken):
                raise CannotMerge(f"both have {name} named alike: {new}; rename one of them first")
    return found


def _move_records(kept: Paper, gone: Paper, keys: Mapping[str, Mapping[str, str]]) -> None:
    """Rows, ids and what hangs on them belong to the other paper; publishing writes the rest."""
    for kind in record_kinds():
        for old, new in keys[kind.section].items():
            kind.model.objects.filter(paper=gone, key=old).update(paper=kept, key=new)
            PublicId.objects.filter(kind=kind.kind, paper_key=gone.key, item_key=old).update(
                paper_key=kept.key, item_key=new
            )
            answers = FlagAnswer.objects.filter(paper_key=gone.key, section=kind.place(old))
            answers.update(paper_key=kept.key, section=kind.place(new))
    for values in _of_papers():
        values.model.objects.filter(paper=gone).delete()
    reports = ProblemReport.objects.filter(record=gone.public_id)
    reports.update(record=kept.public_id)


def _of_papers() -> list[Values]:
    """Tables of values that papers report of no record of their own."""
    others = (section for section in sections() if not isinstance(section, RecordKind))
    return [values for section in others for values in section.values]


def _read_in(old: str, new: str) -> None:
    """Precursors that were read in the paper that goes were read in the other."""
    entries = export_vocabulary()["precursors"].get("precursors", [])
    leading = {"papers": {old: new}}
    changed = [renamed(e, leading) for e in entries if (e.get("via") or {}).get("paper") == old]
    if changed:
        publish_vocabulary({"schema": "asc-vocabulary/1", "precursors": changed})


def _together(
    one: PaperVersion, other: PaperVersion, keys: Mapping[str, Mapping[str, str]], reason: str
) -> dict[str, Any]:
    """The document of the kept paper with what the other reports."""
    kept, gone = copy.deepcopy(one.document), _own(other.document, keys)
    kept = renamed(kept, merged_keys(), PublishedKeys(record_kind("coatings").model))
    kept["citation"] = {**gone["citation"], **kept["citation"]}
    if kept.get("note") != gone.get("note") and gone.get("note"):
        kept["note"] = " ".join(filter(None, (kept.get("note"), gone["note"])))
    if "via" not in kept and "via" in gone and not any(kept.get(name) for name in REPORTED):
        kept["via"] = gone["via"]
    elif kept.get("via") != gone.get("via"):
        _say_where_read(gone, kept)
    for name in REPORTED:
        items = kept.get(name, [])
        kept[name] = [*items, *(item for item in gone.get(name, []) if item not in items)]
    buried = {
        "kind": "paper",
        "key": other.paper.key,
        "id": other.paper.public_id,
        "reason": reason,
        "successor": one.paper.public_id,
        "merged": True,
    }
    kept["withdrawn"] = [*kept.get("withdrawn", []), *gone.get("withdrawn", []), buried]
    for entry in kept["withdrawn"]:
        if entry.get("successor") == other.paper.public_id:
            entry["successor"] = one.paper.public_id
    return kept


def _own(document: dict[str, Any], keys: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The document of the paper that goes, its items under the keys that they have now."""
    gone = copy.deepcopy(document)
    for kind in record_kinds():
        for item in gone.get(kind.section, []):
            item["key"] = keys[kind.section][item["key"]]
        for path, section in kind.references.items():
            moved = partial(_moved, keys[section])
            gone |= replaced_at(gone, f"{kind.section}.{path}", moved)
    for entry in gone.get("withdrawn", []):
        if kind_of := record_kind_or_none(entry["kind"]):
            entry["key"] = keys[kind_of.section][entry["key"]]
    return gone


def _moved(keys: Mapping[str, str], reference: Any) -> Any:
    return keys.get(reference, reference) if isinstance(reference, str) else reference


def _say_where_read(gone: dict[str, Any], kept: dict[str, Any]) -> None:
    """What inherited the source of its own paper says it by itself in a paper of another source.

    A paper that was read itself stands as ``via`` of its own key; values have that of their record.
    """
    own = gone.get("via") or {"paper": kept["key"]}
    for name in REPORTED:
        for item in gone.get(name, []):
            item.setdefault("via", dict(own))


def _taken(kept: dict[str, Any], gone: dict[str, Any]) -> list[tuple[str, Any]]:
    cited = kept["citation"]
    found = [(name, value) for name, value in gone["citation"].items() if name not in cited]
    for name in REPORTED:
        if count := len(gone.get(name, [])):
            found.append((name.replace("_", " "), str(count)))
    return found


def _dropped(kept: dict[str, Any], gone: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [
        (name, kept[name], value)
        for name, value in gone.items()
        if name in kept and kept[name] != value
    ]
