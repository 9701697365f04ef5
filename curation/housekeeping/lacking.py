"""What nobody uses, what waits, what was not checked or explained, and how much is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from coatings.models import Coating, Material, Method, Substrate
from curation.housekeeping.tables import Line, Table
from curation.models import FlagAnswer, Submission
from literature.models import Paper
from precursors.models import Precursor, SourceTemperature
from records.kinds import record_kinds
from records.printed_values import Missing
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator


def orphans() -> Table:
    """Words that no record uses, and papers without a record that nothing was read in."""
    lines = [*_unused_words(), *_empty_papers()]
    about = (
        "Words that no record uses, and papers that report nothing and have nothing read in them."
    )
    return Table("orphans", "Used by nothing", about, ("Kind", "Key", "Name"), lines)


def _unused_words() -> Iterator[Line]:
    kinds: tuple[tuple[str, str, Any], ...] = (
        ("precursor", "precursors", Precursor.objects.filter(
            step_links=None, source_temperatures=None, measurements=None)),
        ("material", "materials", Material.objects.filter(
            coatings=None, processes=None, phase_of=None)),
        ("substrate", "substrates", Substrate.objects.filter(coatings=None, cycling_tests=None)),
        ("method", "methods", Method.objects.filter(coating_links=None, children=None)),
    )  # fmt: skip
    for kind, page, rows in kinds:
        for key, name in rows.order_by("key").values_list("key", "name"):
            yield Line((kind, key, name), f"/{page}/{key}/")


def _empty_papers() -> Iterator[Line]:
    own = {"paper": OuterRef("pk")}
    records = [kind.model for kind in record_kinds()]
    empty = Paper.objects.filter(
        *(~Exists(model.objects.filter(**own)) for model in (*records, SourceTemperature)),
        via=None,
        read_papers=None,
    )
    for paper in empty.order_by("pk"):
        yield Line(("paper", paper.key, paper.citation), paper.get_absolute_url())


def waiting() -> Table:
    """Open drafts, those handed in first, longest waiting first."""
    now = timezone.now()
    rows = Submission.objects.under_way().select_related("author", "reviewer")
    ordered = sorted(rows, key=lambda s: (s.submitted_at is None, s.submitted_at or s.updated))
    lines = [
        Line(
            (
                str((now - (draft.submitted_at or draft.updated)).days),
                draft.get_state_display(),
                draft.title,
                str(draft.author),
                str(draft.reviewer or ""),
            ),
            f"/curate/{draft.pk}/check/",
        )
        for draft in ordered
    ]
    columns = ("Days", "State", "Paper", "Author", "Reviewer")
    about = "Drafts under way; handed in before unfinished, longest waiting first."
    return Table("waiting", "Waiting longest", about, columns, lines)


def not_checked() -> Table:
    """Values of which nobody looked whether the paper has them."""
    lines = [
        _value_line(getattr(value, kind.word), value.property)
        for kind in record_kinds()
        for values in kind.values
        if values.printed
        for value in values.model.objects.filter(missing=Missing.NOT_CHECKED)
        .select_related(f"{kind.word}__paper")
        .order_by(kind.word, "position")
    ]
    about = "Values that are “not checked”: whoever has the paper can say."
    return Table("not-checked", "Not checked", about, ("Record", "Paper", "Value"), lines)


def _value_line(record: Any, key: str) -> Line:
    label = PROPERTIES[key].label if key in PROPERTIES else key
    return Line((record.public_id, record.paper.key, label), record.get_absolute_url())


def unexplained() -> Table:
    """Flags on record that no reviewer confirmed or explained."""
    answered = set(FlagAnswer.objects.values_list("paper_key", "section", "code", "reason"))
    lines = []
    for kind in record_kinds():
        rows = kind.read_row.objects.exclude(flags=[])
        columns = ("pk", "paper", f"{kind.word}__key", f"{kind.word}__note", "flags")
        for number, paper, key, note, flags in rows.values_list(*columns).order_by("pk"):
            own, page = kind.public_id(number), kind.address(number)
            lines += [
                Line((own, paper, flag["severity"], flag["reason"], note), page)
                for flag in flags
                if (paper, kind.place(key), flag["code"], flag["reason"]) not in answered
            ]
    heads = ("Record", "Paper", "How grave", "Flag", "Note of the record")
    about = (
        "What looks implausible, and no reviewer has confirmed or explained. The note of a record "
        "is what its document says of it."
    )
    return Table("unexplained", "Flags unexplained", about, heads, lines)


def coverage() -> Table:
    """For how many records each property is known, as printed or derived."""
    lines = []
    for kind in record_kinds():
        subject, rows = kind.word, kind.read_row.objects
        total = rows.count()
        known: Counter[str] = Counter()
        for has in rows.values_list("has", flat=True).iterator(chunk_size=5000):
            known.update(has)
        for key, declared in PROPERTIES.items():
            if any(of == subject for _, of in declared.roles):
                share = round(100 * known[key] / total) if total else 0
                texts = (subject, declared.label, str(known[key]), str(total), str(share))
                lines.append(Line(texts, f"/{kind.section}/?has={key}" if known[key] else ""))
    lines += _stated_coverage()
    columns = ("Of", "Field", "Known", "Of all", "%")
    about = "How many records say it, as printed or as derived from what is printed."
    return Table("coverage", "Coverage", about, columns, lines, share=True)


def _stated_coverage() -> Iterator[Line]:
    """Fields of records that are no properties."""
    counts = Coating.objects.aggregate(
        total=Count("pk"),
        process=Count("process"),
        preparation=Count("pk", filter=~Q(preparation="")),
        reviewed=Count("pk", filter=Q(review_status="reviewed")),
    )
    papers = Paper.objects.aggregate(
        total=Count("pk"), doi=Count("doi"), title=Count("pk", filter=Q(csl__has_key="title"))
    )
    for kind, found in (("coating", counts), ("paper", papers)):
        total = found.pop("total")
        for name, count in found.items():
            share = round(100 * count / total) if total else 0
            label = "DOI" if name == "doi" else name.capitalize()
            yield Line((kind, label, str(count), str(total), str(share)))
