"""The papers behind a selection as files for reference managers: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from django.db.models import Q

from literature.formats import bibtex_entry, csl_item, ris_record
from literature.models import Paper
from records.filtering import Problem
from records.rest import RecordsView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import QueryDict

    from records.rest.formats import Format

_CHUNK = 500


@dataclass(frozen=True)
class CitationFormat:
    """The papers behind a selection, for a reference manager."""

    name: str
    media_type: str
    suffix: str
    doc: str
    write: Callable[[Iterable[Paper]], Iterator[bytes]]

    def check(self, view: RecordsView, rows: Any, data: QueryDict) -> list[Problem]:
        if "fields" in data:
            return [Problem("fields", f"has no part in format={self.name}: citations are whole")]
        return []

    def blocks(self, view: Any, rows: QuerySet[Any], data: QueryDict) -> Iterable[bytes]:
        return self.write(view.papers(rows).iterator(chunk_size=_CHUNK))


def _bibtex(papers: Iterable[Paper]) -> Iterator[bytes]:
    return (bibtex_entry(paper).encode() for paper in papers)


def _ris(papers: Iterable[Paper]) -> Iterator[bytes]:
    return (ris_record(paper).encode() for paper in papers)


def _csl(papers: Iterable[Paper]) -> Iterator[bytes]:
    before = b"[\n"
    for paper in papers:
        yield before + orjson.dumps(csl_item(paper))
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


CITATIONS = (
    CitationFormat("bibtex", "application/x-bibtex", "bib", "BibTeX of its papers", _bibtex),
    CitationFormat("ris", "application/x-research-info-systems", "ris", "RIS of its papers", _ris),
    CitationFormat(
        "csl", "application/vnd.citationstyles.csl+json", "json", "CSL-JSON of its papers", _csl
    ),
)


class CitedRecordsView(RecordsView):
    """A list whose selection can be had as the citations of the papers that report it."""

    reported_through: ClassVar[tuple[str, ...]]
    """How a paper reaches the rows that it reports, as look-ups of the model of papers."""

    @classmethod
    def list_formats(cls) -> tuple[Format, ...]:
        return (*CITATIONS, *super().list_formats())

    @classmethod
    def record_formats(cls) -> tuple[Format, ...]:
        citations = CITATIONS if cls.kind else ()
        return (*citations, *super().record_formats())

    def papers(self, rows: Any) -> Any:
        """The papers that report these rows, by id."""
        found = Q(pk__in=[])
        chosen = rows.order_by().values("pk")
        for path in self.reported_through:
            reporting = Paper.objects.order_by().filter(**{f"{path}__in": chosen})
            found |= Q(pk__in=reporting.values("pk"))
        return Paper.objects.filter(found).order_by("pk")
