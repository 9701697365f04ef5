"""What development, test and production share."""

from __future__ import annotations

from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from kombu import Queue

from asc_kb.settings import environment
from records.licence import LICENCE_TITLE, LICENCE_URL

BASE_DIR = environment.BASE_DIR
DATA_DIR = environment.data_dir()
FIXTURES_DIR = BASE_DIR / "fixtures"
PORT = environment.port()
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CROSSREF_URL = environment.text("CROSSREF_URL", "https://api.crossref.org").rstrip("/")

DEBUG = False
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

# The rooms of the house, each after those it builds on.
ROOMS = (
    "records",
    "charts",
    "accounts",
    "cyclers",
    "literature",
    "figures",
    "precursors",
    "coatings",
    "cycling",
    "documents",
    "explore",
    "exchange",
    "curation",
)
INSTALLED_APPS = [
    "asc_kb",
    *ROOMS,
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "knox",
    "corsheaders",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "axes",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_prometheus",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # Probes first: they carry no public host name and need no session.
    "asc_kb.operations.probes.ProbeMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "asc_kb.protocol.finished_pages.FinishedPages",
    "asc_kb.protocol.compression.CompressionMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "asc_kb.operations.read_only.ReadOnlyMiddleware",
    "asc_kb.protocol.limits.RateLimit",
    # reads the address before anything looks at it
    "exchange.discovery.addresses.AddressMiddleware",
    "exchange.discovery.signposts.SignpostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.SeenMiddleware",
    "accounts.access.PermissionMiddleware",
    "records.merged.MergedMiddleware",
    # last: answers for whoever is locked out
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "asc_kb.urls"
WSGI_APPLICATION = "asc_kb.wsgi.application"

TEMPLATE_LOADERS = [
    "asc_kb.protocol.templates.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["literature.templatetags.citing"],  # papers stand on every page
        },
    }
]

# --- database -------------------------------------------------------------------------------
# One dialect everywhere: PostgreSQL. Without DATABASE_URL the backend starts the embedded
# server on first use and stops it when the last process that uses it ends.
DATABASE_URL = environment.text("DATABASE_URL")
_DATABASE: dict[str, Any]
if DATABASE_URL:
    try:
        _DATABASE = dict(dj_database_url.parse(DATABASE_URL))
    except (ValueError, KeyError) as error:
        raise SystemExit(f"DATABASE_URL cannot be read as a database address: {error}") from None
    if _DATABASE["ENGINE"] != "django.db.backends.postgresql":
        raise SystemExit("DATABASE_URL must name a PostgreSQL server (postgres://…).")
else:
    _DATABASE = {
        "ENGINE": "asc_kb.embedded.backend",
        "NAME": "asc_kb",
        "USER": "asc",
        "HOST": "",
        "PORT": "",
    }
_DATABASE["CONN_MAX_AGE"] = 600
_DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Every trigger is made in one way: after migrations have run, from what the models say.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_CLASS = "pghistory.admin.EventsAdmin"

# --- Celery ---------------------------------------------------------------------------------
_BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = environment.text("CELERY_BROKER_URL", "asc-files://localhost")
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("asc-files:")
if EMBEDDED_BROKER:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "folder": str(_BROKER_DIR),
        "polling_interval": 0.1,
        "longest_wait": 0.25,
    }
else:
    # Whoever publishes must not hang while Redis is away: the mark stays, a sweep finds it.
    # What a killed worker held is delivered again later than any task may run.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 2,
        "socket_timeout": 20,
        "visibility_timeout": 900,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TASK_IGNORE_RESULT = True
