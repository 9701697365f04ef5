"""Reference data of a word of the vocabulary: pages, and what each of them prints of the substance
itself. Rows keep them flat and read, as a list in one column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import Field, model_validator

from records.document.fields import Day, Printed, Strict, WebAddress
from records.document.rows import conditions_json
from records.presentation import conditions_json as in_order
from records.presentation import quantity_json
from science.properties import PROPERTIES, properties, property_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from science.registry import Subject

_HAZARD = re.compile(r"(?:EU)?H\d{3}[A-Za-z]{0,2}")
_PAGE = ("source", "url", "read_on")


class ReferenceValue(Strict):
    """A value as the page prints it, with the conditions that it prints; ``note`` says of which
    form of the substance."""

    property: str
    value: Printed
    conditions: dict[str, Printed] = Field(default_factory=dict)
    note: str | None = None


class ReferencePage(Strict):
    """A page, the day on which it was read, and what it prints of one word."""

    subject: ClassVar[Subject]

    source: str = Field(min_length=3)
    url: WebAddress
    read_on: Day
    values: list[ReferenceValue] = Field(min_length=1)

    @model_validator(mode="after")
    def can_be_read(self) -> Self:
        known = properties("reference", self.subject)
        for entry in self.values:
            if entry.property not in known:
                said = ", ".join(sorted(known))
                raise ValueError(f'values: "{entry.property}" is none of {said}')
            _columns(entry)
        return self


class PrecursorPage(ReferencePage):
    subject = "precursor"


class MaterialPage(ReferencePage):
    subject = "material"


class SubstratePage(ReferencePage):
    subject = "substrate"


def reference_column(pages: Sequence[ReferencePage]) -> list[dict[str, Any]]:
    """The column of a word: one entry a value, read into the unit of its property."""
    return [
        {
            **_columns(entry),
            "note": entry.note or "",
            **{name: getattr(page, name) for name in _PAGE},
        }
        for page in pages
        for entry in page.values
    ]


def reference_pages(column: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The pages of a column, as a document has them; None where there are none."""
    pages: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for value in column:
        conditions = {key: one["printed"] for key, one in value["conditions"].items()}
        pages.setdefault(tuple(value[name] for name in _PAGE), []).append(
            {
                "property": value["property"],
                "value": value["printed"],
                "conditions": conditions,
                "note": value["note"] or None,
            }
        )
    found = [{**dict(zip(_PAGE, page, strict=True)), "values": v} for page, v in pages.items()]
    return found or None


def reference_json(column: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The values as REST gives them: names in one order (jsonb keeps none)."""
    names = ("printed", "qualifier", "low", "high", "unit", "uncertainty", "words")
    return [
        {
            "property": value["property"],
            **{name: value[name] for name in names},
            "conditions": in_order(value["conditions"]),
            "note": value["note"],
            **{name: value[name] for name in _PAGE},
        }
        for value in column
    ]


def hazards_in(column: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every hazard statement that some page gives, each once, in order."""
    return sorted({code for value in column for code in value["words"]})


def _columns(entry: ReferenceValue) -> dict[str, Any]:
    """Raises ValueError, which names the property, for what cannot be read."""
    try:
        if PROPERTIES[entry.property].numeric:
            reading: dict[str, Any] = {
                **quantity_json(property_value(entry.property, entry.value)),
                "words": [],
            }
        else:
            none = dict.fromkeys(("low", "high", "uncertainty"))
            codes = _hazards(entry.value)
            reading = {
                "printed": entry.value, "qualifier": "", **none, "unit": "", "words": codes
            }  # fmt: skip
        conditions = conditions_json(entry.conditions)
    except KeyError as error:
        raise ValueError(f"{entry.property}: there is no condition {error}") from error
    except ValueError as error:
        raise ValueError(f"{entry.property}: {error}") from error
    return {"property": entry.property, **reading, "conditions": conditions}


def _hazards(text: str) -> list[str]:
    codes = [part.strip() for part in re.split(r"[,+]", text)]  # H302+H312: one line of a label
    for code in codes:
        if not _HAZARD.fullmatch(code):
            raise ValueError(f"{code!r} is no hazard statement; expected H250, H260 and so on")
    return codes
