"""The parts of the form over a coating: its steps, measurements and series."""

from __future__ import annotations

from dataclasses import replace

from coatings.document import schema as coating_schema
from coatings.document import series as coating_series
from curation.entry.fields import Field, field_of, printed
from curation.entry.shapes import ACTIONS, fold_series, fold_step, unfold_series, unfold_step
from curation.entry.spec import Spec, conditions_of, property_field, sourced, stated, value
from science.properties import PROPERTIES

_COATING = coating_schema.CoatingEntry
COATING = Spec(
    "coating",
    "Coating",
    _COATING,
    (
        field_of(_COATING, "id", widget="hidden"),
        field_of(_COATING, "material", widget="word", kind="material", example="alumina"),
        field_of(_COATING, "material_printed", label="as the paper prints it", size="s"),
        field_of(_COATING, "purpose"),
        field_of(
            _COATING, "technique", label="Technique, where steps are not printed", size="s",
            more=True,
        ),
        field_of(
            _COATING, "substrate.material", label="On", widget="word", kind="substrate",
            example="Li metal",
        ),
        field_of(_COATING, "substrate.role", label="used as", size="s"),
        field_of(_COATING, "substrate.form", label="as", size="s"),
        field_of(_COATING, "substrate.preparation", label="prepared", size="m"),
        field_of(
            _COATING, "methods", label="Studied by", widget="words", kind="method", size="l",
            example="Cyc, EIS, XPS",
        ),
        field_of(_COATING, "supercycle", label="Supercycle, in the paper's words", more=True),
        field_of(_COATING, "crystallinity", size="s", more=True),
        field_of(_COATING, "phase", size="s", more=True, example="anatase"),
        field_of(_COATING, "air_sensitivity", label="In air", size="s", more=True),
        field_of(
            _COATING, "sei_constituents", label="Natural SEI holds", widget="places", more=True,
            example="LiF; Li2CO3",
        ),
        field_of(_COATING, "pretreatment", label="Pretreatment", more=True),
        field_of(_COATING, "reactor_type", label="Reactor", size="s", more=True),
        field_of(_COATING, "reactor", label="Name of the reactor", size="s", more=True),
        field_of(_COATING, "carrier_gas", size="s", more=True, example="N2"),
        field_of(
            _COATING, "saturated", label="Half-cycles shown to saturate", widget="words",
            kind="precursor", more=True, example="TMA, H2O",
        ),
        field_of(
            _COATING, "not_saturated", label="Half-cycles shown not to", widget="words",
            kind="precursor", more=True,
        ),
        field_of(_COATING, "anneal_atmosphere", label="Annealed in", size="s", more=True),
        field_of(
            _COATING, "key", label="Key", size="s", more=True, required=False,
            hint="film-on-substrate; proposed where left empty",
        ),
        *sourced(_COATING),
    ),
    ("steps", "measurements", "series"),
    add="Add a coating",
)  # fmt: skip

_STEP = coating_schema.StepEntry
STEP = Spec(
    "step",
    "Step",
    _STEP,
    (
        Field("action", "Step", "choice", (("", tuple((a, a) for a in ACTIONS)),), size="s"),
        Field(
            "precursors", "of", "words", kind="precursor", example="TMA",
            hint="alternatives with “or”",
        ),
        printed("time", "for", "time", size="s", example="0.1 s"),
        printed("temperature", "at", "temperature", size="s"),
        field_of(
            _STEP, "every", label="only every … cycle", widget="number", more=True, choices=(),
            hint="4, or “some”",
        ),
        field_of(_STEP, "repeat", label="times (sub-cycle)", more=True),
        *(replace(f, more=True) for f in stated(_STEP)),
    ),
    ("steps",),
    unfold=unfold_step,
    fold=fold_step,
    add="Add a step",
)  # fmt: skip

_MEASUREMENT = coating_schema.FilmValue


MEASUREMENT = Spec(
    "measurement",
    "Measurement",
    _MEASUREMENT,
    (
        property_field(("measured", "coating")),
        field_of(
            _MEASUREMENT,
            "of",
            label="of the element",
            size="s",
            more=True,
            required=False,
            example="C",
            hint="of a content",
        ),
        *value(_MEASUREMENT),
        conditions_of(_MEASUREMENT),
        field_of(
            _MEASUREMENT,
            "method",
            label="by",
            widget="word",
            kind="method",
            size="s",
            more=True,
            example="XRR",
        ),
        field_of(_MEASUREMENT, "measured_on", label="on", size="s", more=True),
        *stated(_MEASUREMENT),
    ),
    add="Add a measurement",
)

_SERIES = coating_series.SeriesEntry
SERIES = Spec(
    "series",
    "Series",
    _SERIES,
    (
        property_field(("measured", "coating")),
        Field(
            "against", "against", "choice",
            (("", tuple((key, PROPERTIES[key].label) for key in coating_series.varied())),),
            required=True,
        ),
        field_of(_SERIES, "unit", label="in", size="s", example="Å", hint="the property's unit"),
        field_of(_SERIES, "against_unit", label="varied in", size="s", example="°C"),
        Field(
            "rows", "Points", "area", size="l", required=True, example="100 1.3 0.05\n150 1.1",
            hint="a point a line: what varies, the property, its error; or figure/series",
        ),
        field_of(
            _SERIES, "of", label="of the element", size="s", more=True, required=False,
            hint="of a content",
        ),
        conditions_of(_SERIES),
        field_of(_SERIES, "method", label="by", widget="word", kind="method", size="s", more=True),
        field_of(_SERIES, "measured_on", label="on", size="s", more=True),
        *stated(_SERIES),
    ),
    unfold=unfold_series,
    fold=fold_series,
    add="Add a series",
)  # fmt: skip
