from django.apps import AppConfig


class CoatingsConfig(AppConfig):
    name = "coatings"
    default_auto_field = "django.db.models.BigAutoField"