# A curator's edit must not wait behind a full recompute: bulk jobs have a queue and a worker of
# their own. Each with its own routing key: by default both would share one, and get every task.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("edits", "bulk")]
CELERY_TASK_DEFAULT_QUEUE = "edits"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "UTC"
# The mark on a row, not the message, is the truth: the sweeps find what no message told of.
CELERY_BEAT_SCHEDULER = "asc_kb.operations.beat.OneBeat"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sweep coatings": {"task": "coatings.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "sweep cycling tests": {"task": "cycling.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "sweep workbooks": {"task": "curation.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "look up listed papers": {
        "task": "curation.look_up_listed",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "bulk"},
    },
}
# How many daily backups stay in the data folder; 0 makes none.
BACKUPS_KEPT = environment.number("BACKUPS_KEPT", 0)
if BACKUPS_KEPT > 0:
    CELERY_BEAT_SCHEDULE["back up"] = {
        "task": "asc_kb.back_up",
        "schedule": crontab(hour=3, minute=7),
        "options": {"queue": "bulk", "expires": 6 * 3600},
    }
    CELERY_BEAT_SCHEDULE["try the newest backup"] = {
        "task": "asc_kb.try_backup",
        "schedule": crontab(day_of_week="sun", hour=5, minute=7),
        "options": {"queue": "bulk", "expires": 6 * 3600},
    }

# --- REST -----------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
}
# Tokens of scripts: shown once, stored as hashes, with scopes (accounts.models).
KNOX_TOKEN_MODEL = "accounts.Token"
# Its own migrations make the table of the model that ours replaces.
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_TTL": None, "TOKEN_PREFIX": "asc_", "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "ASC knowledge base",
    "DESCRIPTION": (
        "Thin films grown by atomic and molecular layer deposition on battery electrodes: "
        "which coating, grown how, measured by what, and how it performed beside its control."
    ),
    "VERSION": "1",
    "LICENSE": {"name": LICENCE_TITLE, "url": LICENCE_URL},
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/", "description": "Where this description is served."}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SORT_OPERATIONS": True,
    # no hook that gathers words: they stay where they are used
    "POSTPROCESSING_HOOKS": ["asc_kb.protocol.description.describe"],
}

# On a streaming replica nothing can be written, the counts of requests neither.
READ_ONLY = environment.flag("READ_ONLY", default=False)
RATE_LIMIT = 0 if READ_ONLY else environment.number("RATE_LIMIT", 1200)
TRUST_PROXY = environment.flag("TRUST_PROXY", default=False)
# Any page may read what is public, without the reader's cookies.
CORS_URLS_REGEX = r"^/(api/v1|optimade)/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "content-type", "if-none-match", "if-modified-since")
CORS_EXPOSE_HEADERS = (
    "Content-Disposition",
    "ETag",
    "Last-Modified",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Data-Version",
)

# --- security (production tightens further) ---------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The form of a paper with hundreds of coatings has tens of thousands of fields; a workbook that
# was looked at comes back whole.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
# --- people -----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "curate"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[ASC knowledge base] "
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}  # django-axes counts per account
# Whether those who review and govern need a code beside their password.
SECOND_FACTOR = environment.flag("SECOND_FACTOR", default=False)
MFA_ADAPTER = "accounts.sealing.MFAAdapter"
MFA_TOTP_ISSUER = "ASC knowledge base"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by some seconds
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
# Guessing a password locks the pair of name and address out, in the database: for every process.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_CLIENT_IP_CALLABLE = "accounts.access.client_address"
AXES_USERNAME_CALLABLE = "accounts.access.login_name"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
PAGES_KEPT = environment.number("PAGES_KEPT", 500)
# How often somebody asked for a mail or an account is counted for all processes together.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "asc_kb_cache",
    },
    # of each process alone: what it keeps is as large as its memory allows
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": PAGES_KEPT},
    },
}

# --- mail: by SMTP where a server is named, else into files that the pages point at -------------
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "asc-kb@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DIR = DATA_DIR / "mail"
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR

# --- language, time, static files -------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static",) if folder.is_dir()]

# --- logs -------------------------------------------------------------------------------------
LOG_LEVEL = environment.text("LOG_LEVEL", "INFO").upper()


def logging_config(log_format: str) -> dict[str, Any]:
    """Logs go to standard error, which the supervisor or the container runtime keeps."""
    if log_format not in {"text", "json"}:
        raise SystemExit(f"LOG_FORMAT is {log_format!r}; it must be text or json.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(process)d %(message)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": log_format}},
        "root": {"handlers": ["console"], "level": LOG_LEVEL},
        # a line for each of a hundred triggers is nobody's reading
        "loggers": {"pgtrigger": {"level": "WARNING"}},
    }


LOGGING = logging_config(environment.text("LOG_FORMAT", "text"))
