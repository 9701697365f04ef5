"""From the terms of a vocabulary document to columns, and from rows back to entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.document.reference import reference_column, reference_pages

if TYPE_CHECKING:
    from pydantic import BaseModel


def term_columns(entry: Any, *, apart: set[str]) -> dict[str, Any]:
    """Stated fields as columns: what is not given is an empty text, never null."""
    data = entry.model_dump(exclude={"key", "merged", "reference", *apart})
    columns = {name: "" if value is None else value for name, value in data.items()}
    if hasattr(entry, "reference"):
        columns["reference"] = reference_column(entry.reference)
    return columns


def term_entry(shape: type[BaseModel], row: Any, **more: Any) -> dict[str, Any]:
    """The fields that the rows hold under the same name; an empty text was not given."""
    if "reference" in shape.model_fields:
        more["reference"] = reference_pages(row.reference)
    apart = {*more, "merged"}
    held = {name: getattr(row, name) for name in shape.model_fields if name not in apart}
    return {name: value for name, value in {**held, **more}.items() if value not in ("", None)}
