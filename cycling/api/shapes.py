"""The shapes of cycling tests in REST."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from records.rest.shapes import (
    ABOUT_DOC,
    SCOPE_DOC,
    DerivedValue,
    ExtractionWord,
    Flag,
    MissingDerived,
    MissingValue,
    PaperRef,
    ScopeWord,
    Shape,
    Source,
    Value,
    ViaRef,
)


class TestCoatingRef(Shape):
    """A coating in the cell."""

    id: str
    material: str
    substrate: str


class Part(Shape):
    """A substance of an electrolyte, and how much of it, as printed."""

    name: str
    amount: str | None = None


class ElectrolyteParts(Shape):
    """An electrolyte by its parts, as printed."""

    salts: list[Part] = []
    solvents: list[Part] = []
    ratio: str | None = None
    additives: list[Part] = []


class Cell(Shape):
    """The cell that was cycled."""

    type: Literal["half", "full", "symmetric", "unspecified"]
    electrode: str | None = Field(description="Key of the substrate under test.")
    counter: str | None
    electrolyte: str | None
    cells: int | None = Field(description="How many cells were tested; null: not reported.")
    format: str | None = Field(description="Coin, pouch, Swagelok …, as printed.")
    composition: str | None = Field(description="Composition of the electrode, as printed.")
    counter_coating: TestCoatingRef | None = Field(description="On the counter electrode.")
    reference: str | None = Field(description="Reference electrode.")
    separator: str | None
    electrolyte_parts: ElectrolyteParts | None


class Setting(Shape):
    """A rate, current, window or temperature of a segment."""

    property: str
    printed: str
    qualifier: str
    low: float | None
    high: float | None
    unit: str
    uncertainty: float | None


class Segment(Shape):
    """A run of cycles with one purpose."""

    kind: Literal["formation", "cycling", "rate", "check-up"]
    first_cycle: int
    last_cycle: int | None = Field(description="null: to the end.")
    charge: Setting | None = None
    discharge: Setting | None = None
    window: Setting | None = None
    temperature: Setting | None = None
    cv: str | None = Field(description="A step at constant voltage, as printed.")
    at: str
    note: str


class AtCycle(Shape):
    """The cycle at which a result was read."""

    printed: str
    low: float | None
    high: float | None


class Result(Value):
    """A stated result."""

    property: str
    at_cycle: AtCycle | None


class MissingResult(MissingValue):
    """A result that the paper does not give."""

    property: str
    at_cycle: AtCycle | None


ShownWord = Literal["better", "worse", "no difference shown", "cannot be told"]
EvidenceWord = Literal["measured-spread", "measured", "one-sided", "stated", "group-statement"]


class Conditions(Shape):
    """How many of the conditions that matter are known of both cells, and which agree."""

    known: int
    of: int
    same: list[str]
    differ: list[str]
    unknown: list[str]


class TestComparison(Shape):
    """How a test does against its controls: claims and numbers kept apart."""

    claimed: Literal["better", "same", "worse", "mixed"] | None
    shown: ShownWord | None
    evidence: EvidenceWord | None
    comparable: Literal["yes", "no", "cannot be told"] | None
    conditions: Conditions | None


class OutcomeItem(Shape):
    """A qualitative outcome."""

    outcome: Literal["better", "same", "worse", "mixed"]
    than: str | None = Field(description="Public id of the test it is compared with.")
    claimed: Literal["better", "same", "worse", "mixed"]
    shown: ShownWord | None = Field(
        description="What numbers of both tests show; null where no control is named."
    )
    evidence: EvidenceWord | None
    aspect: str
    statement: str
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    note: str


class TestItem(Shape):
    """A cycling test."""

    id: str
    url: str
    page: str
    key: str
    label: str
    coating: TestCoatingRef | None = Field(description="On the electrode under test; null: bare.")
    also_coated: list[TestCoatingRef]
    control: Literal["bare", "coated"]
    cell: Cell
    segments: list[Segment] = Field(description="The stated protocol.")
    conditions: dict[str, Value | MissingValue]
    controls: list[str] = Field(description="Public ids of the tests it is compared with.")
    results: list[Result | MissingResult]
    outcomes: list[OutcomeItem]
    comparison: TestComparison
    has: list[str]
    about: list[str] = Field(description=ABOUT_DOC)
    paper: PaperRef
    via: ViaRef | None
    note: str
    review_status: str
    updated: str


class CurveRef(Shape):
    """One recorded cell of a test."""

    cell: int = Field(description="Its number in `points/?cell=`, from 1.")
    label: str
    count: int = Field(description="Recorded cycles.")
    unit: str = Field(description="Of the capacities.")
    per: str | None = Field(description="What the capacities are counted per, where it is stated.")
    columns: list[str]
    source: Source
    figure: str | None = Field(description="Key of the digitised figure they were read off.")
    sha256: list[str] = Field(description="Checksums of the raw files they were computed from.")
    files: list[str] = Field(description="Where the raw files are given back.")
    series: Literal["waiting", "reading", "kept", "refused"] | None = Field(
        description="How far the time series of its files is; null where none is read here."
    )


class PointsRef(Shape):
    """Where the points of a test are, and its recorded cells."""

    count: int
    unit: str
    columns: list[str]
    url: str
    cells: list[CurveRef]
    series: str | None = Field(description="Where the time series are; null without any.")


class ProfileRef(Shape):
    """A voltage profile of a test, read off a figure."""

    profile: int = Field(description="Its number in `profiles/`, from 1.")
    cycle: int | None = Field(description="null: not told.")
    half: Literal["charge", "discharge"] | None = Field(description="null: not told.")
    label: str | None = Field(description="What tells it else, as printed.")
    unit: str = Field(description="Of `x`: a capacity, % or h.")
    per: str | None = Field(description="What a capacity is counted per, where it is stated.")
    count: int = Field(description="Points.")
    figure: str = Field(description="Key of the figure.")
    series: str = Field(description="Its series there.")
    at: list[str] = Field(description="Where the figure stands in the paper.")


class ProfilesRef(Shape):
    """The voltage profiles of a test, and where their points are."""

    url: str
    profiles: list[ProfileRef]


class TestRecord(TestItem):
    """A cycling test with everything known about it."""

    control_of: list[str] = Field(description="Public ids of the tests it is a control of.")
    derived: dict[str, DerivedValue | MissingDerived]
    computed_at: str | None = Field(description="When `derived` was computed.")
    stale: bool = Field(description="Whether `derived` waits to be computed anew.")
    extraction: ExtractionWord
    points: PointsRef | None
    profiles: ProfilesRef | None
    notes: list[str]
    flags: list[Flag] = Field(description="What looks implausible, and why.")
    json_ld: dict[str, Any]


class Points(Shape):
    """Points of one cell of a test, one for each recorded cycle; capacities in `unit`."""

    count: int
    next: str | None
    previous: str | None
    unit: str
    columns: list[str]
    units: dict[str, str] = Field(description="Unit of each column.")
    per: str | None = Field(description="What the capacities are counted per, where it is stated.")
    cell: int
    cells: int = Field(description="How many cells of the test are recorded.")
    source: Source
    results: list[dict[str, float | None]] = Field(
        description="`<column> error` is the standard error of a column."
    )


class ProfilePoint(Shape):
    """A point of a profile, with the standard errors of its reading."""

    profile: int
    cycle: int | None
    half: str | None
    label: str
    unit: str = Field(description="Of `x`: a capacity, % or h.")
    per: str | None
    x: float
    x_error: float
    voltage: float = Field(description="In V.")
    voltage_error: float


class ProfilesPage(Shape):
    """Points of the voltage profiles of a test."""

    count: int
    next: str | None
    previous: str | None
    results: list[ProfilePoint]


class SeriesOfTest(Shape):
    """What is on record in time of one cell of a test."""

    count: int = Field(description="Rows.")
    columns: list[str]
    units: dict[str, str]
    first_cycle: int
    last_cycle: int
    sha256: list[str]
    files: dict[str, str] = Field(description="Address of each form: csv, parquet, bdf.")
