"""Merging what is on record twice: two words of one kind. Papers: :mod:`.merging_papers`.

The word that goes is written out of everything that names it: other words, and every paper, which
is published anew under the same review. Its key stays in the register and leads to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from coatings.models import Coating, Process
from documents.comparing import Difference, differences
from documents.publishing.naming import latest_naming
from documents.publishing.publish import merged_keys, publish_paper
from documents.publishing.vocabulary import publish_vocabulary
from documents.renaming import renamed
from documents.vocabulary import export_vocabulary
from literature.models import Paper
from records.actions import hold_publishing_lock, register_merged
from records.kinds import record_kinds, term_kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from documents.models import PaperVersion


class CannotMerge(ValueError):
    """Two records that are not to be brought together; the message says why."""


@dataclass(frozen=True)
class Rewritten:
    """A paper that was published anew, and what of its document differs."""

    paper: Paper
    found: list[Difference]
    records: dict[str, list[int]]
    """numbers of what was written, by section"""


@dataclass(frozen=True)
class Differing:
    """A field that two words fill differently; ``taken``: the one that stays has it of the one that
    goes."""

    name: str
    kept: Any
    gone: Any
    taken: bool

    @property
    def label(self) -> str:
        return {"smiles": "SMILES", "cas": "CAS number", "via": "read in"}.get(
            self.name, self.name.replace("_", " ")
        )


@dataclass
class Merged:
    """What a merge did, or would do: everything that changed, and what of the one that goes is
    not kept."""

    kind: str
    kept: str
    gone: str
    papers: list[Rewritten] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    """addresses that lead elsewhere: (old, new) ids or keys"""
    words: list[str] = field(default_factory=list)
    """other words that were written"""
    taken: list[tuple[str, Any]] = field(default_factory=list)
    """what the kept one took over: (field, value)"""
    dropped: list[tuple[str, Any, Any]] = field(default_factory=list)
    """fields in which both differ: (field, kept value, value that is dropped)"""
    differing: list[Differing] = field(default_factory=list)
    """of words: the same, with what was chosen"""

    @property
    def written(self) -> str:
        """``3 coatings and 1 test``: what is published anew."""
        counts = {
            kind.word: sum(len(one.records.get(kind.section, ())) for one in self.papers)
            for kind in record_kinds()
        }
        said = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items()]
        return " and ".join(said)


@transaction.atomic
def merge_words(
    *,
    kind: str,
    kept: str,
    gone: str,
    reason: str,
    by: Any,
    take: Collection[str] | None = None,
) -> Merged:
    """Merge the word ``gone`` (kind: precursor, material, substrate, method) into ``kept``.

    ``take`` names the fields that ``kept`` has from ``gone``; without it, those that it lacks.
    Raises :class:`CannotMerge`; then nothing is written.
    """
    hold_publishing_lock()
    if kept == gone:
        raise CannotMerge(f"a {kind} cannot be merged with itself")
    name = term_kind(kind).section
    entries = {e["key"]: e for e in export_vocabulary()[name].get(name, [])}
    for key in (kept, gone):
        if key not in entries:
            raise CannotMerge(f"there is no {kind} {key!r}")
    _check_apart(kind, entries[kept], entries[gone])
    done = Merged(kind=kind, kept=kept, gone=gone)
    names = _names(entries[gone])
    done.taken = [("alias", name) for name in names if name not in _names(entries[kept])]
    done.differing = _differing(entries[kept], entries[gone], take)
    naming = latest_naming(gone)
    grown = _processes_with(kind, gone)
    fields = {one.name: [one.kept, one.gone] for one in done.differing if one.taken}
    register_merged(
        kind=kind, key=gone, into=kept, reason=reason, names=names, fields=fields, by=by
    )
    done.words = _write_words(done, entries[gone])
    done.papers = republish(naming, by=by, reason=f"{kind} {gone} is {kept}: {reason}")
    done.moved = [(gone, kept), *_lead_on(grown, reason, by)]
    term_kind(kind).model.objects.filter(key=gone).delete()
    return done


def _check_apart(kind: str, kept: dict[str, Any], gone: dict[str, Any]) -> None:
    pairs = ((kept, gone), (gone, kept))
    for one, other in pairs:
        if {"material": other["key"]} in one.get("phases", []):
            raise CannotMerge(f"{other['key']} is a phase of the {kind} {one['key']}")


def _names(entry: dict[str, Any]) -> list[str]:
    said = (entry["name"], entry.get("acronym"), entry["key"], *entry.get("aliases", []))
    return list(dict.fromkeys(name for name in said if name))


def _differing(
    kept: dict[str, Any], gone: dict[str, Any], take: Collection[str] | None
) -> list[Differing]:
    """The fields that the word that goes fills otherwise; its names are kept in any case."""
    # names are kept in any case, and an InChIKey is that of the SMILES
    apart = {"key", "name", "acronym", "aliases", "merged", "inchikey"}
    found = []
    for name, value in gone.items():
        if name in apart or kept.get(name) == value or value == kept["key"]:
            continue
        taken = name not in kept if take is None else name in take
        found.append(Differing(name, kept.get(name), value, taken))
    return found


def _write_words(done: Merged, gone: dict[str, Any]) -> list[str]:
    """Words that name the one that goes name the other; the kept one takes its names, and what was
    chosen of its fields."""
    name = term_kind(done.kind).section
    entries = export_vocabulary()[name][name]
    taken = {one.name: one.gone for one in done.differing if one.taken}
    mended = [{**e, **taken} if e["key"] == done.kept else e for e in entries]
    leading = {name: {done.gone: done.kept}}
    written = [renamed(entry, leading) for entry in mended if entry["key"] != done.gone]
    for entry in written:
        if entry.get("parent") == entry["key"]:  # the kept method stood below the one that goes
            entry["parent"] = gone.get("parent")
    found = publish_vocabulary({"schema": "asc-vocabulary/1", name: written})
    return [key for key in found.keys[name] if key != done.kept]


def republish(versions: Iterable[PaperVersion], *, by: Any, reason: str) -> list[Rewritten]:
    """Publish these documents again, in which merged words have their lasting names by now."""
    written = []
    for version in versions:
        done = publish_paper(version.document, by=by, reason=reason, keep_review=True)
        if done.changed:
            found = differences(version.document, renamed(version.document, merged_keys()))
            written.append(Rewritten(done.paper, found, done.records))
    return written


def _processes_with(kind: str, gone: str) -> dict[int, tuple[str, int | None]]:
    """Processes that name the word: their key, and a coating that is grown so."""
    if kind not in {"precursor", "material"}:
        return {}
    rows = Process.objects.all()
    if kind == "precursor":
        rows = rows.filter(precursor_keys__contains=[gone])
    else:
        rows = rows.filter(material__key=gone)
    found: dict[int, tuple[str, int | None]] = {}
    for number, key, coating in rows.order_by("pk").values_list("pk", "key", "coatings"):
        found.setdefault(number, (key, coating))
    return found


def _lead_on(
    grown: dict[int, tuple[str, int | None]], reason: str, by: Any
) -> list[tuple[str, str]]:
    """Processes that named the word are gone; each leads to the one its coatings have now."""
    coatings = Coating.objects.select_related("process").in_bulk(
        [coating for _, coating in grown.values() if coating is not None]
    )
    moved = []
    for number, (key, coating) in grown.items():
        Process.objects.filter(pk=number).delete()
        now = coatings[coating].process if coating is not None else None
        if now is not None:
            register_merged(kind="process", key=key, into=now.key, reason=reason, by=by)
            moved.append((key, now.key))
    return moved
