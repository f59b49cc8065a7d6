"""Django settings, read from environment variables alone (contract: commands and environment)."""

from pathlib import Path

import dj_database_url
import dj_email_url  # type: ignore[import-untyped]
from csp.constants import NONCE, NONE, SELF
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DUYET_HOME = Path(env.str("DUYET_HOME", str(BASE_DIR / "var"))).resolve()
PORTAL_ROOT = Path(env.str("PORTAL_ROOT", str(DUYET_HOME / "portal"))).resolve()
STORAGE_URL = env.str("STORAGE_URL", f"file://{DUYET_HOME / 'store'}")
# A second copy of the store, on another machine: what is damaged here is repaired from there.
STORAGE_MIRROR_URL = env.str("STORAGE_MIRROR_URL", "")
# Every object is read and compared once in so many days, a share each day.
FIXITY_DAYS = env.int("FIXITY_DAYS", 30)
# Sealed records are locked in the store for their retention period after so many days.
LOCK_AFTER_DAYS = env.int("LOCK_AFTER_DAYS", 30)
DUYET_PROVINCE = env.str("DUYET_PROVINCE", "demo")
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "duyet-demo-2026")
LEDGER_KEY_FILE = Path(env.str("LEDGER_KEY_FILE", str(DUYET_HOME / "keys" / "ledger.key")))
# The second store of backups: file:///… or s3://…, and the age keys of those who may read it.
BACKUP_URL = env.str("BACKUP_URL", "")
BACKUP_RECIPIENTS = env.str("BACKUP_RECIPIENTS", "")
BACKUP_KEEP_LOCAL = env.int("BACKUP_KEEP_LOCAL", 3)
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", 35)
BACKUP_LOG_DAYS = env.int("BACKUP_LOG_DAYS", 14)
BACKUP_KEEP_MONTHS = env.int("BACKUP_KEEP_MONTHS", 12)
# Set where the server is our own: backed up as a whole with its log, not by dumps alone.
BACKUP_CLUSTER = env.bool("BACKUP_CLUSTER", False)
# The agency's seal (docs/operators.md): a .p12 or a pkcs11: address; empty: the demo's, or none.
SIGNING_KEY = env.str("SIGNING_KEY", "")
SIGNING_KEY_PASSWORD_FILE = env.str("SIGNING_KEY_PASSWORD_FILE", "")
SIGNING_LEVEL = env.str("SIGNING_LEVEL", "B-LTA")
SIGNING_TSA_URL = env.str("SIGNING_TSA_URL", "")
SIGNING_TRUST = env.str("SIGNING_TRUST", "")
SIGNING_ASK_AUTHORITIES = env.bool("SIGNING_ASK_AUTHORITIES", True)
SIGNING_SEAL_IMAGE = env.str("SIGNING_SEAL_IMAGE", "")
# "external": whoever signs by mandate signs the record with an own key, before the agency's seal.
SIGNING_PERSON = env.str("SIGNING_PERSON", "")
# With SIGNING_KEY=external: the certificate of the seal whose key is elsewhere.
SIGNING_CERTIFICATE = env.str("SIGNING_CERTIFICATE", "")
# How long a record may wait for its seal before archivists and administrators are told.
SEAL_ALARM_MINUTES = env.int("SEAL_ALARM_MINUTES", 60)
LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", "duyet.local/ledger")
# Public keys of outside witnesses, `name+id+base64`, and where the monitor keeps what it saw.
LEDGER_WITNESSES: list[str] = env.list("LEDGER_WITNESSES", [])
LEDGER_MONITOR_FILE = Path(
    env.str("LEDGER_MONITOR_FILE", str(DUYET_HOME / "monitor" / "checkpoint.txt"))
)
PUBLIC_URL = env.str("PUBLIC_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}")

# A cache before the portal is told which addresses to forget: POST {"purge": [addresses]}.
PURGE_URL = env.str("PURGE_URL", "")
PURGE_TOKEN = env.str("PURGE_TOKEN", "")

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_prose_editor",
    "core",
    "approvals",
    "publishing",
    "archive",
    "workflows",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.limits.RequestSizeLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"

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
                "core.web.context.working_side",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(env.str("DATABASE_URL"))}
DATABASES["default"]["OPTIONS"] = {"application_name": "duyet"}
if POOL := env.int("DATABASE_POOL", 8):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL, "timeout": 10}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Migrations run as the owner of the schema; the application role cannot touch triggers.
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", env.str("DATABASE_URL"))
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", DATABASES["default"]["USER"])

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "core.web.errors.locked_out"
CSRF_FAILURE_VIEW = "core.web.errors.unsigned"
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# What items may be written in, the sites' own first: "vi:Tiếng Việt,en:English,lo:ພາສາລາວ".
CONTENT_LANGUAGES = [
    (code, name or code)
    for code, _, name in (
        one.strip().partition(":")
        for one in env.list("CONTENT_LANGUAGES", ["vi:Tiếng Việt", "en:English"])
    )
]
LOCALE_PATHS = [
    BASE_DIR / app / "locale" for app in ("core", "approvals", "publishing", "archive", "api")
]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


vars().update(dj_email_url.parse(env.str("EMAIL_URL", "dummy:")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "duyet@localhost")
# A mail's link decides once and for so long; high-stakes acts ask for the password after a while.
MAIL_LINK_HOURS = env.int("MAIL_LINK_HOURS", 72)
# At night and on days off mails wait; notices in the desk never do.
QUIET_HOURS = env.str("QUIET_HOURS", "21:00-06:30")
REAUTHENTICATE_MINUTES = env.int("REAUTHENTICATE_MINUTES", 15)
# The mailbox of the editorial board: imap(s)://user:password@host:port/INBOX
INTAKE_IMAP_URL = env.str("INTAKE_IMAP_URL", "")

# A line for each page that was read, until it is counted; nothing about readers stands in it.
PAGE_LOG = Path(env.str("PAGE_LOG", str(DUYET_HOME / "pages.log")))
# Partners' feeds are fetched from public addresses alone; "host:port" of the few inside ones.
FEED_PRIVATE_HOSTS: list[str] = env.list("FEED_PRIVATE_HOSTS", [])

# How long items stay off their site after several were approved at once (design: grace)
BULK_HOLD_SECONDS = env.int("BULK_HOLD_SECONDS", 60)

# Uploads stay in memory until they are screened: nothing spools to disk (ADR 0007).
MAX_FILE_BYTES = env.int("MAX_FILE_BYTES", 100 * 1024 * 1024)
# Who agreed before an edit of at most so many words in so many places may agree again at a tap.
SMALL_EDIT_WORDS = env.int("SMALL_EDIT_WORDS", 30)
SMALL_EDIT_PLACES = env.int("SMALL_EDIT_PLACES", 5)
# Who says "I am looking at this" need not say when that is over.
CLAIM_HOURS = env.int("CLAIM_HOURS", 4)
MAX_TEXT_BYTES = env.int("MAX_TEXT_BYTES", 5 * 1024 * 1024)
MAX_REQUEST_BYTES = MAX_FILE_BYTES + 1024 * 1024
FILE_UPLOAD_HANDLERS = ["core.web.limits.MemoryOnlyUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_REQUEST_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_REQUEST_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", False)
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.problem_response",
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min", "user": "3000/min", "sign_in": "30/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Duyệt",
    "DESCRIPTION": "Submit, review, approve, publish and archive what a provincial portal shows.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.add_problem",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "pyhanko": {"level": "ERROR"},
    },
}
