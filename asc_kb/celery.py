"""The Celery application: tasks live in each room's ``tasks.py``."""

from __future__ import annotations

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")

# What is prepared is checked, and again by the web server. The checks import every page, which is a
# third of the time until a worker or beat is ready. (The documented option is ``--skip-checks``.)
os.environ.setdefault("CELERY_SKIP_CHECKS", "true")

# ``asc-files://`` is the local broker that needs no server (see docs/adr/0002).
TRANSPORT_ALIASES["asc-files"] = "asc_kb.embedded.broker:Transport"

app = Celery("asc_kb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
