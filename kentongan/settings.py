"""All settings, read once from the environment by typed readers that fail loudly.

Everything a village may want to change lives in its own tables, not here; this file knows only about the installation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from kentongan.support import clamd, env, secrets_file, sqlite_driver

sqlite_driver.install()  # before Django's SQLite backend is imported: Python's own SQLite may corrupt a WAL database

BASE_DIR = Path(__file__).resolve().parent
KENTONGAN_DATA: Path = env.path("KENTONGAN_DATA", default=Path.cwd() / "var")
KENTONGAN_SECRETS = secrets_file.load_or_create(KENTONGAN_DATA / "keys" / "secrets.json")
KENTONGAN_FILES: Path = KENTONGAN_DATA / "files"
KENTONGAN_STAGING: Path = KENTONGAN_DATA / "staging"
# What is published as open data; it can be made anew, and is no part of a backup.
KENTONGAN_OPEN_DATA: Path = KENTONGAN_DATA / "open-data"
# Which cases' contents were erased, outside the database: better on another disk than the database's own.
KENTONGAN_ERASURES: Path = env.path("KENTONGAN_ERASURES", default=KENTONGAN_DATA / "erasures")
# Every checkpoint of every village's log, outside the database too: better on another disk as well.
KENTONGAN_CHECKPOINTS: Path = env.path("KENTONGAN_CHECKPOINTS", default=KENTONGAN_DATA / "checkpoints")
# Where backups lie, if the service shall delete those that are too old; they hold what was lawfully erased since.
KENTONGAN_BACKUPS: Path | None = env.optional_path("KENTONGAN_BACKUPS")
KENTONGAN_BACKUP_DAYS: int = env.integer("KENTONGAN_BACKUP_DAYS", default=35, least=7, most=365)

# Demo accounts can sign in only where the data folder was made by `kentongan demo` (a file marks it).
KENTONGAN_DEMO: bool = (KENTONGAN_DATA / "demo").exists()
# Whether a reverse proxy of our own stands before us; its X-Forwarded-Proto and -Host are believed only then.
KENTONGAN_TRUST_PROXY: bool = env.boolean("KENTONGAN_TRUST_PROXY", default=False)
# Whose X-Forwarded-For is believed: addresses or networks of our own proxies. Empty: nobody's, the peer counts.
KENTONGAN_TRUSTED_PROXIES = env.networks("KENTONGAN_TRUSTED_PROXIES")
KENTONGAN_HTTPS: bool = env.boolean("KENTONGAN_HTTPS", default=False)

SECRET_KEY: str = KENTONGAN_SECRETS.secret_key
DEBUG: bool = False
# Which village answers is found by host name in the database (villages.tenant); an unknown host gets no village.
ALLOWED_HOSTS: list[str] = env.strings("KENTONGAN_HOSTS", default=["*"])

INSTALLED_APPS = [
    "kentongan.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "kentongan.ui",
    "kentongan.ledger",
    "kentongan.villages",
    "kentongan.vault",
    "kentongan.documents",
    "kentongan.outbox",
    "kentongan.cases",
    "kentongan.reports",
    "kentongan.gateway",
    "kentongan.watching",
    "kentongan.jobs",
    "kentongan.portal",
    "kentongan.desk",
    "kentongan.observer",
    "kentongan.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kentongan.ui.compression.TextGZipMiddleware",
    "kentongan.ui.policy.PolicyMiddleware",
    "kentongan.ui.headers.SafeHeadersMiddleware",
    "kentongan.villages.tenant.TenantMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kentongan.people.middleware.OfficerOfVillageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kentongan.urls"
WSGI_APPLICATION = "kentongan.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kentongan.villages.tenant.village_context",
            ],
        },
    }
]

KENTONGAN_DATABASE_URL: str | None = env.optional("KENTONGAN_DATABASE_URL")
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(KENTONGAN_DATABASE_URL, default_sqlite=KENTONGAN_DATA / "kentongan.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Only what may be lost: login throttles of allauth. Shared by the workers through the data folder.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": KENTONGAN_DATA / "cache",
    }
}

AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["kentongan.people.backend.VillageBackend"]
PASSWORD_HASHERS = ["kentongan.people.hashing.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "kentongan.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # long enough to install an app on a slow phone between two steps
ACCOUNT_RATE_LIMITS = False  # lockout is by account name, in our own table (people.lockout): no address is kept
MFA_ADAPTER = "kentongan.people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kentongan"
MFA_TOTP_TOLERANCE = 1

# Memory of one derivation of an officer's key from its passphrase (vault.passphrase).
KENTONGAN_ARGON2_MEMORY_KIB: int = 64 * 1024

# So many seconds old may a village's settings be on citizens' pages; an officer always sees them as they are.
KENTONGAN_VILLAGE_SECONDS: float = 2.0
# So many seconds at least are the public figures kept in memory (cases.public_numbers).
KENTONGAN_FIGURES_SECONDS: float = 2.0
# A tile server behind the map of hamlets, "https://…/{z}/{x}/{y}.png", and whose map it is. Empty: our own lines only.
# Every reader of that page then tells this server his address: nothing is loaded from others unless this is set.
KENTONGAN_TILES: str = env.tiles("KENTONGAN_TILES")
KENTONGAN_TILES_CREDIT: str = env.string("KENTONGAN_TILES_CREDIT", default="")

SESSION_COOKIE_AGE = 12 * 60 * 60  # one office day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "meja"
CSRF_COOKIE_AGE = 24 * 60 * 60  # as long as a form is good for; Django's year would mark a reporter's phone for a year
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kentongan.portal.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KENTONGAN_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if KENTONGAN_HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy's work; a redirect here would break the office PC on the LAN
if KENTONGAN_TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "worker-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],  # and the village's accent by its hash: ui.policy
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"  # each village has its own; this is the installation's
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = KENTONGAN_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kentongan.ui.storage.StaticStorage"},
}
WHITENOISE_MAX_AGE = 600

FILE_UPLOAD_HANDLERS = ["kentongan.documents.upload.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # typed text only; files have their own limits (documents.limits)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = None  # counted by our handler, which drops what is too many; Django would drop the form

# A virus scanner (clamd) that looks at evidence before it is taken in; optional, and never in a complaint's way.
KENTONGAN_CLAMD: clamd.Address | None = env.scanner("KENTONGAN_CLAMD")

# E-mail is optional: without a server the outbox keeps and shows what could not be sent.
EMAIL_HOST: str = env.string("KENTONGAN_SMTP_HOST", default="")
EMAIL_PORT: int = env.integer("KENTONGAN_SMTP_PORT", default=587)
EMAIL_HOST_USER: str = env.string("KENTONGAN_SMTP_USER", default="")
EMAIL_HOST_PASSWORD: str = env.string("KENTONGAN_SMTP_PASSWORD", default="")
EMAIL_USE_SSL: bool = env.boolean("KENTONGAN_SMTP_TLS", default=EMAIL_PORT == 465)  # TLS from the first byte
EMAIL_USE_TLS: bool = env.boolean("KENTONGAN_SMTP_STARTTLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.string("KENTONGAN_MAIL_FROM", default="")
KENTONGAN_MAIL_REPLY_TO: str = env.string("KENTONGAN_MAIL_REPLY_TO", default="")
# Whether observers' webhooks may lead into the office's own network (say, to a server in the same building).
KENTONGAN_WEBHOOK_PRIVATE: bool = env.boolean("KENTONGAN_WEBHOOK_PRIVATE", default=False)
# The address people use, for links in messages: "https://aduan.example.id". A village's own host name comes first.
KENTONGAN_URL: str = env.string("KENTONGAN_URL", default="")

# No request lines and no addresses: who reads the logs must not learn who complained.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "kentongan.support.faults.LogFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},  # anybody can send nonsense; it must not fill the disk
        "fido2": {"level": "WARNING"},  # it would write the number of every passkey that is used
    },
}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # people sign in with village + username; `login` is unique, `username` only within a village
    # Set by KENTONGAN_HTTPS behind TLS:
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]
