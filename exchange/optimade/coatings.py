"""Coatings as OPTIMADE entries: the declared properties over the columns of their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, TextField

from coatings.models import CoatingRead, MaterialClass, Purpose, Role
from exchange.optimade.entries import EntryType, public_id_text
from exchange.optimade.properties import PREFIX, Described, Type, by_name, common
from exchange.optimade.references import REFERENCES
from records.models import Kind, parse_public_id, public_id
from records.read_rows import high_column, low_column, number_keys
from records.rest import page_url
from records.review_status import ReviewStatus
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAME = f"{PREFIX}coatings"
_INTERVAL = (
    "A coating's value is an interval, as REST gives it: both ends are equal for an exact or "
    "approximate value, apart for a printed range; where a coating has several printed values, "
    "it is the interval that holds them all. The open end of a bound ({bound}) is null, and both "
    "are null where there is no value. `{low} >= x` asks that the value surely be at least x "
    "(REST: `{key}_min=x&match=certain`); `{high} >= x OR ({high} IS UNKNOWN AND {low} IS KNOWN)` "
    "that it may be (REST: `{key}_min=x`)."
)


def _words(
    name: str, stored: str, title: str, doc: str, choices: Iterable[str] = (), **more: Any
) -> Described:
    return Described(
        f"{PREFIX}{name}",
        Type.STRING,
        title,
        doc,
        stored,
        sortable=True,
        choices=tuple(choices),
        **more,
    )


def _list(name: str, stored: str, title: str, doc: str) -> Described:
    return Described(f"{PREFIX}{name}", Type.LIST, title, doc, stored, required=True)


def _numbers() -> Iterator[Described]:
    for key in number_keys("coating"):
        declared = PROPERTIES[key]
        low, high = f"{PREFIX}{low_column(key)}", f"{PREFIX}{high_column(key)}"
        for name, end, stored, bound in (
            (low, "low", low_column(key), "below"),
            (high, "high", high_column(key), "above"),
        ):
            meant = _INTERVAL.format(low=low, high=high, key=key, bound=bound)
            doc = f"{declared.doc} In {declared.unit}. {meant}"
            title = f"{declared.label}, {end} end"
            yield Described(name, Type.FLOAT, title, doc, stored, unit=declared.unit, sortable=True)


def _one(expression: Any) -> Func:
    """A list of one text, empty where it is null."""
    return Func(
        expression,
        template="array_remove(ARRAY[(%(expressions)s)::text], NULL)",
        output_field=ArrayField(TextField()),
    )


def _exact_id(value: str) -> Q:
    number = parse_public_id(value, Kind.COATING)
    known = number is not None and public_id(Kind.COATING, number) == value
    return Q(pk=number) if known else Q(pk__in=[])


_DECLARED = by_name(
    *common(NAME, public_id_text(Kind.COATING, F("pk")), "updated"),
    _words("material", "material", "Material", "Key of the film's material.", required=True),
    _words(
        "material_name",
        "coating__material__name",
        "Name of the material",
        "In English.",
        required=True,
    ),
    _words(
        "formula",
        "coating__material__formula",
        "Formula of the material",
        "As the paper means it; null for a mixture without one.",
    ),
    _words(
        "material_class",
        "material_class",
        "Class of the material",
        "Whether the film is inorganic, organic or both.",
        MaterialClass.values,
    ),
    _list("elements", "elements", "Elements", "Symbols of the elements that the film holds."),
    _words(
        "technique",
        "technique",
        "Technique",
        "ALD, MLD or both in turns.",
        ("ALD", "MLD", "ALD/MLD"),
    ),
    _list("precursors", "precursors", "Precursors", "Keys, in the order first dosed."),
    _words("process", "process", "Process", "Key of the deposition process."),
    _words("purpose", "purpose", "Purpose", "What the film is for.", Purpose.values, required=True),
    _words("substrate", "substrate", "Substrate", "Key of what is coated.", required=True),
    _words(
        "substrate_name",
        "coating__substrate__name",
        "Name of the substrate",
        "In English.",
        required=True,
    ),
    _words(
        "substrate_role",
        "role",
        "Role of the substrate",
        "What it is in a cell.",
        Role.values,
        required=True,
    ),
    _list("methods", "methods", "Methods", "Keys of the methods of characterization."),
    _list("has", "has", "What is known", "Properties with a value, and `cycling`."),
    _words("paper", "paper", "Paper", "Key of the paper that reports it.", required=True),
    Described(
        f"{PREFIX}year", Type.INTEGER, "Year", "In which it was reported.", "year", sortable=True
    ),
    _list("via", "via", "Read in", "Keys of the reviews in which it was read."),
    _words(
        "review_status",
        "coating__review_status",
        "Review",
        "Whether somebody other than its author looked at it, and at its last change.",
        ReviewStatus.values,
        required=True,
    ),
    Described(f"{PREFIX}page", Type.STRING, "Page", "Address of the page of the coating."),
    *_numbers(),
    Described(
        "references.id",
        Type.LIST,
        "Ids of its references",
        "One: the paper.",
        _one(public_id_text(Kind.PAPER, F("paper_id"))),
        shown=False,
    ),
    Described(
        "references.doi",
        Type.LIST,
        "DOIs of its references",
        "None where it has no DOI.",
        _one(F("coating__paper__doi")),
        shown=False,
    ),
)


class Coatings(EntryType):
    """The type ``_asc_coatings``."""

    name = NAME
    kind = Kind.COATING
    model = CoatingRead
    description = (
        "Thin films grown by atomic or molecular layer deposition on battery electrodes, each "
        "as one paper reports it."
    )
    properties = _DECLARED
    exact = {"id": _exact_id}
    extra = ("paper_id",)

    def computed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {f"{PREFIX}page": page_url("coatings", public_id(Kind.COATING, row["pk"]))}

    def relationships(self, row: Mapping[str, Any]) -> dict[str, Any]:
        paper = public_id(Kind.PAPER, row["paper_id"])
        link = {"type": "references", "id": paper, "meta": {"description": "reports the coating"}}
        return {"references": {"data": [link]}}

    def included(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        papers = sorted({row["paper_id"] for row in rows})
        return REFERENCES.resources(REFERENCES.queryset().filter(pk__in=papers).order_by("pk"))


COATINGS = Coatings()
