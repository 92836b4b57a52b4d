"""Django's settings. What differs from place to place comes from the environment (`env.py`); nothing here is for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from halfkilo.web import env
from halfkilo.web.fence import fenced
from halfkilo.words import languages, tongue

HERE = Path(__file__).parent
ENV = env.read()

DATA = ENV.data
SECRET_KEY = env.secret(DATA)
DEBUG = False
ALLOWED_HOSTS = list(ENV.hosts)
DATABASES = {"default": ENV.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SUPERVISOR_URL = ENV.supervisor
OPEN_SIGN_UP = ENV.open_sign_up
RULES = ENV.rules

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "halfkilo.web",
]

MIDDLEWARE = [
    "halfkilo.web.middleware.BodyLimit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "halfkilo.web.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "halfkilo.web.tongue.Language",
    "halfkilo.web.middleware.SignedIn",
    "halfkilo.web.api.known.KnownQuery",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "halfkilo.web.urls"
WSGI_APPLICATION = "halfkilo.web.wsgi.application"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

TEMPLATES: list[dict[str, Any]] = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [HERE / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.csrf",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "halfkilo.web.context.site",
    ]},
}]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTHENTICATION_BACKENDS = ["halfkilo.web.accounts.Backend"]

# Passwords: scrypt is memory-hard and needs nothing beside Python.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sessions are rows, so that signing out or changing the password ends them everywhere. Nothing times out while training.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "halfkilo_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "halfkilo_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "halfkilo.web.problems.csrf_failure"

TLS = bool(ENV.tls)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = TLS
# Never with the machine's own certificate: a browser that remembers HSTS could not be talked past a renewed one.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENV.tls == "public" else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.tls == "public" else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [SELF],
    "connect-src": [SELF, SUPERVISOR_URL, env.sockets(SUPERVISOR_URL)],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}}

# Larger bodies are turned away by BodyLimit before they are read; this is the second fence.
LARGEST_BODY = 4 * 1024 * 1024
LARGEST_IMPORT = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# The front end is built into the package; its files carry their hash in their name and stand there compressed.
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = fenced
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.*-[\w-]{8}\.\w+$"

USE_TZ = True
TIME_ZONE = ENV.zone
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code, tongue(code).name) for code in languages()]

# Nothing personal is logged: no bodies, no query strings, no addresses.
LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"scrub": {"()": "halfkilo.web.logs.Scrub"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
                "django.request": {"level": "ERROR"}},
}
