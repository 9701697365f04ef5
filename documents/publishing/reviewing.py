"""*Reviewed* on published records: given by an approval, taken away by a later change.

A record is touched by a change of its own entry; of the review that it was read in; of a source
temperature of its paper, where the precursor is dosed; and of the substance of a word that it uses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coatings.models import Material
from documents.comparing import differences
from records.kinds import record_kinds, term_kinds
from records.review_status import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.vocabulary import VocabularyDocument
    from literature.models import Paper

    Substance = dict[str, dict[str, tuple[Any, ...]]]

# Spellings, remarks, what follows from the rest: a record says the same when they change.
_NO_SUBSTANCE = {"id", "key", "acronym", "aliases", "families", "via", "at", "note", "search_text"}
_NO_SUBSTANCE |= {"updated", "path", "inchikey", "molar_mass_g_mol"}
_NO_SUBSTANCE |= {"air_sensitivity", "in_natural_sei", "reference", "hazards"}  # not computed with
_TEMPERATURE = re.compile(r"source_temperatures\[([^\]#]*)")


def take_back_review(*, paper: Paper, before: dict[str, Any], content: dict[str, Any]) -> None:
    """Records that the change touches are *changed since review*, where they were reviewed.

    The caller refreshes the read rows of what it wrote and of what rests on it.
    """
    touched = touched_sections(before, content)
    for kind in record_kinds():
        _take_back(kind.model.objects.filter(paper=paper, key__in=_keys(touched, kind.section)))


def touched_sections(before: dict[str, Any], content: dict[str, Any]) -> set[str]:
    """Sections whose records the change from one document to the next touches."""
    changes = differences(before, content)
    places = [change.place for change in changes]
    touched = {change.section for change in changes}
    if before and any(place.startswith("via.") for place in places):
        touched |= {k.place(i["key"]) for k in record_kinds() for i in content.get(k.section, [])}
    heated = {m[1] for place in places if (m := _TEMPERATURE.match(place))}
    for coating in content.get("coatings", []):
        if heated & set(_dosed(coating.get("steps", []))):
            touched.add(f"coatings[{coating['key']}]")
    if reread := changed_figures(before, content):
        touched |= {
            kind.place(item["key"])
            for kind in record_kinds()
            for item in content.get(kind.section, [])
            if names_any(item, reread)
        }
    return touched


def changed_figures(before: dict[str, Any], content: dict[str, Any]) -> set[str]:
    """Keys of figures whose values are no longer what they were: what names them follows."""
    old, new = ({f["key"]: f for f in d.get("figures", [])} for d in (before, content))
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def names_any(item: Any, figures: set[str]) -> bool:
    """Whether ``{figure: KEY, series: …}`` with one of these keys stands anywhere in an entry."""
    if not figures:
        return False
    if isinstance(item, dict):
        named = item.get("figure")
        own = isinstance(named, str) and named in figures
        return own or any(names_any(value, figures) for value in item.values())
    return isinstance(item, list) and any(names_any(value, figures) for value in item)


def _dosed(steps: Any) -> Iterable[str]:
    for step in steps:
        for name in ("dose", "plasma", "soak"):
            given = step.get(name) or []
            yield from given if isinstance(given, list) else [given]
        yield from _dosed(step.get("steps") or [])


def substance_of(document: VocabularyDocument) -> Substance:
    """What the words of this document are on record, spellings and remarks apart."""
    return {
        term.section: _substance(term.model, [e.key for e in getattr(document, term.section)])
        for term in term_kinds()
    }


def _substance(model: Any, keys: list[str]) -> dict[str, tuple[Any, ...]]:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in _NO_SUBSTANCE]
    rows = model.objects.filter(key__in=keys)
    found = {
        row.key: tuple(repr(getattr(row, name)) for name in names)
        for row in rows.only("key", *names)
    }
    if model is Material:
        phases = rows.filter(phase_links__isnull=False).order_by("phase_links__position")
        for key, phase in phases.values_list("key", "phase_links__phase__key"):
            found[key] += (phase,)
    return found


def take_back_for_words(before: Substance, document: VocabularyDocument) -> None:
    """Reviewed records that use a word whose substance is no longer what it was.

    The caller refreshes the read rows of what uses a changed word.
    """
    after = substance_of(document)
    changed = {
        kind: [key for key, was in words.items() if after[kind].get(key) != was]
        for kind, words in before.items()
    }
    if any(changed.values()):
        for kind in record_kinds():
            _take_back(kind.model.objects.filter(kind.using(changed)))


def _take_back(rows: Any) -> None:
    reviewed = rows.filter(review_status=ReviewStatus.REVIEWED).values("pk")
    rows.model._default_manager.filter(pk__in=reviewed).update(review_status=ReviewStatus.CHANGED)


def reviewed_sections(paper_key: str) -> set[str]:
    """Sections of a paper whose records are reviewed now."""
    return {
        kind.place(key)
        for kind in record_kinds()
        for key in kind.model.objects.filter(
            paper__key=paper_key, review_status=ReviewStatus.REVIEWED
        ).values_list("key", flat=True)
    }


def mark_reviewed(*, paper: Paper, sections: Iterable[str]) -> None:
    """These sections (``coatings[KEY]``, ``cycling[KEY]``) of the paper are reviewed now."""
    wanted = set(sections)
    for kind in record_kinds():
        rows = kind.model.objects.filter(paper=paper, key__in=_keys(wanted, kind.section))
        rows = rows.exclude(review_status=ReviewStatus.REVIEWED)
        numbers = sorted(rows.values_list("pk", flat=True))
        rows.update(review_status=ReviewStatus.REVIEWED)
        kind.refresh(numbers, stale=False)


def _keys(sections: Iterable[str], name: str) -> list[str]:
    return [s[len(name) + 1 : -1] for s in sections if s.startswith(f"{name}[")]
