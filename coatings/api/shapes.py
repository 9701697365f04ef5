"""Shapes of what REST gives about coatings."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from coatings.document.schema import RoleWord
from coatings.models import AirSensitivity, Crystallinity, Form, ReactorType
from records.rest.shapes import (
    ABOUT_DOC,
    SCOPE_DOC,
    SUPERSEDED_DOC,
    DerivedValue,
    ExtractionWord,
    Flag,
    MissingDerived,
    MissingValue,
    PaperRef,
    QualifierWord,
    ReferenceValue,
    ScopeWord,
    Shape,
    Source,
    Value,
    ViaRef,
)

ClassWord = Literal["inorganic", "hybrid", "organic"]
TechniqueWord = Literal["ALD", "MLD", "ALD/MLD"]
PurposeWord = Literal[
    "protective barrier", "artificial SEI", "prospective artificial SEI", "solid electrolyte",
    "active electrode", "not stated",
]  # fmt: skip


class _Named(Shape):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class CoatingMaterial(_Named):
    """The film's material, as a coating names it."""

    key: str
    name: str
    formula: str | None
    printed: str
    material_class: ClassWord | None = Field(alias="class")
    elements: list[str]


class CoatingSubstrate(Shape):
    """What is coated."""

    key: str
    name: str
    role: RoleWord
    form: str | None = Field(description=f"One of {', '.join(Form.values)}; null: not stated.")
    preparation: str | None


class Deposition(Shape):
    """What else is said of how the film was grown; null where the paper does not say."""

    pretreatment: str | None
    reactor_type: str | None = Field(description=f"One of {', '.join(ReactorType.values)}.")
    reactor: str | None = Field(description="Its name.")
    carrier_gas: str | None
    saturated: list[str] = Field(
        description="Keys of precursors whose half-cycle is shown to saturate."
    )
    not_saturated: list[str] = Field(description="Keys of those shown not to.")
    anneal_atmosphere: str | None


class CoatingHead(Shape):
    """What lists and records of coatings share."""

    id: str
    url: str
    page: str
    material: CoatingMaterial
    technique: TechniqueWord | None
    precursors: list[str] = Field(description="Keys, in the order first dosed.")
    purpose: PurposeWord
    substrate: CoatingSubstrate
    methods: list[str]
    deposition: Deposition
    crystallinity: str | None = Field(description=f"One of {', '.join(Crystallinity.values)}.")
    phase: str | None = Field(description="Crystalline phase, as the paper names it.")
    air_sensitivity: str | None = Field(description=f"One of {', '.join(AirSensitivity.values)}.")
    sei_constituents: list[str] = Field(description="What the natural SEI was found to hold.")
    thickness: Value | MissingValue | None
    deposition_temperature: Value | MissingValue | None
    has: list[str] = Field(description="Properties with a value, and `cycling`.")
    about: list[str] = Field(description=ABOUT_DOC)
    paper: PaperRef
    via: ViaRef | None
    review_status: str
    updated: str


class CoatingItem(CoatingHead):
    """A coating, as lists give it."""

    process: str | None = Field(description="Key; null where it is not reported.")


class Step(Shape):
    """One step of a cycle."""

    action: Literal["dose", "purge", "plasma", "soak", "subcycle"]
    precursor: str | None = Field(description="Key of what is dosed.")
    alternatives: list[str] = Field(description="Keys of what may be dosed instead.")
    time: Value | MissingValue | None
    temperature: Value | MissingValue | None
    every: int | None = Field(description="Every n-th cycle; null: some, not said which.")
    repeat: int | None = Field(description="How often a sub-cycle runs; null: not reported.")
    steps: list[Step] = Field(description="Steps of a sub-cycle.")


class CoatingProcess(Shape):
    """How the film was grown."""

    key: str
    url: str
    page: str
    steps: list[Step]
    cycles: list[Value | MissingValue] = Field(description="Number of (super)cycles, as printed.")
    supercycle: str | None


class CoatingMeasurement(Shape):
    """A measured property of a coating; `missing` says which kind of missing, else null."""

    id: str
    property: str
    of: str | None = Field(description="The element, of a content.")
    method: str | None = Field(description="Key of the method that it was measured by.")
    measured_on: Literal["coated substrate", "witness"] | None
    printed: str | None
    qualifier: QualifierWord | None
    low: float | None
    high: float | None
    unit: str | None
    uncertainty: float | None
    missing: Literal["not reported", "not checked", "not applicable"] | None
    conditions: dict[str, Any]
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    superseded: bool = Field(description=SUPERSEDED_DOC)
    note: str


