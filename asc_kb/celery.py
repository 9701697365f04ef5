"""The Celery application: tasks live in each room's ``tasks.py``."""

from __future__ import annotations

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")

# ``asc-files://`` is the local broker that needs no server (see docs/adr/0002).
TRANSPORT_ALIASES["asc-files"] = "asc_kb.embedded.broker:Transport"

app = Celery("asc_kb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
