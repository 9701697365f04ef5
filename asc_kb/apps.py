from django.apps import AppConfig


class AscKbConfig(AppConfig):
    name = "asc_kb"
    default_auto_field = "django.db.models.BigAutoField"
