"""Voltage profiles in a paper document: read off its figures, each of one half cycle.

.. code-block:: yaml

    profiles:
      - {cycle: 1, half: charge, unit: mAh/g, per: active material, figure: fig-9a, series: x-4-up}
      - {cycle: 1, half: discharge, unit: h, figure: fig-5b, series: bare-down}
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from records.document.fields import MOST, Printed, Slug, Strict
from science.cycling.columns import PER, PROFILE_UNITS, Denominator, profile_scale
from science.quantities import UnknownUnit


def _known(unit: str) -> str:
    try:
        profile_scale(unit)
    except UnknownUnit as error:
        expected = ", ".join(PROFILE_UNITS)
        raise ValueError(f"is no unit of capacity or time: expected {expected}") from error
    return unit


class Profile(Strict):
    """Voltage against charge or time: a series of a figure of this document. ``unit`` is that of
    its x axis; the y axis is in V, or in mV where the axis says so. ``cycle`` and ``half`` are left
    out where the paper does not tell them, ``label`` is what tells the profile else, as printed."""

    cycle: int | None = Field(None, ge=0, le=MOST)
    half: Literal["charge", "discharge"] | None = None
    label: Annotated[Printed, Field(max_length=120)] | None = None
    unit: Annotated[str, Field(max_length=40), AfterValidator(_known)]
    per: Denominator | None = None
    figure: Slug
    series: Slug

    @model_validator(mode="after")
    def unit_fits_what_it_is_per(self) -> Self:
        known = profile_scale(self.unit)[0]
        if self.per is not None and self.per not in PER.get(known, ()):
            raise ValueError(f"{self.unit} is not per {self.per}")
        return self

    @property
    def name(self) -> str:
        """As the document names the series of its figures."""
        return f"{self.figure}/{self.series}"
