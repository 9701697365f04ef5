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
