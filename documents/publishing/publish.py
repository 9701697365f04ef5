"""Publish one paper document: check, give ids, write rows, mark stale, keep the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from coatings.models import Material, Method, Substrate
from documents.check import Words, check_paper
from documents.models import PaperVersion
from documents.problems import DocumentInvalid, Problem
from documents.publishing.coatings import write_coatings
from documents.publishing.cycling import write_tests
from documents.publishing.dependents import mark_dependents, snapshot
from documents.publishing.known import CoatingsOnRecord
from documents.publishing.papers import Placed, sources_of, write_paper, write_precursor_values
from documents.publishing.reviewing import take_back_review
from documents.publishing.withdrawals import reserve_withdrawn, withdraw_items, withdraw_paper
from documents.schema import PaperDocument, canonical, digest
from literature.models import Paper
from precursors.models import Precursor
from records.actions import Wanted, give_ids, hold_publishing_lock
from records.models import Kind, MergedKey, PublicId, parse_public_id

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


KINDS = ("precursor", "material", "substrate", "method")


@dataclass
class Published:
    """What publishing a document did: the paper, and the records it wrote, by public number."""

    paper: Paper
    changed: bool
    coatings: list[int] = field(default_factory=list)
    tests: list[int] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def words_of_database() -> Words:
    """Every key a document may use now."""
    return Words(
        precursors=_keys(Precursor),
        materials=_keys(Material),
        substrates=_keys(Substrate),
        methods=_keys(Method),
        papers=_keys(Paper),
        coatings=CoatingsOnRecord(),
        merged=merged_keys(),
    )


def merged_keys() -> dict[str, dict[str, str]]:
    """Every key that was merged, by kind, with the key that it leads to."""
    found: dict[str, dict[str, str]] = {f"{kind}s": {} for kind in KINDS}
    for kind, key, into in MergedKey.objects.filter(kind__in=KINDS).values_list(
        "kind", "key", "into"
    ):
        found[f"{kind}s"][key] = into
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
    document = check_paper(data, words_of_database())
    content = canonical(document)
    previous = PaperVersion.objects.filter(paper__key=document.key).order_by("-number").first()
    if previous and _without_ids(previous.document) == _without_ids(content):
        _check_ids(document)
        return Published(paper=previous.paper, changed=False)
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
    write_precursor_values(document, sources)
    paper_changed = _head(before) != _head(content)
    films = [
        Placed(entry, numbers[Kind.COATING, entry.key], position)
        for position, entry in enumerate(document.coatings)
        if paper_changed or _changed(before, content, "coatings", entry.key, position)
    ]
    write_coatings(films, sources)
    done.coatings = [film.number for film in films]
    tests = {key: number for (kind, key), number in numbers.items() if kind == Kind.TEST}
    cells = [
        Placed(test, tests[test.key], position)
        for position, test in enumerate(document.cycling)
        if paper_changed or _changed(before, content, "cycling", test.key, position)
    ]
    write_tests(cells, tests, sources)
    done.tests = [cell.number for cell in cells]
    # last: what referred to a withdrawn record refers to its successor by now
    done.withdrawn = withdraw_items(document, before)
    if not keep_review:
        take_back_review(paper=paper, before=before, content=content)
    mark_dependents(paper=paper, coatings=done.coatings, tests=done.tests, before=unchanged)
    _keep_version(paper, numbers, content, previous, by=by, reason=reason)
    if document.own_withdrawal:
        done.withdrawn.append(withdraw_paper(paper, document.own_withdrawal))
    return done


def _give_ids(document: PaperDocument) -> dict[tuple[Kind, str], int]:
    """Permanent numbers of the paper, its coatings and its tests, given now where new."""
    if document.own_withdrawal and (buried := _buried(document)):
        return {(Kind.PAPER, ""): buried.number}
    wanted = [Wanted(Kind.PAPER, "", document.id)]
    paths = ["id"]
    for i, coating in enumerate(document.coatings):
        wanted.append(Wanted(Kind.COATING, coating.key, coating.id))
        paths.append(f"coatings[{i}].id")
    for i, test in enumerate(document.cycling):
        wanted.append(Wanted(Kind.TEST, test.key, test.id))
        paths.append(f"cycling[{i}].id")
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
    for name, kind in (("coatings", Kind.COATING), ("cycling", Kind.TEST)):
        if name in kept:
            kept[name] = [put(entry, kind, entry["key"]) for entry in kept[name]]
    if "withdrawn" in kept:
        kept["withdrawn"] = _buried_with_ids(kept["withdrawn"], content["key"])
    return kept


def _buried_with_ids(gone: list[dict[str, Any]], paper: str) -> list[dict[str, Any]]:
    """What is withdrawn, with the ids it had; a word on what was never public has none."""
    rows = PublicId.objects.filter(
        Q(withdrawn_at__isnull=False) | Q(kind=Kind.PAPER), paper_key=paper
    )
    ids = {(row.kind, row.item_key or row.paper_key): str(row) for row in rows}
    kinds = {"test": Kind.TEST, "coating": Kind.COATING}
    found = []
    for entry in gone:
        known = ids.get((kinds.get(entry["kind"], Kind.PAPER), entry["key"]))
        found.append({**entry, "id": known} if known and "id" not in entry else entry)
    return found


def _without_ids(content: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in content.items() if key != "id"}
    for name in ("coatings", "cycling", "withdrawn"):
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
