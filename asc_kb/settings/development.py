"""A checkout on one's own machine: what ``make run`` uses."""

from __future__ import annotations

from asc_kb.settings.base import *
from asc_kb.settings.base import DATA_DIR, TEMPLATE_LOADERS, TEMPLATES, environment
from asc_kb.settings.secret import kept_secret

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.text("SECRET_KEY") or kept_secret(DATA_DIR)

# Static files straight from their sources: nothing to collect, edits show at once.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:  # a changed template shows at once
    PAGES_KEPT = 0
    TEMPLATES[0]["OPTIONS"]["loaders"] = TEMPLATE_LOADERS
