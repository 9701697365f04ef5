"""Per-cycle points in a paper document: those of a test, and of each of its replicate cells."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from records.document.fields import Printed, Slug, Sourced, Strict
from records.document.invalid import nearest
from science.cycling.columns import PER, POINT_COLUMNS, POINT_UNITS, Denominator
from science.quantities import UnreadableValue, read

_MOST_ROWS = 200_000
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _unit_of_points(text: str) -> str:
    """The unit in the spelling that is kept."""
    for unit in POINT_UNITS:
        try:
            if read(f"1 {text}", unit=unit).low == 1:
                return unit
        except UnreadableValue:
            continue
    raise ValueError(f"is no unit of capacities: expected {', '.join(POINT_UNITS)}")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FigureSeries(Strict):
    """The digitised series that points are read off: a figure of the document, and the series of
    each column, or the one of the only column."""

    figure: Slug
    series: Slug | dict[str, Slug]


class Points(Sourced):
    """``errors`` are standard errors of a column, one for each row; ``sha256`` names the raw files
    that the points were computed from. Points that are read off a ``figure`` have no rows here:
    they follow from its pixels and calibration, their errors too."""

    unit: Annotated[str, AfterValidator(_unit_of_points)]
    per: Denominator | None = None
    columns: list[str] = Field(min_length=2)
    rows: list[list[_Number | None]] = Field(default_factory=list, max_length=_MOST_ROWS)
    errors: dict[str, list[_Number | None]] = Field(default_factory=dict)
    figure: FigureSeries | None = None
    sha256: Annotated[list[_Sha256], BeforeValidator(_as_list)] = Field(default_factory=list)

    @model_validator(mode="after")
    def columns_are_known(self) -> Self:
        if self.columns[0] != "cycle":
            raise ValueError("the first column is `cycle`")
        for place, name in enumerate(self.columns):
            if name not in POINT_COLUMNS:
                known = ", ".join(POINT_COLUMNS)
                raise ValueError(
                    f'no column "{name}"{nearest(name.lower(), POINT_COLUMNS)}; expected {known}'
                )
            if name in self.columns[:place]:
                raise ValueError(f'the column "{name}" stands there twice')
        return self

    @model_validator(mode="after")
    def rows_fit_columns(self) -> Self:
        first: dict[float, int] = {}
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns) or row[0] is None:
                raise ValueError(f"rows[{number}] needs {len(self.columns)} values, cycle first")
            cycle = row[0]
            if cycle < 0 or not cycle.is_integer():
                raise ValueError(f"rows[{number}]: {cycle:g} is no number of a cycle")
            if cycle in first:
                raise ValueError(f"rows[{number}]: cycle {cycle:g} is that of rows[{first[cycle]}]")
            first[cycle] = number
        return self

    @model_validator(mode="after")
    def rows_or_figure(self) -> Self:
        if self.figure is None:
            if "rows" not in self.model_fields_set:
                raise ValueError("give `rows`, or the `figure` and series they are read off")
            return self
        if self.rows or self.errors:
            raise ValueError("points of a `figure` follow from it: leave out `rows` and `errors`")
        if self.extraction not in (None, "figure"):
            raise ValueError("`extraction` of points of a figure is figure")
        self.extraction = "figure"
        if sorted(self.series_of_figure()) != sorted(self.columns[1:]):
            named = ", ".join(self.columns[1:])
            raise ValueError(f"`figure.series` names a series for each column: {named}")
        self.figure.series = self.series_of_figure()
        return self

    def series_of_figure(self) -> dict[str, str]:
        """The digitised series of each column; empty for points of no figure."""
        if self.figure is None:
            return {}
        series = self.figure.series
        return {self.columns[1]: series} if isinstance(series, str) else series

    @model_validator(mode="after")
    def errors_fit_rows(self) -> Self:
        for column, errors in self.errors.items():
            if column not in self.columns[1:]:
                given = ", ".join(self.columns[1:])
                raise ValueError(f'errors of "{column}", which is no column; expected {given}')
            if len(errors) != len(self.rows):
                raise ValueError(
                    f'errors of "{column}": {len(errors)} for {len(self.rows)} rows, expected one '
                    "for each"
                )
            if any(error is not None and error < 0 for error in errors):
                raise ValueError(f'errors of "{column}": a standard error is a number from 0 up')
        return self

    @model_validator(mode="after")
    def unit_fits_what_it_is_per(self) -> Self:
        if self.per is not None and self.per not in PER[self.unit]:
            fitting = ", ".join(PER[self.unit]) or "nothing"
            raise ValueError(f"capacities in {self.unit} are per {fitting}, not per {self.per}")
        return self

    def column(self, name: str) -> list[float | None]:
        """The values of one column, in the order of the rows."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


class Replicate(Strict):
    """A further cell of the same kind, with points of its own."""

    label: Annotated[Printed, Field(max_length=120)] | None = None
    points: Points
