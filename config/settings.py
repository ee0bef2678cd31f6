"""The only settings file: read from the environment, safe by default.

``PORTAL_MODE`` is ``production`` (default), ``demo`` (one command on a laptop, invented data),
``development`` (a demo with DEBUG; the default of ``manage.py`` in a checkout) or ``test``.
Numbers of the domain (days, limits) stand beside the code that uses them, not here.
"""

from importlib.util import find_spec
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.environment import KEY_OF_INVENTED_DATA, MOST_PROXIES, Environment
from config.limits import LOGIN_LIMITS

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()  # what is wrong is said at the end of this file, all of it at once
if env("PORTAL_MODE", default="production") == "production":
    env.read_env(BASE_DIR / ".env")  # a demo or test on the same machine must not use its database and mail

PORTAL_MODE = env("PORTAL_MODE", default="production")
if PORTAL_MODE not in {"production", "demo", "development", "test"}:
    env.refuse("PORTAL_MODE is production, demo, development or test.")
PRODUCTION = PORTAL_MODE == "production"
DEVELOPMENT = PORTAL_MODE == "development"
DEMO = DEVELOPMENT or PORTAL_MODE == "demo"  # invented data; no mail is sent
VAR = env.folder("PORTAL_VAR", default=BASE_DIR / "var")

# --- Who we are -----------------------------------------------------------------------------------
PORTAL_NAME = env("PORTAL_NAME", default="Portalen En kommun fri från våld")
CONTACT_EMAIL = env.address("CONTACT_EMAIL", default="utbildning@mfj.se")
if PRODUCTION:
    SECRET_KEY = env.required("SECRET_KEY")
    ALLOWED_HOSTS = [host for host in env.required("ALLOWED_HOSTS").split(",") if host]
    SITE_URL = env.required("SITE_URL").rstrip("/")
    env.check_identity(SECRET_KEY, ALLOWED_HOSTS, SITE_URL)
else:
    SECRET_KEY = env("SECRET_KEY", default=f"{PORTAL_MODE}{KEY_OF_INVENTED_DATA}")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
    SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
DEBUG = DEVELOPMENT

# --- Apps and middleware ----------------------------------------------------------------------------
# The list of our apps, importing ones before imported ones. The admin's rights and the tests read it;
# a test compares it with the import contracts in pyproject.toml.
OUR_APPS = [
    "homes",
    "demo",
    "reports",
    "followups",
    "support",
    "participants",
    "programmes",
    "municipalities",
    "accounts",
    "notifications",
    "ui",
    "audit",
    "calendars",
]
INSTALLED_APPS = [
    "config.apps.PortalConfig",
    *OUR_APPS,  # before allauth, so that our templates win
    "config.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # lets the form renderer find Django's widget templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # before all that may answer, such as the redirect to https
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.proxy_tells_enough",  # before the redirect to https, which needs its word
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.body_size_limit",  # after those that add headers, so that a 413 has them too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.readable_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.uploads_need_a_login",
    "config.middleware.today",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.second_factor_required",
    "config.middleware.private_pages_are_not_cached",
    "config.middleware.WholeForms",
]
INTERNAL_IPS = ["127.0.0.1"]
if DEVELOPMENT and find_spec("debug_toolbar"):  # not installed where only the demo runs
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(1, "debug_toolbar.middleware.DebugToolbarMiddleware")
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
if PORTAL_MODE == "test":
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.append("zeal.middleware.zeal_middleware")
    ZEAL_RAISE = True
    ZEAL_ALLOWLIST = [  # allauth queries each of a person's sessions and keys by itself
        {"model": "sessions.Session", "field": "*"},
        {"model": "mfa.Authenticator", "field": "*"},
        {"model": "accounts.User", "field": "get*"},
        {"model": "contenttypes.ContentType", "field": "get*"},  # once per model, then cached
    ]
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow hashes would slow the tests
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "ui.bound_fields.PortalRenderer"
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("portal",)
CRISPY_FAIL_SILENTLY = False

# --- Database, cache, broker: SQLite and files without servers, PostgreSQL and Redis with their URLs --
STATEMENT_SECONDS, LOCK_SECONDS = 30, 10  # config/postgresql says what a server that hangs may take
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if PRODUCTION:
    env.required("DATABASE_URL")  # SQLite has one writer, and Swedish order of our own
DATABASE_SCHEMES = ("postgres", "postgresql", *(() if PRODUCTION else ("sqlite",)))
DATABASE_URL = env.server("DATABASE_URL", schemes=DATABASE_SCHEMES)
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        DATABASES["default"]["ENGINE"] = "config.postgresql"
        DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
            f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
        )
else:
    DATABASES = {
        "default": {
            "ENGINE": "config.sqlite3",
            "NAME": VAR / "portal.sqlite3",
            "TEST": {"NAME": ":memory:"},  # parallel workers would look for a file otherwise
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE takes the write lock before reading, so two writers queue instead of failing.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
                    "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;"
                ),
            },
        }
    }
