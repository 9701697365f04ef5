"""Every write of the coatings room."""

from coatings.actions.coatings import delete_coating, mark_stale, save_coating
from coatings.actions.processes import StepPattern, make_process, rename_in_processes
from coatings.actions.vocabulary import (
    save_material,
    save_method,
    save_phases,
    save_substrate,
)

__all__ = [
    "StepPattern",
    "delete_coating",
    "make_process",
    "mark_stale",
    "rename_in_processes",
    "save_coating",
    "save_material",
    "save_method",
    "save_phases",
    "save_substrate",
]
