"""Recipes and cells saved for other papers: what is saved of a record, under what name."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.db import transaction

from curation.models import Part, SavedPart
from records.document.invalid import DocumentInvalid, Problem
from science.properties import properties

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SAVED = 200
"""Recipes and cells of one person."""
OF_RECIPE = (
    "material", "material_printed", "purpose", "technique", "steps", "supercycle", "substrate",
    "methods", "pretreatment", "reactor_type", "reactor", "carrier_gas", "anneal_atmosphere",
)  # fmt: skip
OF_CELL = ("cell", "segments", "conditions", *properties("condition", "test"))
_SECTION_OF = {Part.RECIPE: "coatings", Part.CELL: "cycling"}
_OF_THE_PLACE = frozenset(
    ("at", "section", "extraction", "url", "read_on", "via", "note", "id", "scope")
)


def part_of(section: str) -> Part:
    """Which part a record of this section has. Raises KeyError."""
    return {name: part for part, name in _SECTION_OF.items()}[section]


def content_of(part: str, record: Mapping[str, Any], *, placed: bool = False) -> dict[str, Any]:
    """The recipe of a coating, or cell and conditions of a test. In another paper its values stand
    at other places: those are left out unless ``placed``."""
    names = OF_RECIPE if part == Part.RECIPE else OF_CELL
    kept = {name: copy.deepcopy(record[name]) for name in names if name in record}
    if part == Part.CELL and isinstance(kept.get("cell"), dict):
        kept["cell"].pop("counter_coating", None)  # a coating of that paper
    return kept if placed else _without_places(kept)


def _without_places(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_places(one) for one in value]
    if isinstance(value, dict):
        return {k: _without_places(v) for k, v in value.items() if k not in _OF_THE_PLACE}
    return value


@transaction.atomic
def save_part(*, by: Any, part: Part, record: Mapping[str, Any], name: str) -> SavedPart:
    """Save the recipe or cell of a record under a name; what was saved under it is replaced.

    Raises :class:`DocumentInvalid` where there is nothing to save, or too much is saved already."""
    content = content_of(part, record)
    if not content:
        raise DocumentInvalid([Problem("", f"there is no {part.label.lower()} to save yet")])
    saved = SavedPart.objects.filter(owner_id=by.pk)
    if saved.count() >= MOST_SAVED and not saved.filter(part=part, name=name).exists():
        message = f"you saved {MOST_SAVED} recipes and cells: forget some first"
        raise DocumentInvalid([Problem("", message)])
    found, _ = SavedPart.objects.update_or_create(
        owner_id=by.pk, part=part, name=name[:120], defaults={"content": content}
    )
    return found


def forget_part(*, by: Any, number: int) -> None:
    """Forget one of one's own; what was entered from it stays."""
    SavedPart.objects.filter(owner_id=by.pk, pk=number).delete()
