"""The Django project's settings, in code. What an operator may choose is in AMANA_DESK_* variables (docs/operator.md).

Nothing that was told reaches a log, a cache on disk, a session table or an error
page: sessions and throttles live in the process's memory and die with it, and the
secret key is drawn anew at each start.
"""

import os
import secrets
from pathlib import Path

from amana.desk.database import choose_database
from amana.desk.home import desk_home

DESK_HOME = desk_home()
DESK_BACKUP = Path(os.environ["AMANA_DESK_BACKUP"]) if os.environ.get("AMANA_DESK_BACKUP") else None
DESK_IDLE = 60 * int(os.environ.get("AMANA_DESK_IDLE_MINUTES", "15"))
DESK_SESSION = 3600 * int(os.environ.get("AMANA_DESK_SESSION_HOURS", "12"))
DESK_TIMESTAMP_URL = os.environ.get("AMANA_DESK_TIMESTAMP_URL", "")
DESK_TIMESTAMP_ROOTS = os.environ.get("AMANA_DESK_TIMESTAMP_ROOTS", "")
DESK_INVENTED = os.environ.get("AMANA_DESK_INVENTED") == "1"
HOUSE = Path(__file__).parents[3]

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(64)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("AMANA_DESK_HOSTS", "").split()]

# A room is a folder of amana with an apps.py; these stand in the order of an account's way.
ROOMS = [
    room
    for room in (
        "testimony.custody",
        "testimony",
        "testimony.cases",
        "testimony.odk",
        "testimony.partners",
        "care",
        "care.referrals",
        "testimony.workers",
        "events",
        "parties",
        "linking",
        "counting",
        "release",
        "release.sharing",
    )
    if (Path(__file__).parents[1] / room.replace(".", "/") / "apps.py").exists()
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_otp",
    "amana.desk",
    *(f"amana.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "amana.desk.headers.headers",
    "amana.desk.languages.speak",
    "amana.desk.problems.problem_pages",
    "amana.desk.pause.pause_gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "amana.desk.gates.lock_gate",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "amana.desk.gates.sign_in_gate",
]
ROOT_URLCONF = "amana.desk.urls"
ASGI_APPLICATION = "amana.desk.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "amana.desk.frame.frame"]},
    }
]

DATABASES = {"default": choose_database(os.environ.get("AMANA_DESK_DATABASE", "sqlcipher"), DESK_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "desk.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:home"

# Two caches, so that a stranger who guesses at names without end crowds out no session.
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    for name in ("default", "tries")
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
# By HTTPS, the prefix keeps every other host and path from setting these cookies.
HTTPS = os.environ.get("AMANA_DESK_HTTPS") == "1"
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}amana_session"
SESSION_COOKIE_AGE = DESK_IDLE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}amana_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "amana.desk.problems.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

# An upload stays in memory: a temporary file would be plain text on the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [Path(__file__).with_name("locale")]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}amana_language"
LANGUAGE_COOKIE_AGE = 365 * 86_400
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"

# Nothing is logged: an exception's text or a request's path could hold what was told.
LOGGING_CONFIG = "amana.desk.silence.silence"
LOGGING = {"to": None}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
