from django.apps import AppConfig


class PrecursorsConfig(AppConfig):
    name = "precursors"
    default_auto_field = "django.db.models.BigAutoField"
