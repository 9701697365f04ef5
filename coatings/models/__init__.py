"""What is grown: materials, processes, substrates, methods, coatings and their measurements."""

from coatings.models.coating import (
    DETAILS,
    Coating,
    CoatingMethod,
    Crystallinity,
    Form,
    MeasuredOn,
    Measurement,
    Purpose,
    ReactorType,
    StepValue,
    Technique,
)
from coatings.models.process import Action, Process, ProcessStep, StepPrecursor
from coatings.models.read_row import CoatingRead
from coatings.models.series import Series
from coatings.models.vocabulary import (
    UNSPECIFIED,
    AirSensitivity,
    Material,
    MaterialClass,
    MaterialPhase,
    Method,
    Role,
    Structure,
    Substrate,
)

__all__ = [
    "DETAILS",
    "UNSPECIFIED",
    "Action",
    "AirSensitivity",
    "Coating",
    "CoatingMethod",
    "CoatingRead",
    "Crystallinity",
    "Form",
    "Material",
    "MaterialClass",
    "MaterialPhase",
    "MeasuredOn",
    "Measurement",
    "Method",
    "Process",
    "ProcessStep",
    "Purpose",
    "ReactorType",
    "Role",
    "Series",
    "StepPrecursor",
    "StepValue",
    "Structure",
    "Substrate",
    "Technique",
]
