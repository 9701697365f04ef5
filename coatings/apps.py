from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoatingsConfig(AppConfig):
    name = "coatings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(watch_counted, sender=self)


def watch_counted(using: str, **kwargs: Any) -> None:
    """After migrations have run, what the index of coatings holds is watched for changes."""
    from coatings.filters import CoatingFilter
    from records.index.tables import watch_changes

    watch_changes(CoatingFilter, using)
