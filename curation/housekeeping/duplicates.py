"""What may be on record twice: papers, coatings, tests, words."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from curation.housekeeping.tables import Line, Table
from curation.lookup.same import fingerprint
from literature.models import Paper
from records.kinds import record_kinds, term_kinds
from records.search import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from records.kinds import RecordKind

_TWICE = [{"code": "entered_twice"}]


def duplicate_papers() -> Table:
    """Papers with one DOI, or one first author, volume and first page, or one title."""
    groups: dict[Hashable, dict[int, Paper]] = defaultdict(dict)
    for paper in Paper.objects.order_by("pk"):
        title = "".join(char for char in fold(str(paper.csl.get("title") or "")) if char.isalnum())
        marks = {
            "the same DOI": (paper.doi or "").lower(),
            "the same author, volume and page": fingerprint(paper.csl),
            "the same title": title if len(title) > 20 else "",
        }
        for why, mark in marks.items():
            if mark:
                groups[why, mark][paper.pk] = paper
    lines = [
        Line(
            (one.public_id, one.citation, two.public_id, two.citation, str(group[0])),
            one.get_absolute_url(),
            f"{one.key} {two.key}",
            "paper",
        )
        for group, papers in groups.items()
        if isinstance(group, tuple)
        for one, two in combinations(papers.values(), 2)
    ]
    columns = ("Paper", "Citation", "Other paper", "Its citation", "They have")
    about = "Papers that may be one: they share a DOI, a place in a journal, or a title."
    return Table("duplicate-papers", "Papers twice", about, columns, _once(lines))


def _once(lines: list[Line]) -> list[Line]:
    seen = {(line.texts[0], line.texts[2]): line for line in reversed(lines)}
    return list(reversed(seen.values()))


def duplicate_records() -> Table:
    """Coatings and tests of one paper that say the same, as derivation flags them."""
    lines = [line for kind in record_kinds() for line in _twins(kind)]
    about = (
        "Coatings and tests of one paper that describe the same experiment. A merge makes a draft "
        "in which one is withdrawn in favour of the other; its id goes on leading there."
    )
    columns = ("Record", "Same as", "Paper", "Reason")
    return Table("duplicate-records", "Coatings and tests twice", about, columns, lines)


def _twins(kind: RecordKind) -> Iterator[Line]:
    for row in kind.read_row.objects.filter(flags__contains=_TWICE).order_by("pk"):
        own = kind.public_id(row.pk)
        for flag in (f for f in row.flags if f["code"] == "entered_twice"):
            for other in sorted({i["id"] for i in flag["inputs"]} - {own}):
                if own < other:  # each pair once, the elder first
                    texts = (own, other, row.paper, flag["reason"])
                    yield Line(texts, kind.address(row.pk), f"{own} {other}")


def duplicate_words() -> Table:
    """Words of one kind that share a spelling or a structure."""
    lines = [
        Line((kind.word, one, two, shared), f"/{kind.section}/{one}/", f"{one} {two}", kind.word)
        for kind in term_kinds()
        for one, two, shared in _sharing(kind.model.objects.order_by("key"))
    ]
    columns = ("Kind", "Word", "Other word", "They share")
    about = "Words that may mean one thing: they share a name, a formula or a structure."
    return Table("duplicate-words", "Words twice", about, columns, lines)


def _sharing(rows: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    by_spelling: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        structure = getattr(row, "inchikey", "")
        said = [row.name, getattr(row, "acronym", ""), structure, *row.aliases]
        for text in filter(None, said):
            bare = "".join(char for char in fold(text) if char.isalnum())
            by_spelling[bare].setdefault(row.key, text)
    pairs: dict[tuple[str, str], str] = {}
    for keys in by_spelling.values():
        for one, two in combinations(sorted(keys), 2):
            pairs.setdefault((one, two), keys[one])
    yield from ((one, two, text) for (one, two), text in sorted(pairs.items()))
