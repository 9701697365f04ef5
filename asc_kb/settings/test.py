"""The test suite: a data folder of its own, plain password hashes, no files collected."""

from __future__ import annotations

import os

os.environ.setdefault("ASC_DATA_DIR", "var/test")

from asc_kb.settings.base import *
from asc_kb.settings.base import (
    BASE_DIR,
    DATA_DIR,
    DATABASES,
    EMBEDDED_BROKER,
    INSTALLED_APPS,
    MIDDLEWARE,
)

# What the review alone says, as it stood when the tests were written: tests name its records, and
# the literature under `fixtures/` grows every week.
FIXTURES_DIR = BASE_DIR / "tests" / "review"

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Test runs of one checkout share the server, and so do the parallel processes of one run; never
# the database or the broker, which tests empty and runs remove at their end. A worker
# that a test starts may be given a broker by that test; nothing else reaches one from outside.
_STARTED_BY_A_TEST = "ASC_TEST_RUN" in os.environ
RUN = os.environ.setdefault("ASC_TEST_RUN", str(os.getpid()))
_PARALLEL_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["DURABLE"] = False
DATABASES["default"]["TEST"] = {"NAME": f"test_asc_kb_{RUN}"}
if EMBEDDED_BROKER or not _STARTED_BY_A_TEST:
    CELERY_BROKER_URL = "asc-files://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "folder": str(DATA_DIR / "broker" / f"{RUN}{_PARALLEL_PROCESS}"),
        "polling_interval": 0.05,
        "longest_wait": 0.25,
    }

INSTALLED_APPS = [*INSTALLED_APPS, "zeal", "django_migration_linter"]
# A list that asks the database once per row fails the test that opens it.
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# Django and django-allauth look at the few sessions of one person one by one; the first process of
# a host writes the index of each list into a file.
ZEAL_ALLOWLIST = [
    {"model": "records.IndexBlock", "field": "get()"},
    {"model": "sessions.Session", "field": "get()"},
    {"model": "auth.User", "field": "get()"},
]

RATE_LIMIT = 0  # tests of the limit set one
PAGES_KEPT = 0  # a test sees what it made, not what another one saw

# No noise in test output: a failure shows what it logged.
LOGGING = {"version": 1, "disable_existing_loggers": False}
