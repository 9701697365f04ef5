"""Every write of the coatings room."""

from coatings.actions.coatings import CoatingParts, save_coatings
from coatings.actions.processes import (
    StepPattern,
    make_process,
    make_processes,
    rename_in_processes,
    restore_processes,
)
from coatings.actions.vocabulary import (
    MaterialInconsistent,
    save_material,
    save_method,
    save_phases,
    save_substrate,
)

__all__ = [
    "CoatingParts",
    "MaterialInconsistent",
    "StepPattern",
    "make_process",
    "make_processes",
    "rename_in_processes",
    "restore_processes",
    "save_coatings",
    "save_material",
    "save_method",
    "save_phases",
    "save_substrate",
]
