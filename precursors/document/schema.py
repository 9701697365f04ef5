"""The entries of source temperatures and other values of precursors in a paper document."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from records.document.fields import (
    MeasurementEntry,
    MissingKind,
    Printed,
    StatedEntry,
    Word,
    value_or_missing,
)


class SourceTemperatureEntry(StatedEntry):
    precursor: Word
    value: Printed | None = None
    missing: MissingKind | None = None

    @model_validator(mode="after")
    def one_is_given(self) -> Self:
        value_or_missing(self.value, self.missing)
        return self


class PrecursorValueEntry(MeasurementEntry):
    """A printed property of a precursor other than its source temperature."""

    precursor: Word
