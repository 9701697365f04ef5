"""A server on the open net. Refuses to start on a default or missing secret, host or address."""

from __future__ import annotations

from urllib.parse import urlsplit

from asc_kb.settings.base import *
from asc_kb.settings.base import BASE_DIR, environment, logging_config


def _refuse(problem: str) -> None:
    raise SystemExit(f"Refusing to start: {problem}")


SECRET_KEY = environment.text("SECRET_KEY")
_WEAK = ("change", "secret", "default", "insecure", "example", "password")
if not SECRET_KEY:
    _refuse("SECRET_KEY is not set.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    _refuse("SECRET_KEY is too weak; use at least 50 random characters.")
if any(word in SECRET_KEY.lower() for word in _WEAK):
    _refuse("SECRET_KEY looks like a default; use random characters.")

ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS is not set; name the hosts served, separated by commas.")
if "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS must name hosts, not *.")

PUBLIC_URL = environment.text("PUBLIC_URL").rstrip("/")
_PUBLIC = urlsplit(PUBLIC_URL)
if not PUBLIC_URL:
    _refuse("PUBLIC_URL is not set; give the address that users see, as https://host.")
if _PUBLIC.scheme != "https" or not _PUBLIC.hostname:
    _refuse(f"PUBLIC_URL is {PUBLIC_URL!r}; it must start with https:// and name a host.")
CSRF_TRUSTED_ORIGINS = [f"{_PUBLIC.scheme}://{_PUBLIC.netloc}"]

DEBUG = False
LOGGING = logging_config(environment.text("LOG_FORMAT", "json"))

SECOND_FACTOR = environment.flag("SECOND_FACTOR", default=True)
TRUST_PROXY = environment.flag("TRUST_PROXY", default=True)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Probes come from inside, without TLS and without the public host name.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
