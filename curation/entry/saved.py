"""Saved recipes and cells: saved from a record of a draft, used in forms, series and pastes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curation.actions.saved import content_of, forget_part, part_of, save_part
from curation.entry.holding import named_records
from curation.entry.posted import Malformed
from curation.models import Part, SavedPart
from documents.places import list_of
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import record_kinds

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SAVED = "saved:"
"""Begins the choice of a saved part; other choices are keys of the draft."""
Document = dict[str, Any]
Choices = list[tuple[str, list[tuple[str, str]]]]


def choices_of(user: Any, document: Document, part: Part) -> Choices:
    """Records of the draft that one may do as, and what one saved, in groups that say something."""
    kind = _kind(part)
    own = named_records(document, kind)
    saved = [(f"{SAVED}{one.pk}", one.name) for one in _of(user, part)]
    groups = [("In this draft", own), (f"Saved {part.label.lower()}s", saved)]
    return [(words, found) for words, found in groups if found]


def like(user: Any, document: Document, part: Part, chosen: str) -> Document:
    """The recipe or cell that is chosen; empty where nothing is."""
    number = chosen.removeprefix(SAVED)
    if number != chosen:
        found = _of(user, part).filter(pk=int(number)).first() if number.isdecimal() else None
        return found.content if found else {}
    for record in list_of(document, _section(part)):
        if isinstance(record, dict) and chosen and record.get("key") == chosen:
            return content_of(part, record, placed=True)
    return {}


def saved_of(user: Any) -> dict[str, list[tuple[str, str]]]:
    """What one saved, by the section that it begins a record of."""
    return {
        _section(part): [(f"{SAVED}{one.pk}", one.name) for one in _of(user, part)] for part in Part
    }


def begins_of(user: Any, section: str, chosen: str) -> Document:
    """What a record of this section begins with. Raises :class:`Malformed`."""
    if section not in saved_of(user):
        raise Malformed(f"nothing is saved for {section}")
    return like(user, {}, part_of(section), chosen)


def added(document: Document, section: str, content: Document) -> None:
    """A record begun with this, at the end of its section."""
    records = document.setdefault(section, [])
    if isinstance(records, list) and content:
        records.append({**content})


def save_of_draft(user: Any, document: Document, place: str) -> SavedPart:
    """Save the recipe or cell of the record at ``coatings[3]``, named by what it says."""
    section, _, number = place.rstrip("]").partition("[")
    if section not in saved_of(user):
        raise DocumentInvalid([Problem("", f"nothing of {section} is saved")])
    part = part_of(section)
    records = list_of(document, section)
    record = records[int(number)] if number.isdecimal() and int(number) < len(records) else None
    said = record if isinstance(record, dict) else {}
    name = name_of(part, said, str(document.get("key") or ""))
    return save_part(by=user, part=part, record=said, name=name)


def name_of(part: Part, record: Document, paper: str) -> str:
    """``al2o3 on li-metal: tma, purge, h2o, purge (doe-2020)``."""
    words = _recipe(record) if part == Part.RECIPE else _cell(record)
    return f"{words[:90] or part.label} ({paper})" if paper else words[:110] or part.label


def _recipe(coating: Document) -> str:
    on = coating.get("substrate")
    place = on.get("material") if isinstance(on, dict) else ""
    films = " on ".join(str(word) for word in (coating.get("material"), place) if word)
    steps = ", ".join(_step(one) for one in list_of(coating, "steps") if isinstance(one, dict))
    return ": ".join(part for part in (films, steps) if part)


def _step(step: Document) -> str:
    for action in ("dose", "plasma", "soak"):
        if words := step.get(action):
            said = " or ".join(map(str, words)) if isinstance(words, list) else str(words)
            return said if action == "dose" else f"{said} {action}"
    return "purge" if step.get("purge") else f"{len(list_of(step, 'steps'))} steps"


def _cell(test: Document) -> str:
    cell = test.get("cell")
    said = cell if isinstance(cell, dict) else {}
    conditions = test.get("conditions")
    values = conditions.values() if isinstance(conditions, dict) else ()
    texts = [one.get("value") if isinstance(one, dict) else one for one in values]
    words = [said.get(name) for name in ("type", "electrode", "counter", "electrolyte")]
    return ", ".join(str(one) for one in (*words, *texts) if one)


def _of(user: Any, part: Part) -> Any:
    return SavedPart.objects.filter(owner_id=user.pk, part=part)


def _section(part: Part) -> str:
    return next(k.section for k in record_kinds() if k.word == _kind(part))


def _kind(part: Part) -> str:
    return "coating" if part == Part.RECIPE else "test"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """What one saved, and the button that forgets it."""
    if request.method == "POST":
        number = request.POST.get("forget", "")
        if number.isdecimal():
            forget_part(by=request.user, number=int(number[:12]))
        return redirect("saved")
    parts = [(part, _of(request.user, part)) for part in Part]
    return render(request, "entry/saved.html", {"parts": parts})
