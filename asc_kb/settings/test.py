"""The test suite: a data folder of its own, plain password hashes, no files collected."""

from __future__ import annotations

import os

os.environ.setdefault("ASC_DATA_DIR", "var/test")

from asc_kb.settings.base import *
from asc_kb.settings.base import DATABASES

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Parallel test runs of one checkout share the server, never the database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"test_asc_kb_{os.getpid()}"}
