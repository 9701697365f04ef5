"""What is grown: materials, processes, substrates, methods, coatings and their measurements."""

from coatings.models.coating import (
    Coating,
    CoatingMethod,
    Measurement,
    Purpose,
    StepValue,
    Technique,
)
from coatings.models.process import Action, Process, ProcessStep, StepPrecursor
from coatings.models.read_row import CoatingRead
from coatings.models.vocabulary import (
    UNSPECIFIED,
    Material,
    MaterialClass,
    MaterialPhase,
    Method,
    Role,
    Structure,
    Substrate,
)

__all__ = [
    "UNSPECIFIED",
    "Action",
    "Coating",
    "CoatingMethod",
    "CoatingRead",
    "Material",
    "MaterialClass",
    "MaterialPhase",
    "Measurement",
    "Method",
    "Process",
    "ProcessStep",
    "Purpose",
    "Role",
    "StepPrecursor",
    "StepValue",
    "Structure",
    "Substrate",
    "Technique",
]
