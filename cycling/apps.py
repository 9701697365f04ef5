from django.apps import AppConfig


class CyclingConfig(AppConfig):
    name = "cycling"
    default_auto_field = "django.db.models.BigAutoField"
