"""REST of this room: materials, substrates, methods, processes, coatings and measurements."""

from coatings.api.coatings import CoatingView
from coatings.api.measurements import MeasurementView
from coatings.api.processes import ProcessView
from coatings.api.series import SeriesView
from coatings.api.vocabulary import MaterialView, MethodView, SubstrateView

LISTS = (
    *(MaterialView, SubstrateView, MethodView, ProcessView),
    *(CoatingView, MeasurementView, SeriesView),
)
