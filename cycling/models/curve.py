"""What was recorded of a cell: per cycle its doubles in one field, in time as Parquet in parts."""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from records.printed_values import Provenance
from science.cycling.columns import DENOMINATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


def packed(columns: Iterable[Sequence[float | None]]) -> bytes:
    """The doubles of columns of one length, deflated; a gap is NaN. The first bytes of all of them
    stand together, then the second ones, and so on: neighbours are alike there."""
    table = np.array(list(columns), dtype=np.float64)
    return zlib.compress(table.view(np.uint8).reshape(-1, 8).T.tobytes())


class TestCurve(Provenance):
    """The points of one cell of a test, in the order they are recorded; a gap is null.

    ``position`` 0 is the cell that the test speaks of, the others are its replicates, unless the
    test has no points of its own (``own`` is False): then all are replicates.
    """

    __test__ = False  # not a test case, whatever pytest makes of the name

    test = models.ForeignKey("cycling.CyclingTest", models.CASCADE, related_name="curves")
    position = models.PositiveSmallIntegerField()
    own = models.BooleanField(default=True)
    label = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=16)
    per = models.CharField(
        max_length=22, blank=True, choices=[(word, word) for word in DENOMINATORS]
    )
    columns = ArrayField(models.CharField(max_length=40))
    data = models.BinaryField(help_text="the columns in their order, packed")
    last_cycle = models.FloatField(null=True, help_text="the highest cycle that is recorded")
    errors: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="standard errors of a column, one for each row"
    )
    figure = models.CharField(max_length=120, blank=True, help_text="its key in the document")
    series: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="column → key of the series in the figure"
    )
    sha256 = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "position"], name="curve_has_its_place"),
        ]
        indexes = [
            # which tests name a raw file: whether it is public, whether it is still named
            GinIndex(fields=["sha256"], name="curve_files"),
        ]

    def __str__(self) -> str:
        return self.label or f"cell {self.position + 1}"

    @cached_property
    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """The values by column; a gap is NaN."""
        plain = np.frombuffer(zlib.decompress(self.data), np.uint8).reshape(8, -1)
        table = np.ascontiguousarray(plain.T).view(np.float64).reshape(len(self.columns), -1)
        return dict(zip(self.columns, table, strict=True))

    @property
    def length(self) -> int:
        return len(self.arrays["cycle"])

    def values_of(self, column: str) -> list[float | None]:
        """The values of one column; empty where it is not recorded."""
        if column not in self.arrays:
            return []
        values = self.arrays[column].tolist()
        gaps = np.flatnonzero(np.isnan(self.arrays[column]))
        for place in gaps.tolist():
            values[place] = None
        return values

    def rows(self, columns: Iterable[str] = ()) -> list[tuple[float | None, ...]]:
        """Row by row, in the order of the document or of these columns."""
        named = list(columns) or self.columns
        return list(zip(*(self.values_of(column) for column in named), strict=True))


class SeriesPart(models.Model):
    """A run of whole cycles of a time series, as a Parquet file; named by the raw file's checksum,
    or by that of the list of them (:func:`cyclers.reading.joining.key_of`).

    What is read of a raw file never changes with the documents that name it, and is made anew
    from the file where the reader becomes better.
    """

    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()
    first_cycle = models.IntegerField()
    last_cycle = models.IntegerField()
    start = models.FloatField(help_text="s since the start of the test")
    end = models.FloatField(help_text="s since the start of the test")
    count = models.PositiveIntegerField(help_text="rows")
    columns = ArrayField(models.CharField(max_length=40))
    data = models.BinaryField()

    class Meta:
        ordering = ["sha256", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "position"], name="part_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"cycles {self.first_cycle}–{self.last_cycle} of {self.sha256[:12]}"


class SeriesState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    KEPT = "kept"
    REFUSED = "refused"


class SeriesReading(models.Model):
    """The raw files of a recorded cell, to be read for their time series once a test that names
    them is public. The row is the truth, the message to the worker is not."""

    key = models.CharField(max_length=64, unique=True, help_text="of the parts")
    files = ArrayField(models.CharField(max_length=64))
    state = models.CharField(max_length=8, choices=SeriesState.choices, default=SeriesState.WAITING)
    seconds = models.FloatField(default=0, help_text="how long its reader has been at it")
    attempts = models.PositiveSmallIntegerField(default=0)
    refused = models.TextField(blank=True, help_text="why there is no series")
    touched = models.DateTimeField(help_text="when its reader last gave a sign of life")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SeriesState.values), name="series_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refused=""),
                name="refused_series_says_why",
            ),
        ]
        indexes = [
            # the sweep: what waits or was left
            models.Index(fields=["state", "touched"], name="series_sweep"),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.key[:12]}"

    @property
    def runs(self) -> bool:
        return self.state in (SeriesState.WAITING, SeriesState.READING)
