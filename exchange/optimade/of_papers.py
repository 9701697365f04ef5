"""What coatings and tests have in common as entries: columns of their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, TextField

from exchange.optimade.entries import EntryType, public_id_text
from exchange.optimade.properties import PREFIX, Described, Type
from exchange.optimade.references import REFERENCES
from records.models import Kind, parse_public_id, public_id
from records.read_rows import high_column, low_column, number_keys
from records.rest import page_url
from records.review_status import ReviewStatus
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_INTERVAL = (
    "A value is an interval, as REST gives it: both ends are equal for an exact or "
    "approximate value, apart for a printed range; where there are several printed values, "
    "it is the interval that holds them all. The open end of a bound ({bound}) is null, and both "
    "are null where there is no value. `{low} >= x` asks that the value surely be at least x "
    "(REST: `{key}_min=x&match=certain`); `{high} >= x OR ({high} IS UNKNOWN AND {low} IS KNOWN)` "
    "that it may be (REST: `{key}_min=x`)."
)


def words(
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


def texts(name: str, stored: str, title: str, doc: str) -> Described:
    return Described(f"{PREFIX}{name}", Type.LIST, title, doc, stored, required=True)


def numbers(subject: str) -> Iterator[Described]:
    """The two ends of every numeric property of a coating or a test."""
    for key in number_keys(subject):
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


def of_paper(record: str) -> tuple[Described, ...]:
    """Where an entry stands, is read and reported; ``record`` leads from its read row."""
    return (
        words("paper", "paper", "Paper", "Key of the paper that reports it.", required=True),
        Described(
            f"{PREFIX}year",
            Type.INTEGER,
            "Year",
            "In which it was reported.",
            "year",
            sortable=True,
        ),
        texts("via", "via", "Read in", "Keys of the reviews in which it was read."),
        words(
            "review_status",
            f"{record}__review_status",
            "Review",
            "Whether somebody other than its author looked at it, and at its last change.",
            ReviewStatus.values,
            required=True,
        ),
        Described(f"{PREFIX}page", Type.STRING, "Page", "Address of its page."),
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
            _one(F(f"{record}__paper__doi")),
            shown=False,
        ),
    )


def exactly(kind: Kind) -> Mapping[str, Callable[[str], Q]]:
    """How equality with an id is answered from the primary key."""

    def exact_id(value: str) -> Q:
        number = parse_public_id(value, kind)
        known = number is not None and public_id(kind, number) == value
        return Q(pk=number) if known else Q(pk__in=[])

    return {"id": exact_id}


class OfPaper(EntryType):
    """Entries that one paper reports, and that have a page."""

    plural: ClassVar[str]
    extra = ("paper_id",)

    def computed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {f"{PREFIX}page": page_url(self.plural, public_id(self.kind, row["pk"]))}

    def relationships(self, row: Mapping[str, Any]) -> dict[str, Any]:
        paper = public_id(Kind.PAPER, row["paper_id"])
        link = {"type": "references", "id": paper, "meta": {"description": "reports it"}}
        return {"references": {"data": [link]}}

    def included(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        papers = sorted({row["paper_id"] for row in rows})
        return REFERENCES.resources(REFERENCES.queryset().filter(pk__in=papers).order_by("pk"))
