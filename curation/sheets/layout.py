"""Sheets and columns of the workbook, made from the same fields as the form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from curation.entry.fields import Field
from curation.entry.proposing import fields_of
from curation.entry.specs import SPECS, Spec
from curation.lookup.terms import LISTS
from records.kinds import record_kinds

NUMBER = Field(
    "number", "Number of the step", hint="2.1 is the first step inside step 2; may be left empty"
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: a kind of record, one a row. ``owner`` is the column with the key of the coating
    or test that the rows belong to, ``inside`` the list they make there."""

    title: str
    spec: Spec
    inside: str
    owner: str = ""
    about: str = ""

    @property
    def columns(self) -> tuple[Field, ...]:
        own = (Field(self.owner, f"Key of the {self.owner}", required=True),) if self.owner else ()
        number = (NUMBER,) if self.spec.name == "step" else ()
        shown = [_keyed(self.spec, f) for f in self.spec.fields if f.name not in _NOT_IN_SHEETS]
        return (*own, *number, *shown)

    @property
    def headers(self) -> list[str]:
        return [header(column) for column in self.columns]


_NOT_IN_SHEETS = {"schema", "points.table"}


def _keyed(spec: Spec, field: Field) -> Field:
    """Rows of other sheets name coatings and tests by their keys: here a key is needed."""
    if field.name == "key" and any(kind.word == spec.name for kind in record_kinds()):
        return replace(field, required=True, hint="a short name of your own: al2o3-on-li")
    return field


def header(column: Field) -> str:
    """``substrate.preparation`` as ``substrate preparation``."""
    return column.name.replace(".", " ").replace("_", " ")


def _sheet(title: str, kind: str, inside: str, owner: str = "", about: str = "") -> Sheet:
    return Sheet(title, SPECS[kind], inside, owner, about)


PAPER_SHEET = _sheet("paper", "paper", "", about="One row: the citation.")
SHEETS = (
    PAPER_SHEET,
    _sheet("coatings", "coating", "coatings", about="One row for each coating."),
    _sheet(
        "steps", "step", "steps", "coating",
        "The steps of one cycle, in order; a sub-cycle's own steps are numbered 2.1, 2.2 …",
    ),
    _sheet("measurements", "measurement", "measurements", "coating", "One value a row."),
    _sheet("series", "series", "series", "coating", "One property against what varies, a row."),
    _sheet("tests", "test", "cycling", about="One row for each cell, bare ones too."),
    _sheet("conditions", "condition", "conditions", "test", "One condition of a test a row."),
    _sheet("protocol", "segment", "segments", "test", "One run of cycles of a test a row."),
    _sheet("results", "result", "results", "test", "One stated result, or comparison, a row."),
    _sheet("source temperatures", "source_temperature", "source_temperatures"),
    _sheet("precursor values", "precursor_value", "precursor_values"),
    _sheet("withdrawn", "withdrawal", "withdrawn", about="Only for a paper that is public."),
)  # fmt: skip
NEW_WORDS_TITLE = "new words"
WORD_KIND = "kind of word"
README_TITLE = "read me"
WORDS_TITLE = "words"


@cache
def by_title(title: str) -> Sheet | None:
    return next((sheet for sheet in SHEETS if sheet.title == title), None)


@cache
def new_word_headers() -> list[str]:
    """The columns of proposed words: their kind and key, then whatever a kind may say."""
    names = [header(field) for kind in LISTS for field in fields_of(kind)]
    return list(dict.fromkeys([WORD_KIND, "key", "name", *names]))
