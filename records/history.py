"""History of every change, kept by PostgreSQL triggers so that bulk updates leave a trace too."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pghistory

if TYPE_CHECKING:
    from django.db.models import Model

M = TypeVar("M", bound="type[Model]")


def tracked(model: M) -> M:
    """Keep every insert, update and delete of this model in an event table of its own."""
    # trackers remember the model they were given, so that each model needs its own
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    tracked_model: M = pghistory.track(*trackers)(model)
    return tracked_model
