"""Papers as OPTIMADE references, in the words of BibTeX that the specification uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from exchange.optimade.entries import EntryType, public_id_text
from exchange.optimade.properties import PREFIX, Described, Type, by_name, common
from literature.models import Paper
from records.models import Kind, parse_public_id, public_id
from records.rest import page_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_BIBTEX = {
    "article-journal": "article",
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "paper-conference": "inproceedings",
    "report": "techreport",
}


def _families(member: str) -> Func:
    """The family names of the authors or editors of a citation."""
    return Func(
        KeyTransform(member, "csl"),
        template="ARRAY(SELECT coalesce(name->>'family', name->>'literal') "
        "FROM jsonb_array_elements(%(expressions)s) AS name)",
        output_field=ArrayField(TextField()),
    )


def _bib_type() -> Case:
    cases = [When(type=csl, then=Value(bibtex)) for csl, bibtex in _BIBTEX.items()]
    return Case(*cases, default=Value("misc"), output_field=CharField())


def _text(name: str, title: str, stored: Any) -> Described:
    return Described(name, Type.STRING, title, "As the reference prints it.", stored, sortable=True)


def _csl(name: str, title: str, member: str) -> Described:
    return _text(name, title, KeyTextTransform(member, "csl"))


def _people(name: str, title: str) -> Described:
    doc = "Each with `name`, `firstname` and `lastname`."
    members = ("name", "firstname", "lastname")
    return Described(name, Type.DICTIONARIES, title, doc, members=members)


def _exact_id(value: str) -> Q:
    number = parse_public_id(value, Kind.PAPER)
    known = number is not None and public_id(Kind.PAPER, number) == value
    return Q(pk=number) if known else Q(pk__in=[])


_DECLARED = by_name(
    *common("references", public_id_text(Kind.PAPER, F("pk")), "updated"),
    _people("authors", "Authors"),
    _people("editors", "Editors"),
    Described(
        "authors.lastname", Type.LIST, "Family names", "In order.", _families("author"), shown=False
    ),
    Described(
        "editors.lastname", Type.LIST, "Family names", "In order.", _families("editor"), shown=False
    ),
    _csl("title", "Title", "title"),
    _text("journal", "Journal or book", "container"),
    _text("year", "Year", Cast("year", CharField())),
    _csl("volume", "Volume", "volume"),
    _csl("number", "Issue", "issue"),
    _csl("pages", "Pages", "page"),
    _csl("publisher", "Publisher", "publisher"),
    _text("doi", "DOI", "doi"),
    Described("url", Type.STRING, "Address", "Of the DOI, where there is one."),
    _text("bib_type", "Type in BibTeX", _bib_type()),
    _text(f"{PREFIX}key", "Key", "key"),
    _text(f"{PREFIX}citation", "Citation in one line", "citation"),
    Described(f"{PREFIX}page", Type.STRING, "Page", "Address of the page of the paper."),
)


class References(EntryType):
    """The type ``references``."""

    name = "references"
    kind = Kind.PAPER
    model = Paper
    paper = "key"
    description = "The papers that report coatings, and those they refer to."
    properties = _DECLARED
    exact = {"id": _exact_id}
    extra = ("csl",)

    def computed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        doi = row["doi"]
        return {
            "authors": [_person(name) for name in row["csl"].get("author", [])] or None,
            "editors": [_person(name) for name in row["csl"].get("editor", [])] or None,
            "url": f"https://doi.org/{doi}" if doi else None,
            f"{PREFIX}page": page_url("papers", public_id(Kind.PAPER, row["pk"])),
        }


def _person(name: Mapping[str, str]) -> dict[str, str | None]:
    given, family = name.get("given"), name.get("family")
    whole = name.get("literal") or " ".join(part for part in (given, family) if part)
    return {"name": whole, "firstname": given, "lastname": family or name.get("literal")}


REFERENCES = References()