FILE_CACHE = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"}
CACHES: dict[str, dict[str, object]] = {"default": FILE_CACHE, "files": FILE_CACHE}
REDIS_LIMITS = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)}
REDIS_URL = env.server("REDIS_URL", schemes=("redis", "rediss"))
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "config.cache.SteadyRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": REDIS_LIMITS,
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
    }
else:
    for folder in ("queue", "control"):
        env.make(VAR / folder)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "queue"),
        "data_folder_out": str(VAR / "queue"),
        "control_folder": str(VAR / "control"),
        "store_processed": False,
        "polling_interval": 0.5,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")


def _triggered(task: str, schedule: object, *, expires: int) -> dict[str, object]:
    """Return an entry of beat, which only triggers the tasks: the database says what is due."""
    return {"task": task, "schedule": schedule, "options": {"expires": expires}}


# docs/decisions/0001 says why.
CELERY_BEAT_SCHEDULE = {
    "queue-reminders": _triggered("followups.tasks.queue_reminders", 900, expires=900),
    "heal-months": _triggered("programmes.tasks.heal_months", crontab(hour=0, minute=10), expires=6 * 3600),
    "forget": _triggered("config.tasks.forget", crontab(hour=3, minute=10), expires=6 * 3600),
    "scan-files": _triggered("participants.tasks.scan_files", 60, expires=60),
    "build-exports": _triggered("reports.tasks.build_exports", 20 if DEMO else 60, expires=60),
    "publish-decisions": _triggered("participants.tasks.publish_decisions", 15, expires=15),
    "deliver-messages": _triggered("notifications.tasks.deliver_messages", 15, expires=15),
    "send-codes": _triggered("accounts.tasks.send_codes", 15, expires=15),
}

# --- People and sessions ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "accounts.passwords.OwnWordsValidator",
        "OPTIONS": {"places": [BASE_DIR / f"municipalities/data/{name}.csv" for name in ("kommuner", "lan")]},
    },
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed; without password1 the login page loses its field.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff wrote the invited address; logging in by code proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter takes as long for these, and sends nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # no link with a key is mailed
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # no "remember me": the adapter sets the length of the session
ACCOUNT_FORMS = {
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "login": "accounts.forms.PasswordLoginForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ResetCodeForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "change_password": "accounts.forms.ChangedPasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
ACCOUNT_RATE_LIMITS = LOGIN_LIMITS
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", default=0, most=MOST_PROXIES)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.adapter.SecondStepAdapter"
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "authenticate_webauthn": "accounts.forms.SecondStepKeyForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "reauthenticate_webauthn": "accounts.forms.SecondStepKeyAgainForm",
    "login_webauthn": "accounts.forms.KeyForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.RenameKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SECOND_FACTOR_REQUIRED = env.truth("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if PRODUCTION else "language"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if PRODUCTION else "known"
CODE_SENDERS = 0 if PORTAL_MODE == "test" else 6  # threads that mail codes; with none, the request waits
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Stockholm"
CELERY_TIMEZONE = TIME_ZONE

# --- Files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.make(VAR / "static")  # WhiteNoise warns when it is missing
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_FILES = env.folder("PRIVATE_FILES", default=VAR / "files")
STORAGES = {
    # No MEDIA_URL: uploaded files are served only by views that fetch within the reader's scope.
    "default": {
        "BACKEND": "ui.uploads.storage.WholeFiles",
        "OPTIONS": {"location": PRIVATE_FILES, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO  # no collectstatic needed
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    f"ui.uploads.arriving.{name}" for name in ("WholeForm", "MemoryFile", "TemporaryFile")
]
CLAMD_URL = env.scanner("CLAMD_URL")  # without one, files are checked for structure alone
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30  # room for the form to refuse too many files; above it a bare 400

# --- Mail -----------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.address("DEFAULT_FROM_EMAIL", default=f'"Portalen, MÄN" <{CONTACT_EMAIL}>')
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
DEMO_MAIL = VAR / "mail"
if DEMO:
    EMAIL_BACKEND = "config.mail.FileBackend"  # nothing is sent: every mail is a file
elif PORTAL_MODE == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
else:
    MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl")
    EMAIL_URL = env.server("EMAIL_URL", schemes=MAIL_SCHEMES, default="smtp://127.0.0.1:25")
    vars().update(env.email_url_config(EMAIL_URL or "smtp://"))

# --- Hardening ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.truth("SECURE_SSL_REDIRECT", default=True)
    env.need(
        ALLAUTH_TRUSTED_PROXY_COUNT or not SECURE_SSL_REDIRECT or env.is_wrong("TRUSTED_PROXY_COUNT"),
        "TRUSTED_PROXY_COUNT is 0, so https in front is not believed and SECURE_SSL_REDIRECT sends "
        "everybody in a circle: set the number of proxies, or SECURE_SSL_REDIRECT=false.",
    )
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}

env.settle()