class CoatingSeries(Shape):
    """One property of a coating against what was varied, as points in canonical units."""

    id: str
    property: str
    of: str | None = Field(description="The element, of a content.")
    unit: str
    against: str = Field(description="Key of the quantity that was varied.")
    against_unit: str
    points: list[list[float | None]] = Field(
        description="Each the varied quantity, the property, and its standard error or null."
    )
    digitised: bool = Field(description="Whether the points were read off a figure.")
    method: str | None
    measured_on: Literal["coated substrate", "witness"] | None
    conditions: dict[str, Any]
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    superseded: bool = Field(description=SUPERSEDED_DOC)
    note: str


class CoatingRecord(CoatingHead):
    """A coating with everything known about it."""

    process: CoatingProcess | None
    measurements: list[CoatingMeasurement]
    series: list[CoatingSeries]
    cycling: list[str] = Field(description="Public ids of the tests of a cell that holds it.")
    derived: dict[str, DerivedValue | MissingDerived]
    computed_at: str | None = Field(description="When `derived` was computed.")
    stale: bool = Field(description="Whether `derived` waits to be computed anew.")
    extraction: ExtractionWord
    notes: list[str]
    flags: list[Flag] = Field(description="What looks implausible, and why.")
    json_ld: dict[str, Any] = Field(description="The record in the words of schema.org.")


class MeasurementItem(CoatingMeasurement):
    """A measurement, with what it was made on."""

    url: str
    page: str
    coating: str
    material: str
    substrate: str
    paper: PaperRef


class SeriesItem(CoatingSeries):
    """A series, with what it was measured on."""

    url: str
    page: str
    coating: str
    material: str
    substrate: str
    paper: PaperRef


class PhaseRef(Shape):
    """A phase of a laminate or mixture."""

    key: str
    formula: str | None


class MaterialItem(_Named):
    """A film's material."""

    key: str
    url: str
    page: str
    name: str
    formula: str | None
    printed: str | None
    smiles: str | None = Field(description="Structure of its salt or repeating unit.")
    material_class: ClassWord = Field(alias="class")
    elements: list[str]
    variable: bool = Field(description="Whether its stoichiometry is variable.")
    charge_carrier: str | None
    structure: Literal["single", "mixture", "laminate"]
    air_sensitivity: str | None = Field(
        description=f"Of films of it in general; one of {', '.join(AirSensitivity.values)}."
    )
    in_natural_sei: bool = Field(
        description="Whether it was found in a natural SEI; if not, nothing is on record of that."
    )
    phases: list[PhaseRef]
    molar_mass_g_mol: float | None
    reference: list[ReferenceValue]
    aliases: list[str]
    used_in: int = Field(description="How many coatings are of it.")
    updated: str


class MaterialRecord(MaterialItem):
    """A material with everything known about it."""

    processes: list[str] = Field(description="Keys of the processes that grow it.")
    phase_of: list[str] = Field(description="Keys of the materials that it is a phase of.")
    notes: list[str]
    coatings_url: str = Field(description="Address of the list of its coatings.")
    json_ld: dict[str, Any] = Field(description="The record in the words of schema.org.")


class SubstrateItem(Shape):
    """What is coated."""

    key: str
    url: str
    page: str
    name: str
    formula: str | None
    role: RoleWord
    reference: list[ReferenceValue]
    aliases: list[str]
    used_in: int = Field(description="How many coatings are on it.")
    cycled_in: int = Field(description="In how many cycling tests it is the electrode.")
    updated: str


class SubstrateRecord(SubstrateItem):
    """A substrate with everything known about it."""

    notes: list[str]
    coatings_url: str
    cycling_url: str
    json_ld: dict[str, Any] = Field(description="The record in the words of schema.org.")


class MethodItem(Shape):
    """A characterization method in its tree."""

    key: str
    url: str
    page: str
    name: str
    parent: str | None
    path: list[str] = Field(description="From the root to the method itself.")
    children: list[str]
    aliases: list[str]
    used_in: int = Field(description="How many coatings it, or a method below it, was used on.")
    updated: str


class MethodRecord(MethodItem):
    """A method with everything known about it."""

    notes: list[str]
    coatings_url: str
    json_ld: dict[str, Any] = Field(description="The record in the words of schema.org.")


class ProcessMaterial(Shape):
    """What a process grows."""

    key: str
    name: str
    formula: str | None


class ProcessItem(Shape):
    """A deposition process; times and temperatures belong to its coatings."""

    key: str
    url: str
    page: str
    material: ProcessMaterial
    precursors: list[str]
    steps: list[Step]
    used_in: int = Field(description="How many coatings were grown with it.")
    updated: str


class ProcessRecord(ProcessItem):
    """A process with everything known about it."""

    coatings_url: str
