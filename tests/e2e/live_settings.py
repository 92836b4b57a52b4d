"""Settings of the site under test: a clock that a test can move (`testing_clock.py`), a quicker password hash. Never part of a release."""

from __future__ import annotations

from halfkilo.web.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.e2e.testing_clock.TestingClock"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["loggers"]["django.request"]["level"] = "ERROR"  # noqa: F405
