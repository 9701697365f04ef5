"""A quiet link beside each value of a record: report a problem with it. Where a reader did, and
nobody answered yet, the report shows there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from curation.models import ProblemReport
from records.kinds import RecordKind, sections
from records.models import Kind, public_id
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.kinds import Values

    Reports = dict[str, list[ProblemReport]]

register = template.Library()

MOST = 5000
"""Open reports that a page looks through; as many would be weeks of the most that is taken."""

_CELL = {
    "Cell": "cell.type",
    "Electrode": "cell.electrode",
    "Counter electrode": "cell.counter",
    "Electrolyte": "cell.electrolyte",
    "Cells tested": "cell.cells",
    "Format": "cell.format",
    "Composition of the electrode": "cell.composition",
    "Reference electrode": "cell.reference",
    "Separator": "cell.separator",
}


@register.simple_tag(takes_context=True)
def report_value(context: Any, row: Any, rows: Sequence[Any] = ()) -> SafeString:
    """Beside a printed value. ``rows`` are those it stands among: a second value of the same
    property is told apart by its number."""
    kind, values = _values_of(type(row))
    owner, place_of = values.owner, values.place
    number, place = getattr(row, owner), place_of(row)
    before = 0
    for other in rows:
        if other is row or other == row:
            break
        before += getattr(other, owner) == number and place_of(other) == place
    if before:
        place = f"{place[:-1]}#{before + 1}]"
    key = getattr(row, "property", "")
    label = PROPERTIES[key].label.lower() if key in PROPERTIES else "this value"
    return _link(context, public_id(kind, number), place, label)


def _values_of(model: Any) -> tuple[Kind, Values]:
    return next(
        (section.kind if isinstance(section, RecordKind) else Kind.PAPER, values)
        for section in sections()
        for values in section.values
        if values.model is model
    )


@register.simple_tag(takes_context=True)
def report_field(context: Any, record: Any, place: str, label: str) -> SafeString:
    """Beside a field of a record, or of a word, that is no measured value:
    ``substrate.preparation``."""
    name = getattr(record, "public_id", None) or f"{record._meta.model_name}/{record.key}"
    return _link(context, name, place, label)


@register.simple_tag(takes_context=True)
def report_cell(context: Any, tests: Sequence[Any], index: int, label: str) -> SafeString:
    """Beside what a test says of its cell, in a table of tests side by side."""
    return _link(context, tests[index].public_id, _CELL[label], label.lower())


@register.simple_tag(takes_context=True)
def report_derived(context: Any, record: str, key: str) -> SafeString:
    """Beside a derived value of the record with this public id."""
    return _link(context, record, f"derived.{key}", PROPERTIES[key].label.lower())


def _link(context: Any, record: str, place: str, label: str) -> SafeString:
    kind, _, key = record.partition("/")
    page = reverse("report-word", args=[kind, key]) if key else reverse("report", args=[record])
    address = f"{page}?{urlencode({'place': place})}"
    told = [one for one in open_reports(context).get(record, []) if stands_at(one, place)]
    shown = SafeString("")
    for one in told:
        shown += format_html(
            ' <a class="reported" href="{}">reported<span class="away">: a reader’s report {} on '
            "{}, being looked into</span></a>",
            reverse("report-status", args=[one.reference]),
            one.reference,
            label,
        )
    link = (
        '&nbsp;<a class="report" href="{}" rel="nofollow" title="Report a problem with this value">'
    )
    away = '<span class="away">Report a problem with {}</span></a>'
    return shown + format_html(link + away, address, label)


@register.filter
def address_of(record: str) -> str:
    """The page of what was reported: a record by its public id, a word by kind and key."""
    kind, _, key = record.partition("/")
    return reverse(kind, args=[key]) if key else reverse(Kind(record[4]).page, args=[record])


def stands_at(report: ProblemReport, stem: str) -> bool:
    """Whether it is on this value, or on anything said beside it."""
    return report.place == stem or report.place.startswith((f"{stem}.", f"{stem}["))


def open_reports(context: Any) -> Reports:
    """Open reports by record, asked for once for a page."""
    request = context.request
    if not hasattr(request, "open_reports"):
        found: Reports = {}
        for one in ProblemReport.objects.open()[:MOST]:
            found.setdefault(one.record, []).append(one)
        request.open_reports = found
    reports: Reports = request.open_reports
    return reports
