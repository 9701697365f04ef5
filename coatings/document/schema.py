"""The entries of coatings in a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    model_validator,
)

from coatings.document.series import SeriesEntry
from coatings.document.values import Measured
from records.document.fields import (
    MOST,
    MeasurementEntry,
    OneOrMore,
    Printed,
    Slug,
    Sourced,
    StatedEntry,
    Strict,
    Word,
    as_list,
    not_empty,
    one_or_list,
    said_once,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class StepEntry(StatedEntry):
    """One step: exactly one of dose, purge, plasma, soak, or ``steps`` (a sub-cycle).

    It says where its time and temperature were read where the coating was read elsewhere."""

    dose: OneOrMore | None = None
    plasma: OneOrMore | None = None
    soak: OneOrMore | None = None
    purge: Literal[True] | None = None
    time: Printed | None = None
    temperature: Printed | None = None
    every: Annotated[int, Field(ge=2, le=MOST)] | Literal["some"] | None = None
    repeat: int | None = Field(None, ge=1, le=MOST)
    steps: list[StepEntry] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def exactly_one_action(self) -> Self:
        actions = [n for n in ("dose", "plasma", "soak", "purge", "steps") if getattr(self, n)]
        if len(actions) != 1:
            raise ValueError(
                "a step is exactly one of dose, purge, plasma, soak or steps; "
                f"got {', '.join(actions) or 'none'}"
            )
        if self.repeat is not None and self.steps is None:
            raise ValueError("`repeat` counts a sub-cycle: it goes with `steps`")
        return self

    @model_validator(mode="after")
    def what_is_placed_is_a_value(self) -> Self:
        if self.time is None and self.temperature is None:
            if self.scope or self.note or self.via:
                raise ValueError("`scope`, `note` and `via` go with a time or a temperature")
            # there is nothing that was read there
            self.at = self.section = self.extraction = self.url = self.read_on = None
        return self

    @property
    def action(self) -> str:
        for name in ("dose", "plasma", "soak", "purge"):
            if getattr(self, name):
                return name
        return "subcycle"

    @property
    def choices(self) -> list[str]:
        """Keys of the precursors that may be dosed here; several are alternatives."""
        return self.dose or self.plasma or self.soak or []


RoleWord = Literal[
    "anode", "cathode", "solid electrolyte", "separator", "current collector", "model",
    "unspecified",
]  # fmt: skip


class SubstrateUse(Strict):
    material: Word
    role: RoleWord | None = None
    form: (
        Literal["powder", "cast electrode", "foil", "pellet", "wafer", "separator", "other"] | None
    ) = None
    preparation: str | None = None


class FilmValue(Measured, MeasurementEntry):
    """A measured value of a coating."""


Named = Annotated[str, Field(max_length=80), AfterValidator(not_empty)]
SeveralNamed = Annotated[
    list[Named], BeforeValidator(as_list), PlainSerializer(one_or_list), Field(max_length=40)
]


class CoatingEntry(Sourced):
    key: Slug
    id: str | None = Field(None, pattern=r"^ASC-C\d{6,9}$")
    material: Word
    material_printed: str | None = Field(None, max_length=120)
    technique: Literal["ALD", "MLD", "ALD/MLD"] | None = None
    """as printed, where the steps are not known"""
    purpose: Literal[
        "protective barrier", "artificial SEI", "prospective artificial SEI", "solid electrolyte",
        "active electrode", "not stated",
    ]  # fmt: skip
    steps: list[StepEntry] = Field(default_factory=list)
    supercycle: str | None = None
    substrate: SubstrateUse
    methods: list[str] = Field(default_factory=list)
    pretreatment: str | None = None
    reactor_type: (
        Literal[
            "flow", "showerhead", "hot-wall batch", "direct plasma", "remote plasma",
            "fluidised bed", "rotary", "spatial", "other",
        ]
        | None
    ) = None  # fmt: skip
    reactor: str | None = None
    carrier_gas: str | None = None
    saturated: SeveralNamed = Field(default_factory=list)
    """precursors whose half-cycle is shown to saturate"""
    not_saturated: SeveralNamed = Field(default_factory=list)
    anneal_atmosphere: str | None = None
    crystallinity: Literal["amorphous", "partly crystalline", "crystalline", "epitaxial"] | None = (
        None
    )
    phase: Named | None = None
    air_sensitivity: Literal["stable in air", "changes slowly in air", "air-sensitive"] | None = (
        None
    )
    sei_constituents: SeveralNamed = Field(default_factory=list)
    """what the natural SEI on the electrode was found to hold"""
    measurements: list[FilmValue] = Field(default_factory=list)
    series: list[SeriesEntry] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def page_is_said_once(self) -> Self:
        said_once(self, [*self.measurements, *self.series, *flat_steps(self.steps)])
        return self


def flat_steps(steps: Iterable[StepEntry]) -> Iterator[StepEntry]:
    """The steps in the order of their positions: a sub-cycle before the steps it holds."""
    for step in steps:
        yield step
        yield from flat_steps(step.steps or [])
