"""What documents do not say and REST answers show: ids, dates, review, processes. Kept and put
back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from coatings.models import Process
from exchange.releases.processes import kept_recipes
from literature.models import Paper
from records.kinds import record_kinds, term_kinds
from records.models import MergedKey, PublicId

if TYPE_CHECKING:
    from datetime import datetime

_KEYED: dict[str, Any] = {
    "papers": Paper,
    **{term.section: term.model for term in term_kinds()},
    "processes": Process,
}
_ID_COLUMNS = (
    "kind",
    "number",
    "paper_key",
    "item_key",
    "withdrawn_at",
    "reason",
    "successor",
    "merged",
)
_MERGED_COLUMNS = ("kind", "key", "into", "reason", "names", "merged_at", "fields")


def kept_state() -> dict[str, Any]:
    """Ids given, dates of the last change, and what was reviewed and computed when."""
    ids = PublicId.objects.order_by("kind", "number").values_list(*_ID_COLUMNS)
    state: dict[str, Any] = {"ids": [[_text(value) for value in row] for row in ids]}
    merged = MergedKey.objects.values_list(*_MERGED_COLUMNS)
    state["merged"] = [[_text(value) for value in row] for row in merged]
    state["recipes"] = kept_recipes()
    for name, model in _KEYED.items():
        rows = model.objects.order_by("key").values_list("key", "updated")
        state[name] = {key: _text(updated) for key, updated in rows}
    for kind in record_kinds():
        rows = kind.model.objects.order_by("pk").select_related("read")
        state[kind.section] = {
            str(row.pk): _of_record(row) for row in rows.iterator(chunk_size=500)
        }
    return state


def last_change() -> datetime | None:
    """When anything of the data was last published."""
    models = [*_KEYED.values(), *(kind.model for kind in record_kinds())]
    dates = [
        model.objects.order_by("-updated").values_list("updated", flat=True) for model in models
    ]
    return max((date for found in dates for date in found[:1]), default=None)


def _of_record(row: Any) -> dict[str, Any]:
    values = [value for value in row.read.derived.values() if "computed_at" in value]
    return {
        "updated": _text(row.updated),
        "review_status": row.review_status,
        "computed_at": _text(row.read.computed_at),
        "values_computed_at": values[0]["computed_at"] if values else None,
    }


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def restore_ids(state: dict[str, Any]) -> None:
    """Give every id to the item it belongs to, before anything is published."""
    PublicId.objects.bulk_create(
        # a release written before records were merged lacks the last column
        PublicId(**dict(zip(_ID_COLUMNS, row, strict=False)))
        for row in state["ids"]
    )
    MergedKey.objects.bulk_create(
        # a release written before fields were chosen at a merge lacks the last column
        MergedKey(**dict(zip(_MERGED_COLUMNS, row, strict=False)))
        for row in state.get("merged", [])
    )


@transaction.atomic
def restore_dates(state: dict[str, Any]) -> None:
    """Put back dates and review, after everything is published and derived."""
    for name, model in _KEYED.items():
        for key, updated in state[name].items():
            model.objects.filter(key=key).update(updated=updated)
    for kind in record_kinds():
        for number, kept in state[kind.section].items():
            columns = {column: kept[column] for column in ("updated", "review_status")}
            kind.model.objects.filter(pk=number).update(**columns)
    for kind in record_kinds():
        kind.refresh([int(number) for number in state[kind.section]], stale=False)
    for kind in record_kinds():
        rows = kind.read_row.objects
        for row in rows.only("derived", "computed_at").iterator(chunk_size=500):
            kept = state[kind.section][str(row.pk)]
            for value in row.derived.values():
                if "computed_at" in value:
                    value["computed_at"] = kept["values_computed_at"]
            rows.filter(pk=row.pk).update(derived=row.derived, computed_at=kept["computed_at"])
