"""The WSGI entry point that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")

application = get_wsgi_application()

# Every view is imported here, once, before the web server forks: the first request does not wait
# for it, and the processes share its memory.
_ = get_resolver().url_patterns

# What is there now stays, so the collector need not walk it again in the middle of a request.
gc.collect()
gc.freeze()
