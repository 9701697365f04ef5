from django.apps import AppConfig


class CyclersConfig(AppConfig):
    name = "cyclers"
    verbose_name = "Cycler files"
