from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CyclingConfig(AppConfig):
    name = "cycling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(watch_counted, sender=self)


def watch_counted(using: str, **kwargs: Any) -> None:
    """After migrations have run, what the index of tests holds is watched for changes."""
    from cycling.filters import TestFilter
    from records.index.tables import watch_changes

    watch_changes(TestFilter, using)
