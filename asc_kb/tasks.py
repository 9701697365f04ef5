"""What the house does by the clock."""

from __future__ import annotations

from pathlib import Path

from celery import shared_task
from django.conf import settings

from asc_kb.operations import backup


@shared_task(name="asc_kb.back_up", time_limit=None, soft_time_limit=None)
def back_up() -> str:
    """A verified backup into the data folder, once a day where one is asked for."""
    return str(backup.create_in(folder(), settings.BACKUPS_KEPT))


@shared_task(name="asc_kb.try_backup", time_limit=None, soft_time_limit=None)
def try_backup() -> dict[str, object]:
    """The newest backup restored beside the database and compared, once a week."""
    return backup.try_newest(folder())


def folder() -> Path:
    return Path(settings.DATA_DIR) / "backups"
