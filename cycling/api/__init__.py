"""REST of this room: cycling tests, their points and their time series."""

from __future__ import annotations

from cycling.api.view import TestView

LISTS = (TestView,)
