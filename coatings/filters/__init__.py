"""Filters of the lists of this room; pages and REST share them."""

from coatings.filters.coatings import CoatingFilter
from coatings.filters.measurements import MeasurementFilter
from coatings.filters.processes import ProcessFilter
from coatings.filters.vocabulary import MaterialFilter, MethodFilter, SubstrateFilter

__all__ = [
    "CoatingFilter",
    "MaterialFilter",
    "MeasurementFilter",
    "MethodFilter",
    "ProcessFilter",
    "SubstrateFilter",
]
