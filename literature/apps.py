from django.apps import AppConfig


class LiteratureConfig(AppConfig):
    name = "literature"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from literature import lookups  # noqa: F401  registers itself
