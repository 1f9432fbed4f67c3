"""The one settings file. Everything an operator may change is read from the environment
and described in docs/operations.md (a test compares the two)."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from zyk.secrets import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- where things live -------------------------------------------------------
DATA_DIR = Path(env.str("ZYK_DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("ZYK_DEBUG", default=False)
SECRET_KEY = env.str("ZYK_SECRET_KEY", default="") or secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("ZYK_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("ZYK_TRUSTED_ORIGINS", default=[])
ZYK_BASE_URL = env.str("ZYK_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ZYK_PORT = env.int("ZYK_PORT", default=8000)
ZYK_HOST = env.str("ZYK_HOST", default="127.0.0.1")
ZYK_WEB_WORKERS = env.int("ZYK_WEB_WORKERS", default=1)
ZYK_WEB_THREADS = env.int("ZYK_WEB_THREADS", default=4)
ZYK_DEMO = env.bool("ZYK_DEMO", default=False)

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'zyk.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file anew costs milliseconds a request
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; "
        "PRAGMA wal_autocheckpoint=8000;",  # 32 MB: index pages changed often are carried over once
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("ZYK_DATABASE_CONNECTION_SECONDS", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Files go to a local folder, or to any S3-compatible store: s3://bucket with the usual AWS_* variables.
ZYK_STORAGE_URL = env.str("ZYK_STORAGE_URL", default="")
if ZYK_STORAGE_URL:
    _files_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ZYK_STORAGE_URL.removeprefix("s3://").strip("/"),
            "endpoint_url": env.str("ZYK_STORAGE_ENDPOINT", default="") or None,
            "querystring_auth": True,
            "file_overwrite": True,
        },
    }
else:
    _files_storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    }
STORAGES = {
    "default": _files_storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ZYK_HEARTBEAT_SECONDS = env.int("ZYK_HEARTBEAT_SECONDS", default=15)
ZYK_UPLOAD_LIMIT_BYTES = env.int("ZYK_UPLOAD_LIMIT_BYTES", default=20 * 1024**3)
ZYK_CLAMD = env.str("ZYK_CLAMD", default="")  # /path/of.socket or host:port; empty: no virus scanning
ZYK_RECORDS_DOCUMENT_BYTES = env.int("ZYK_RECORDS_DOCUMENT_BYTES", default=1024**2)
ZYK_RECORDS_ATTACHMENT_BYTES = env.int("ZYK_RECORDS_ATTACHMENT_BYTES", default=10 * 1024**2)
ZYK_RECORDS_REQUESTS_PER_MINUTE = env.int("ZYK_RECORDS_REQUESTS_PER_MINUTE", default=0)
ZYK_RECORDS_FORWARD_HOSTS = env.list("ZYK_RECORDS_FORWARD_HOSTS", default=[])
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# Learning records: closed days are sealed into files; for so many days their rows stay in the database too (0: always).
ZYK_RECORDS_HOT_DAYS = env.int("ZYK_RECORDS_HOT_DAYS", default=90)

# Figures: what the analytics engine may take for itself.
ZYK_ANALYTICS_MEMORY = env.str("ZYK_ANALYTICS_MEMORY", default="1GB")
ZYK_ANALYTICS_THREADS = env.int("ZYK_ANALYTICS_THREADS", default=2)

# Background work: a queue beside the data, or redis:// or postgresql:// when it outgrows one machine.
ZYK_QUEUE_URL = env.str("ZYK_QUEUE_URL", default="")
ZYK_QUEUE_IMMEDIATE = env.bool("ZYK_QUEUE_IMMEDIATE", default=False)
ZYK_WORKER_THREADS = env.int("ZYK_WORKER_THREADS", default=1)
HUEY: dict = {"name": "zyk", "immediate": ZYK_QUEUE_IMMEDIATE, "results": False}
if ZYK_QUEUE_URL.startswith("redis"):
    HUEY |= {"huey_class": "huey.RedisHuey", "url": ZYK_QUEUE_URL}
elif ZYK_QUEUE_URL.startswith("postgres"):
    HUEY |= {"huey_class": "huey.PostgresHuey", "dsn": ZYK_QUEUE_URL}
else:
    HUEY |= {"huey_class": "huey.SqliteHuey", "filename": str(DATA_DIR / "queue.sqlite3"), "fsync": True}

# -- applications: one context a row, top of the ladder last -------------------
CONTEXTS = [
    "zyk.common",
    "zyk.accounts",
    "zyk.rulebook",
    "zyk.media",
    "zyk.records",
    "zyk.reviews",
    "zyk.alliance",
    "zyk.catalogue",
    "zyk.library",
    "zyk.assessment",
    "zyk.learning",
    "zyk.certification",
    "zyk.creditbank",
    "zyk.exchange",
    "zyk.monitoring",
    "zyk.projects",
    "zyk.site",
    "zyk.interop",
]
INSTALLED_APPS = [
    *CONTEXTS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "axes",
    "huey.contrib.djhuey",
]
MIDDLEWARE = [
    "zyk.records.middleware.StraightThrough",
    "django.middleware.security.SecurityMiddleware",
    "zyk.common.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zyk.accounts.middleware.ActingCapacity",
    "zyk.records.origin.Origin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "zyk.urls"
WSGI_APPLICATION = "zyk.wsgi.application"
FORM_RENDERER = "zyk.common.forms.ZykFormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zyk.accounts.context_processors.shell",
            ],
            "builtins": ["django.templatetags.i18n", "zyk.common.templatetags.zyk"],
        },
    }
]

# -- people --------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "site:workbench"
LOGOUT_REDIRECT_URL = "site:home"
AXES_FAILURE_LIMIT = env.int("ZYK_SIGN_IN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = env.float("ZYK_SIGN_IN_LOCK_HOURS", default=0.25)
ZYK_REGISTRATIONS_PER_HOUR = env.int("ZYK_REGISTRATIONS_PER_HOUR", default=60)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "zyk.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# -- words and time --------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["zyk.common.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- mail ------------------------------------------------------------------------
# Without a mail server, mails are written to files beside the data, never dropped.
_mail_url = env.str("ZYK_EMAIL_URL", default="")
if _mail_url:
    vars().update(env.email_url_config(_mail_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("ZYK_FROM_EMAIL", default="zyk@localhost")

# -- security ----------------------------------------------------------------------
_secure = ZYK_BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = env.int("ZYK_SESSION_SECONDS", default=12 * 3600)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("ZYK_BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ZYK_LOG_LEVEL", default="WARNING")},
}
