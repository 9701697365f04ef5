import gc
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# The Celery application must exist before any room declares a shared task.
from asc_kb.celery import app as celery_app

__all__ = ["AscKbConfig", "celery_app"]


class AscKbConfig(AppConfig):
    name = "asc_kb"
    verbose_name = "Operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from asc_kb.operations import checks, prepared

        checks.register()
        post_migrate.connect(prepared.forget, sender=self)
        post_migrate.connect(watch_data)
        # What is imported by now stays. The collector, which would walk it again at every further
        # import, took a fifth of the time until a process was ready.
        gc.freeze()


def watch_data(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrations have run, every table of the data tells of its changes."""
    from records.data_version import watch_tables
    from records.kinds import rooms_of_kinds

    if app_config.label in {"records", "literature", *rooms_of_kinds()}:
        watch_tables(app_config, using)
