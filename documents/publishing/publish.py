"""Publish one paper document: check, give ids, write rows, mark stale, keep the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from documents.check import check_paper
from documents.models import PaperVersion
from documents.publishing.dependents import mark_dependents, snapshot
from documents.publishing.known import PaperClaims, PublishedKeys
from documents.publishing.papers import sources_of, write_paper
from documents.publishing.refusals import refusals_as_problems
from documents.publishing.reviewing import changed_figures, names_any, take_back_review
from documents.publishing.withdrawals import reserve_withdrawn, withdraw_items, withdraw_paper
from documents.schema import PaperDocument, canonical, digest
from literature.models import Paper
from records.actions import Wanted, give_ids, hold_publishing_lock
from records.document.checking import OnRecord
from records.document.invalid import DocumentInvalid, Problem
from records.document.rows import Placed
from records.kinds import RecordKind, record_kind_or_none, record_kinds, sections, term_kinds
from records.models import Kind, MergedKey, PublicId, parse_public_id

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass
class Published:
    """What publishing a document did: the paper, and the records it wrote, by public number."""

    paper: Paper
    changed: bool
    records: dict[str, list[int]] = field(default_factory=dict)
    """by section"""
    withdrawn: list[str] = field(default_factory=list)


def on_record() -> OnRecord:
    """Every key a document may use now."""
    return OnRecord(
        terms={
            **{term.section: _keys(term.model) for term in term_kinds()},
            "papers": _keys(Paper),
        },
        records={kind.section: PublishedKeys(kind.model) for kind in record_kinds()},
        merged=merged_keys(),
        claims=PaperClaims(),
    )


def merged_keys() -> dict[str, dict[str, str]]:
    """Every key that was merged, by kind, with the key that it leads to."""
    lists = {term.word: term.section for term in term_kinds()}
    found: dict[str, dict[str, str]] = {name: {} for name in lists.values()}
    rows = MergedKey.objects.filter(kind__in=lists)
    for word, key, into in rows.values_list("kind", "key", "into"):
        found[lists[word]][key] = into
    gone = dict(
        PublicId.objects.filter(kind=Kind.PAPER, merged=True).values_list("paper_key", "successor")
    )
    keys = {paper.public_id: paper.key for paper in Paper.objects.in_bulk(_numbers(gone)).values()}
    found["papers"] = {key: keys[into] for key, into in gone.items() if into in keys}
    return found


def _numbers(gone: dict[str, str]) -> set[int]:
    numbers = (parse_public_id(into, Kind.PAPER) for into in gone.values())
    return {number for number in numbers if number is not None}


def _keys(model: Any) -> set[str]:
    return set(model.objects.values_list("key", flat=True))


@transaction.atomic
def publish_paper(
    data: Any,
    *,
    by: AbstractBaseUser | None = None,
    reason: str = "",
    keep_review: bool = False,
) -> Published:
    """Publish the document in ``data``; the same document again changes nothing.

    ``keep_review``: it says nothing new (words or papers were merged), and what was reviewed
    stays so.

    Raises :class:`DocumentInvalid` with every problem and its path; then nothing is written.
    """
    hold_publishing_lock()
    document = check_paper(data, on_record())
    content = canonical(document)
    previous = PaperVersion.objects.filter(paper__key=document.key).order_by("-number").first()
    if previous and _without_ids(previous.document) == _without_ids(content):
        _check_ids(document)
        return Published(paper=previous.paper, changed=False)
    with refusals_as_problems():
        return _write(document, content, previous, by=by, reason=reason, keep_review=keep_review)


def _write(
    document: PaperDocument,
    content: dict[str, Any],
    previous: PaperVersion | None,
    *,
    by: AbstractBaseUser | None,
    reason: str,
    keep_review: bool,
) -> Published:
    reserve_withdrawn(document)
    numbers = _give_ids(document)
    paper = write_paper(document, numbers[Kind.PAPER, ""])
    unchanged = snapshot(paper)
    done = Published(paper=paper, changed=True)
    before = previous.document if previous else {}
    sources = sources_of(document, paper)
    paper_changed = _head(before) != _head(content)
    reread = changed_figures(before, content)
    for section in sections():
        entries = enumerate(getattr(document, section.section))
        if not isinstance(section, RecordKind):
            section.publish([Placed(entry, position) for position, entry in entries], sources, {})
            continue
        own = {key: number for (kind, key), number in numbers.items() if kind == section.kind}
        placed = [
            Placed(entry, position, own[entry.key])
            for position, entry in entries
            if paper_changed
            or _changed(before, content, section.section, entry.key, position)
            or names_any(content[section.section][position], reread)
        ]
        section.publish(placed, sources, own)
        done.records[section.section] = [one.number for one in placed]
    # last: what referred to a withdrawn record refers to its successor by now
    done.withdrawn = withdraw_items(document, before)
    if not keep_review:
        take_back_review(paper=paper, before=before, content=content)
    mark_dependents(paper=paper, written=done.records, before=unchanged)
    _keep_version(paper, numbers, content, previous, by=by, reason=reason)
    if document.own_withdrawal:
        done.withdrawn.append(withdraw_paper(paper, document.own_withdrawal))
    return done


def _give_ids(document: PaperDocument) -> dict[tuple[Kind, str], int]:
    """Permanent numbers of the paper and its records, given now where new."""
    if document.own_withdrawal and (buried := _buried(document)):
        return {(Kind.PAPER, ""): buried.number}
    wanted = [Wanted(Kind.PAPER, "", document.id)]
    paths = ["id"]
    for kind in record_kinds():
        for i, entry in enumerate(getattr(document, kind.section)):
            wanted.append(Wanted(kind.kind, entry.key, entry.id))
            paths.append(f"{kind.section}[{i}].id")
    numbers, problems = give_ids(paper_key=document.key, items=wanted)
    if problems:
        raise DocumentInvalid([Problem(paths[place], message) for place, message in problems])
    return numbers


def _buried(document: PaperDocument) -> PublicId | None:
    """The id of a paper that was withdrawn before, which the document may tell again."""
    rows = PublicId.objects.filter(kind=Kind.PAPER, paper_key=document.key, merged=False)
    found = rows.filter(withdrawn_at__isnull=False).first()
    return found if found and document.id in (None, str(found)) else None


def _check_ids(document: PaperDocument) -> None:
    """An unchanged document must still not ask for an id that is not its own."""
    _give_ids(document)


def _keep_version(
    paper: Paper,
    numbers: dict[tuple[Kind, str], int],
    content: dict[str, Any],
    previous: PaperVersion | None,
    *,
    by: AbstractBaseUser | None,
    reason: str,
) -> None:
    kept = _with_ids(content, numbers)
    PaperVersion.objects.create(
        paper=paper,
        number=previous.number + 1 if previous else 1,
        document=kept,
        digest=digest(kept),
        published_by_id=by.pk if by else None,
        reason=reason,
    )


def _with_ids(content: dict[str, Any], numbers: dict[tuple[Kind, str], int]) -> dict[str, Any]:
    """The document with the permanent ids it was given."""

    def put(entry: dict[str, Any], kind: Kind, key: str) -> dict[str, Any]:
        return {**entry, "id": f"ASC-{kind.value}{numbers[kind, key]:06d}"}

    kept = put(content, Kind.PAPER, "")
    for kind in record_kinds():
        if entries := kept.get(kind.section):
            kept[kind.section] = [put(entry, kind.kind, entry["key"]) for entry in entries]
    if "withdrawn" in kept:
        kept["withdrawn"] = _buried_with_ids(kept["withdrawn"], content["key"])
    return kept


def _buried_with_ids(gone: list[dict[str, Any]], paper: str) -> list[dict[str, Any]]:
    """What is withdrawn, with the ids it had; a word on what was never public has none."""
    rows = PublicId.objects.filter(
        Q(withdrawn_at__isnull=False) | Q(kind=Kind.PAPER), paper_key=paper
    )
    ids = {(row.kind, row.item_key or row.paper_key): str(row) for row in rows}
    found = []
    for entry in gone:
        kind = record_kind_or_none(entry["kind"])
        known = ids.get((kind.kind if kind else Kind.PAPER, entry["key"]))
        found.append({**entry, "id": known} if known and "id" not in entry else entry)
    return found


def _without_ids(content: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in content.items() if key != "id"}
    for name in (*(kind.section for kind in record_kinds()), "withdrawn"):
        if name in bare:
            bare[name] = [_item(entry) for entry in bare[name]]
    return bare


def _item(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "id"}


def _head(content: dict[str, Any]) -> dict[str, Any]:
    """What of the document every record of the paper shows: the citation and where it was read."""
    return {key: content.get(key) for key in ("key", "citation", "via")}


def _changed(
    before: dict[str, Any], content: dict[str, Any], name: str, key: str, position: int
) -> bool:
    old = before.get(name, [])
    new = content[name][position]
    return position >= len(old) or old[position]["key"] != key or _item(old[position]) != _item(new)
